"""Messages that only make sense after an answer: "what about my spouse?", "why?", "more"."""

from __future__ import annotations

import re

from bot.handlers.text import words

MORE = frozenset((
    "more", "tell me more", "go on", "more please", "more info", "more details", "explain",
    "and", "ok and", "mas", "cuentame mas", "dime mas", "sigue", "details", "continue",
))  # fmt: skip
WHY = frozenset((
    "why", "why not", "how come", "but why", "why is that", "says who", "por que", "y por que",
    "porque", "what does the code say", "which tenet",
))  # fmt: skip
# How a continuation begins. Longer ones stand before those they begin with.
_OPENERS = tuple(
    tuple(opener.split())
    for opener in (
        "and what about", "ok what about", "but what about", "what about", "and how about",
        "how about", "but what if", "and what if", "what if", "but if", "and if", "if", "even if",
        "does that", "does it", "is that", "is it", "would that", "would it", "same for",
        "also for", "and for", "and", "but", "or", "then", "so", "ok", "even", "what happens if",
        "y si", "y que pasa si", "que pasa si", "pero si", "y para", "y", "pero",
    )
)  # fmt: skip
# Words that change a situation without naming a new one: who, how much, when.
GENERIC = frozenset(
    words(
        """
    a about after again all also always am an and any anybody anyone are as ask at be
    because been before being both but by can cost could did do does doesnt done dont each
    else even ever every for friend friends from get gets getting give given goes had has
    have he her here him his how i if im in instead into is isnt it its just kid kids later
    less like little make me mine more most mother mom dad father my myself never next no
    nobody not nothing now of off ok on once one only or other our out over own paid pay
    pays people please same she should since small so some somebody someone something
    sometimes son daughter brother sister spouse wife husband partner still than that the
    their them then there these they thing this those time to today tomorrow too twice under
    unless until us value very was we were what when where which while who whole why will
    with without worth would year years yes yet you your under below above less dollars
    dollar bucks cents cheap expensive free boss manager supervisor staff employee employees
    coworker colleague retired intern interim weekend night home off duty personal si mi mis
    su sus esposa esposo hijo hija hermano hermana amigo el la los las un una de del que y o
    no es en por para con menos mas dolares jefe
    """
    )
)
LONGEST = 16
_WHOM = re.compile(
    "(?:and |so |but |ok )?(?:who|whom)(?: do| should| can| would| must)? (?:i|we)"
    "(?: have to| need to)? (?:tell|ask|call|talk to|report(?: this| that| it)?(?: to)?|contact"
    "|speak to|go to|inform)(?: about)?(?: this| that| it)?(?: to)?(?: about (?:this|that|it))?"
    "|a quien (?:le |se lo )?(?:digo|pregunto|informo|reporto|aviso)"
)
_FORM = re.compile(
    "(?:and |so |ok )?(?:is there|wheres|where is|where do i (?:find|get)|do you have|got)"
    " (?:a |the |an )?(?:\\w+ )?(?:form|template|log|letter|document|sample)"
    "(?: for (?:this|that|it))?"
    "|(?:hay|donde esta) (?:un|una|el|la)? ?(?:formulario|plantilla|modelo)"
)
_DONE = re.compile(
    "(?:but |and |well |so |ok |oh )?(?:i|we|he|she|they)(?: have| had|ve)? already\\b"
    "|(?:but |and )?it (?:has )?already happened|too late|ya (?:lo|la|le|se)\\b"
)


def is_more(text: str) -> bool:
    """Whether a message asks for more of the last answer."""
    return " ".join(words(text)) in MORE


def is_why(text: str) -> bool:
    """Whether a message asks for the reasons of the last answer."""
    return " ".join(words(text)) in WHY


def is_whom(text: str) -> bool:
    """Whether a message asks whom to tell or ask about what was answered."""
    return bool(_WHOM.fullmatch(" ".join(words(text))))


def is_form(text: str) -> bool:
    """Whether a message asks for the form or the model text that belongs to the answer."""
    return bool(_FORM.fullmatch(" ".join(words(text))))


def is_done(text: str) -> bool:
    """Whether a message says that what was asked about has already happened."""
    return bool(_DONE.match(" ".join(words(text))))


def new_words(text: str) -> str | None:
    """What a continuation adds that could be a topic of its own, as text; None for no continuation.

    >>> new_words("what about my spouse?"), new_words("what about meals"), new_words("gift cards")
    ('', 'meals', None)
    """
    said = words(text)
    if not said or len(said) > LONGEST:
        return None
    opener = next((o for o in _OPENERS if tuple(said[: len(o)]) == o), None)
    if opener is None:
        return None
    rest = said[len(opener) :]
    return " ".join(w for w in rest if w not in GENERIC and not any(c.isdigit() for c in w))
