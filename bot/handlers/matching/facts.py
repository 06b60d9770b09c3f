"""What a message says about itself: planned or done, who gives, who asks.

Facts choose among the branches of a situation; what is not said is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from bot.handlers.text import key

VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "giver": (
            "vendor",
            "resident",
            "coworker",
            "boss",
            "family",
            "friend",
            "official",
            "nonprofit",
        ),
        "stage": ("planned", "done"),
        "who": ("me", "other"),
        "role": ("elected", "chief_executive", "retired", "spouse", "nonmember"),
        "amount": ("cash",),
    }
)

# Patterns over the folded message, English and Spanish, each a whole word; the first that fits
# wins.
_GIVERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "vendor": (
            "vendor",
            "supplier",
            "contractors?",
            "consultants?",
            "developers?",
            "sales(?:man|woman| rep)",
            "bidder",
            "(?:the|a) company",
            "firms?",
            r"proveedor\w*",
            r"contratista\w*",
            r"desarrollador\w*",
        ),
        "coworker": ("co ?workers?", "colleagues?", "team ?mates?", "my crew"),
        "boss": ("my (?:boss|supervisor|manager|director|chief)", "mi jef[ea]"),
        "family": (
            "my (?:wife|husband|spouse|brother|sister|son|daughter|dad|mom|father|mother)",
            "my (?:cousin|uncle|aunt|nephew|niece|in ?laws?|(?:mother|father|brother) in law)",
            "mi (?:espos[oa]|herman[oa]|hij[oa]|prim[oa]|sobrin[oa])",
        ),
        "friend": ("(?:my|an old|a) (?:old |good |best )?(?:friend|buddy|pal)", "mi amig[oa]"),
        "official": (
            "council ?(?:member|man|woman|or)",
            "the mayor",
            "commissioner",
            r"concejal\w*",
        ),
        "nonprofit": ("non ?profit", "charity", "foundation", "church", "pta", "rotary"),
        "resident": (
            "residents?",
            "citizens?",
            "home ?owners?",
            "neighbou?rs?",
            "patron",
            "(?:old|elderly) (?:lady|man|woman)",
            "tax ?payers?",
            "vecin[oa]s?",
            "residentes?",
        ),
    }
)
_DONE = (
    "(?:i|we|ive|weve|he|she|they|somebody|someone) (?:have |has |had )?(?:already|just)",
    "already (?:took|taken|ate|eaten|used|went|gave|given|signed|accepted|got|said|told|did)",
    "already (?:done|bought|posted|liked|shared|spent|cashed|voted|kept)",
    "last (?:night|week|month|year)",
    "yesterday",
    "now what",
    "too late",
    "ya (?:acepte|di|firme|fui|comi|use|pague|lo hice)",
)
_DONE_FIRST = re.compile(
    "(?:i|we) (?:took|ate|used|went|gave|signed|accepted|bought|posted|liked|shared|spent|cashed"
    r"|kept|put|forgot|voted|told|said)\b"
)
_ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "elected": (
            "(?:i am|im|as) (?:a |an |the |newly elected )*council ?(?:member|man|woman|or)",
            "(?:i am|im|as) (?:a |an |the |newly elected )*(?:mayor|commissioner|alderman)",
        ),
        "chief_executive": (
            (
                "(?:i am|im|as) (?:a |an |the |new |interim |acting )*"
                "(?:city|town|county|village)? ?(?:manager|administrator)"
            ),
        ),
        "retired": ("(?:i am|im|as|since i|i) (?:a )?retired",),
        "spouse": (
            (
                "my (?:husband|wife|spouse) (?:is|works as) (?:the |a |an )?"
                r"(?:\w+ )?(?:manager|administrator|director)"
            ),
        ),
        "nonmember": ("not (?:an? )?(?:icma )?members?",),
    }
)
_CASH = ("cash", "gift ?cards?", "venmo", "money", "efectivo", "tarjeta de regalo")

Facts = Mapping[str, str]


def facts_of(text: str) -> Facts:
    """The facts a message states, by the names and values of `VALUES`."""
    said = key(text)
    found: dict[str, str] = {}
    if giver := _first(_givers(), said):
        found["giver"] = giver
    if role := _first(_roles(), said):
        found["role"] = role
    if _whole(_DONE).search(said) or _DONE_FIRST.match(said):
        found["stage"] = "done"
    if _whole(_CASH).search(said):
        found["amount"] = "cash"
    return found


def _first(patterns: Mapping[str, re.Pattern[str]], said: str) -> str:
    return next((value for value, pattern in patterns.items() if pattern.search(said)), "")


@cache
def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for any of these as whole words."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


@cache
def _givers() -> Mapping[str, re.Pattern[str]]:
    return {value: _whole(patterns) for value, patterns in _GIVERS.items()}


@cache
def _roles() -> Mapping[str, re.Pattern[str]]:
    return {value: _whole(patterns) for value, patterns in _ROLES.items()}
