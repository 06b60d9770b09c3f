"""Days and times as people write them. One clear sentence for what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.handlers.errors import UserFacingError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# Two words this alike are one word and a slip of the pen.
ALIKE = 0.6
ECHO = 40

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{1,2}))?\s*(a\.?m\.?|p\.?m\.?)?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})\s*(a\.?m\.?|p\.?m\.?)?", re.IGNORECASE)
_SPAN = re.compile(r"(?:for )?(?:the next )?(\d{1,3}|an?) (day|week|month)s?")
_SPAN_DAYS = {"day": 1, "week": 7, "month": 30}
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?([^\W\d]+)(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([^\W\d]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")


def unclear(said: str, problem: str, nearest: str = "") -> UserFacingError:
    """The sentence for something that cannot be read, with the nearest right value."""
    hint = f"Did you mean {nearest}?" if nearest else ""
    return UserFacingError(f"“{' '.join(said.split())[:ECHO]}” {problem}.", hint=hint)


def nearest(said: str, known: Iterable[str], least: float = ALIKE) -> str | None:
    """The known word most like what was said, if any is like it."""
    found = process.extractOne(
        said, list(known), scorer=OSA.normalized_similarity, score_cutoff=least
    )
    return found[0] if found else None


def time_of(said: str) -> time | None:
    """A time of day: 9, 9:00, 0900, 9.30 pm, noon. None for what is no time at all.

    Raises `UserFacingError` for a time there is not, such as 25:30.
    """
    word = said.strip().lower()
    if word in ("noon", "midday"):
        return time(12)
    if word == "midnight":
        return time(0)
    found = _TIME.fullmatch(word) or _DIGITS.fullmatch(word)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "").replace(".", "").lower()
    if half and 1 <= hour <= 12:  # noqa: PLR2004 - a clock's face
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half and not (half == "pm" and 13 <= hour <= 23):  # noqa: PLR2004 - 15:00 pm is plain
        raise unclear(said, "is not a time of day", clock_words(time(min(hour, 12) % 12, 0)))
    if hour > 23 or minute > 59:  # noqa: PLR2004 - hours and minutes
        right = time(0 if hour == 24 else min(hour, 23), min(minute, 59))  # noqa: PLR2004 - a day
        raise unclear(said, "is not a time of day", clock_words(right))
    return time(hour, minute)


def weekday_of(said: str) -> int | None:
    """A weekday's number from Monday, 0: Mon, Tues, thursdays. None for other words."""
    word = said.strip().lower().rstrip(".")
    for number, name in enumerate(WEEKDAYS):
        if word in (name, f"{name}s", name[:3], name[:4], name[:5], f"{name[:3]}s"):
            return number
    return None


def day_of(said: str, today: date) -> date:
    """A day: 2026-12-24, 24 December, Dec 24, 12/24, tomorrow, Monday, next week, 2 weeks.

    Raises `UserFacingError` with the nearest right value.
    """
    word = " ".join(said.lower().replace(",", " ").split())
    word = word.removeprefix("the ").removeprefix("next ") if word != "next week" else word
    relative = {"tomorrow": 1, "today": 0, "next week": 7 - today.weekday()}
    if word in relative:
        return today + timedelta(days=relative[word])
    if (weekday := weekday_of(word)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if found := _SPAN.fullmatch(word):
        count = int(found[1]) if found[1].isdecimal() else 1
        return today + timedelta(days=count * _SPAN_DAYS[found[2]])
    if found := _ISO.fullmatch(word):
        return _date(said, int(found[1]), int(found[2]), int(found[3]), today)
    if found := _AMERICAN.fullmatch(word):
        return _date(said, int(found[3] or 0), int(found[1]), int(found[2]), today)
    if found := _DAY_MONTH.fullmatch(word):
        return _date(said, int(found[3] or 0), _month(found[2]), int(found[1]), today)
    if found := _MONTH_DAY.fullmatch(word):
        return _date(said, int(found[3] or 0), _month(found[1]), int(found[2]), today)
    near = nearest(word, (*WEEKDAYS, "tomorrow", "next week"))
    raise unclear(said, "is not a day I can read", near.capitalize() if near else "2026-12-24")


def month_named(said: str) -> int | None:
    """A month's number: Feb, February. None for other words."""
    word = said.lower().rstrip(".")
    for number, name in enumerate(MONTHS, 1):
        if word in (name, name[:3], name[:4]):
            return number
    return None


def first_of(month: int, today: date) -> date:
    """The first day of a month, the next time that it comes."""
    return date(today.year + (month <= today.month), month, 1)


def _month(said: str) -> int:
    if (number := month_named(said)) is not None:
        return number
    word = said.lower().rstrip(".")
    near = nearest(word, MONTHS)
    raise unclear(said, "is not a month", near.capitalize() if near else "February 3")


def _date(said: str, year: int, month: int, day: int, today: date) -> date:
    month_right = min(max(month, 1), 12)
    for guess in (year,) if year else (today.year, today.year + 1):
        try:
            found = date(guess, month, day)
        except ValueError:
            continue
        if found >= today or year:
            return found
    right = _nearest_day(year or today.year, month_right, day)
    if right < today and not year:
        right = _nearest_day(today.year + 1, month_right, day)
    raise unclear(said, "is not a day in the calendar", day_words(right))


def _nearest_day(year: int, month: int, day: int) -> date:
    year = min(max(year, 1), 9998)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last.replace(day=min(max(day, 1), last.day))


def clock_words(at: time) -> str:
    """A time of day as people say it: 9:00 a.m."""
    half = "a.m." if at.hour < 12 else "p.m."  # noqa: PLR2004 - noon
    return f"{at.hour % 12 or 12}:{at.minute:02} {half}"


def day_words(day: date) -> str:
    """A day as people say it: Monday, November 23, 2026."""
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def days_words(days: frozenset[int]) -> str:
    """Days of the week as people say them."""
    if days == frozenset(range(7)):
        return "every day"
    if days == frozenset(range(5)):
        return "every weekday"
    if days == frozenset((5, 6)):
        return "every Saturday and Sunday"
    names = [WEEKDAYS[day].capitalize() for day in sorted(days)]
    *first, last = names
    return f"every {', '.join(first)} and {last}" if first else f"every {last}"
