"""Days of the week as people write them: Mon-Fri, MWF, T/Th, weekdays except Friday. Pure."""

from __future__ import annotations

import re
from types import MappingProxyType

from bot.daily.orders.date_parser import unclear, weekday_of
from bot.handlers.daily_post import EVERY_DAY, WORKDAYS

_WEEKEND = frozenset((5, 6))
_MONDAY = frozenset((0,))
# Letters as on a timetable, and groups.
GROUPS = MappingProxyType(
    {
        "weekdays": WORKDAYS,
        "weekday": WORKDAYS,
        "workdays": WORKDAYS,
        "workday": WORKDAYS,
        "weekends": _WEEKEND,
        "weekend": _WEEKEND,
        "m-f": WORKDAYS,
        "mtwtf": WORKDAYS,
        "mtwthf": WORKDAYS,
        "mtwrf": WORKDAYS,
        "m-th": frozenset((0, 1, 2, 3)),
        "mtwth": frozenset((0, 1, 2, 3)),
        "mwf": frozenset((0, 2, 4)),
        "m/w/f": frozenset((0, 2, 4)),
        "mw": frozenset((0, 2)),
        "m/w": frozenset((0, 2)),
        "tth": frozenset((1, 3)),
        "tuth": frozenset((1, 3)),
        "t/th": frozenset((1, 3)),
        "tu/th": frozenset((1, 3)),
    }
)
_PHRASES = (
    (re.compile(r"\b(?:business|working|work|week) days?\b"), "weekdays"),
    (re.compile(r"\b(?:every|each|all) (?:single )?days?\b"), "everyday"),
    (re.compile(r"\b(?:every|each) morning\b"), "everyday"),
    (re.compile(r"\b(?:(?:every|each|once a|1 time a|once per) week)\b"), "weekly"),
    (re.compile(r"\bdays\b"), " "),
)
_RANGE = re.compile(r"\b([a-z]{3,9})\s*(?:-|–|to|through|thru|until|till)\s*([a-z]{3,9})\b")
# Three with hyphens are a list, and no range.
_LISTED = re.compile(r"\b[a-z]{3,9}(?:-[a-z]{3,9}){2,}\b")
_EXCEPT = re.compile(
    r"\b(?:except|excluding|but not|but|not on|not|no|without|other than|skip)\b(.*)"
)
_BETWEEN = re.compile(r"\bbetween ([a-z]+) and ([a-z]+)\b")


def weekdays(left: str) -> tuple[frozenset[int] | None, str]:
    """The days that are named, none for none, and what else was said.

    Raises `UserFacingError` for days that contradict each other.
    """
    for phrase, instead in _PHRASES:
        left = phrase.sub(instead, left)
    left = _BETWEEN.sub(r"\1 to \2", left)
    if found := _EXCEPT.search(left):
        without, rest = _named(found[1])
        kept, before = _named(left[: found.start()])
        if without:
            return _without(found[0], kept, without), f"{before} {rest}"
    return _named(left)


def _without(said: str, kept: frozenset[int] | None, without: frozenset[int]) -> frozenset[int]:
    if kept is None:
        raise unclear(said, "leaves open which days remain", "weekdays except Friday")
    if kept <= without:
        raise unclear(said, "leaves no day", "weekdays except Friday")
    return kept - without


def _named(left: str) -> tuple[frozenset[int] | None, str]:
    chosen: set[int] = set()
    left = _LISTED.sub(lambda found: found[0].replace("-", " "), left)
    while found := _RANGE.search(left):
        first, last = weekday_of(found[1]), weekday_of(found[2])
        if first is None or last is None:
            break
        chosen.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        left = f"{left[: found.start()]} {left[found.end() :]}"
    weekly = every = False
    rest: list[str] = []
    for word in _words(left):
        weekday = weekday_of(word)
        if weekday is not None:
            chosen.add(weekday)
        elif word in ("daily", "everyday"):
            every = True
        elif word in GROUPS:
            chosen |= GROUPS[word]
        elif word == "weekly":
            weekly = True
        else:
            rest.append(word)
    # "daily 9:00 weekdays" means weekdays.
    if every and not chosen:
        chosen |= EVERY_DAY
    if weekly and not chosen:
        chosen |= _MONDAY
    if weekly and len(chosen) > 1:
        raise unclear(left, "names several days for once a week", "weekly Monday")
    return frozenset(chosen) or None, " ".join(rest)


def _words(left: str) -> list[str]:
    found: list[str] = []
    for word in left.replace(",", " ").replace("–", "-").split():
        parts = re.split(r"[/-]", word)
        days = all(weekday_of(part) is not None for part in parts)
        found += parts if days and len(parts) > 1 else [word]
    return found
