"""How a post should be, in words: "9:00 weekdays except Friday in Chicago". Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.daily.orders import date_parser, date_ranges, zones
from bot.daily.orders.date_parser import unclear
from bot.daily.orders.normalize import FILLERS, counted
from bot.daily.orders.order_types import Set
from bot.daily.orders.us_states import STATES
from bot.daily.orders.weekdays import weekdays
from bot.handlers.daily_post import DEFAULT_HOLIDAYS
from bot.handlers.errors import UserFacingError
from bot.handlers.library import TENET_COUNT

# "case of the week" and "tenet of the week" without a day mean Mondays.
WEEKLY = frozenset((0,))
# This much alike, "febuary" is a month, and "monday" is none.
SURELY_ALIKE = 0.75
# Well within how far ahead the clock looks for the next post.
LONGEST_PAUSE = timedelta(days=730)
_TENET = re.compile(r"\btenets?\s+(?:no\.? ?|number |#)?(-?\d\S*)")
_RHYTHM = re.compile(
    r"\b(?:twice|hourly|\d+ times|(?:every )?(?:\d+ )?hours?|bi-?weekly|fortnight(?:ly)?|monthly|"
    r"months?|quarterly|yearly|alternat\w+|every (?:other|second|third|\d+)|"
    r"(?:first|second|third|fourth|last)(?= \w+day))\b"
)
_HOLIDAYS = re.compile(
    r"\b(?P<how>skip|no|not on|except|without|ignore|include|including|even on|on)?"
    r"\s*(?:the )?(?:public |federal |us |national )?holidays?\b"
    r"(?:\s+(?:of|in|for)?\s*(?!(?:at|by|in|of|on|to)\s+\S)"
    r"(?P<where>[a-z]{2}(?:[-_][a-z0-9]{1,3})?\b|none|off|" + "|".join(STATES) + r"))?"
)
_STATE_FIRST = re.compile(r"\b(" + "|".join(STATES) + r")(?: state)? holidays\b")
_POSTS_ON_THEM = ("ignore", "include", "including", "even on", "on")
_STARTS = re.compile(r"\b(?:starting|starts|start|beginning|from|as of|effective)\s+(?:on )?")
_DAY_ITSELF = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\b\d{1,2}/\d{1,2}(?:/\d{4})?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?[a-z]{3,9}\b|\b[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?\b"
)
_IN_ZONE = re.compile(r"\b(?:in|time ?zone|zone|tz)\s+(?:the )?((?:[a-z][a-z0-9_/+'.-]* ?){1,4})")
_OFFSET = re.compile(r"\b(?:utc|gmt) ?[+-] ?\d[\d:]*")
_HINTS = {
    "cancel": "off",
    "quit": "off",
    "end": "off",
    "over": "start tenet 1",
    "restart": "start tenet 1",
    "reset": "start tenet 1",
}
_KNOWN = (
    *date_parser.WEEKDAYS,
    *("weekdays", "weekends", "daily", "weekly", "tenet", "case", "closed", "holidays"),
    *("pause", "resume", "status", "preview", "off", "help"),
)


def setting(plain: str, today: date) -> Set:
    """What is to be set. Raises `UserFacingError`: one sentence, and the nearest right value."""
    left = f" {counted(plain)} "
    if found := re.search(r"#[^\W\d]\S*", left):
        raise unclear(
            found[0],
            "is a channel I cannot read: say it in that channel, or choose it from the list that "
            "opens while you type its name",
        )
    if found := _RHYTHM.search(left):
        raise unclear(found[0], "is no rhythm of mine: once a day or once a week", "weekly Monday")
    wanted, left = _holidays(Set(), left)
    wanted, left = _starts(wanted, left, today)
    wanted, left = _style(wanted, left)
    _no_day(left, today)
    wanted, left = _zone(wanted, left)
    days, left = weekdays(left)
    wanted = replace(wanted, days=days or wanted.days)
    for word in left.replace(",", " ").split():
        if word in FILLERS:
            continue
        at = date_parser.time_of(word)
        if at is None:
            raise _unknown(word)
        if wanted.at is not None:
            near = date_parser.clock_words(wanted.at)
            raise unclear(plain, "names two times, and I post once a day", near)
        wanted = replace(wanted, at=at)
    if wanted.style == "case" and wanted.days is None:
        wanted = replace(wanted, days=WEEKLY)
    if wanted == Set():
        raise unclear(plain, "says nothing that I can set", "9:00 weekdays")
    return wanted


def tenet_number(said: str) -> int:
    """One of the twelve. Raises `UserFacingError` with the nearest."""
    # `int` reads decimals of any script, but not thousands of them; "²" is a digit, no decimal.
    number = int(said[: date_parser.ECHO]) if said.isdecimal() else 0
    if said.isascii() and 1 <= number <= TENET_COUNT:
        return number
    near = min(max(number, 1), TENET_COUNT)
    raise unclear(f"tenet {said}", "is not one of the twelve", f"tenet {near}")


def _holidays(wanted: Set, left: str) -> tuple[Set, str]:
    left = _STATE_FIRST.sub(r"holidays \1", left)
    found = _HOLIDAYS.search(left)
    if found is None:
        return wanted, left
    where = found["where"] or ""
    none = where in ("none", "off") or (found["how"] in _POSTS_ON_THEM)
    code = "" if none else zones.holidays_of(where) if where else DEFAULT_HOLIDAYS
    return replace(wanted, holidays=code), left[: found.start()] + " " + left[found.end() :]


def _starts(wanted: Set, left: str, today: date) -> tuple[Set, str]:
    """Nothing before the day in "starting Monday"; "from Monday to Friday" is something else."""
    for found in _STARTS.finditer(left):
        words = left[found.end() :].replace(",", " ").split()
        if " ".join(words[1:2]) in ("to", "through", "thru", "until"):
            continue
        for count in range(min(len(words), 4), 0, -1):
            said, rest = " ".join(words[:count]), " ".join(words[count:])
            if (day := _day(said, today)) is None:
                continue
            if day - today > LONGEST_PAUSE:
                raise unclear(said, "is more than two years away", "tomorrow")
            left = f"{left[: found.start()]} {rest} "
            return (wanted if day <= today else replace(wanted, starts=day)), left
    return wanted, left


def _day(said: str, today: date) -> date | None:
    try:
        return date_ranges.day_of(said, today)
    except UserFacingError:
        return None


def _style(wanted: Set, left: str) -> tuple[Set, str]:
    if found := _TENET.search(left):
        wanted = replace(wanted, tenet=tenet_number(found[1].rstrip(",.")), style="tenet")
        left = f"{left[: found.start()]} {left[found.end() :]}"
    if found := re.search(r"\bcases?(?: of the (?:week|day))?\b", left):
        wanted = replace(wanted, style="case")
        left = f"{left[: found.start()]} {left[found.end() :]}"
    elif found := re.search(r"\btenets?(?: of the (?:week|day))?\b", left):
        weekly = WEEKLY if "week" in found[0] else wanted.days
        wanted = replace(wanted, style="tenet", days=weekly)
        left = f"{left[: found.start()]} {left[found.end() :]}"
    return wanted, left


def _no_day(left: str, today: date) -> None:
    """A day of the calendar says when, and not what: that is another order."""
    for found in _DAY_ITSELF.finditer(left):
        said = found[0].strip()
        letters = re.findall(r"[a-z]{3,}", re.sub(r"\d(?:st|nd|rd|th)\b", "", said))
        if letters and not _is_month(letters[-1]):
            continue
        date_parser.day_of(said, today)
        raise unclear(said, "is a day: say what shall happen on it", f"closed {said}")


def _is_month(word: str) -> bool:
    """A month, or a slip of the pen for one."""
    return bool(
        date_parser.month_named(word) or date_parser.nearest(word, date_parser.MONTHS, SURELY_ALIKE)
    )


def _zone(wanted: Set, left: str) -> tuple[Set, str]:
    if found := _OFFSET.search(left):
        raise unclear(found[0], "knows no summer time: name a city", "in Chicago")
    if found := _IN_ZONE.search(left):
        words = found[1].split()
        for count in range(len(words), 0, -1):
            if zone := zones.zone_of(" ".join(words[:count])):
                rest = " ".join(words[count:])
                left = f"{left[: found.start()]} {rest} {left[found.end() :]}"
                return replace(wanted, zone=zone), left
        zones.zone(words[0])
    words = left.replace(",", " , ").split()
    for count in (4, 3, 2, 1):
        for start in range(len(words) - count + 1):
            if zone := zones.zone_alone(" ".join(words[start : start + count])):
                rest = " ".join(words[:start] + words[start + count :])
                return replace(wanted, zone=zone), rest
    for word in words:
        if re.match(r"[a-z_]+/[a-z_]{4,}", word) and not _are_weekdays(word):
            zones.zone(word)
    return wanted, left


def _are_weekdays(word: str) -> bool:
    return any(date_parser.weekday_of(part) is not None for part in word.split("/"))


def _unknown(word: str) -> UserFacingError:
    if word in _HINTS:
        return unclear(word, "is nothing I can set", _HINTS[word])
    near = date_parser.nearest(word, (*_KNOWN, *zones.COMMON))
    proper = near in date_parser.WEEKDAYS or near in zones.COMMON
    example = near.capitalize() if near and proper else near
    return unclear(word, "is nothing I can set", example or "9:00 weekdays")
