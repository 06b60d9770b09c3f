"""Several days at once, and days that a pause ends on, as people name them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.daily.orders import date_parser
from bot.daily.orders.date_parser import unclear
from bot.daily.orders.normalize import counted
from bot.daily.schedule.due_dates import DAY, holiday_named
from bot.handlers.daily_post import DEFAULT_HOLIDAYS

# More than an own list of closed days takes at once.
LONGEST = 100
_EVERY = re.compile(r"(?:every )?(?:" + "|".join(date_parser.WEEKDAYS) + r")s|every .*")
_BARE = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?")
_TO = r"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\btill\b)\s*"
_DAYS_OF_MONTH = re.compile(
    rf"(?P<month>[a-z]{{3,}}) (?P<a>\d{{1,2}}){_TO}(?P<b>\d{{1,2}})"
    rf"|(?P<c>\d{{1,2}}){_TO}(?P<d>\d{{1,2}}) (?P<later>[a-z]{{3,}})"
)
_RANGE = re.compile(
    r"(?:from )?(.+?)\s*(?: - |–|—|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\btill\b)\s*(.+)"
)
_END = re.compile(r"(?:the )?end of (?:the |this )?(week|month|year)")


def days_of(said: str, today: date) -> list[date]:
    """Days: 24 December, 12/31, next week, Dec 24 to Jan 2, Thanksgiving; none before today.

    Raises `UserFacingError` with the nearest right value.
    """
    found: list[date] = []
    for part in re.split(r"\s*(?:,|\band\b)\s*", said):
        if not part:
            continue
        if (bare := _BARE.fullmatch(part)) and found:
            part = f"{found[-1]:%B} {bare[1]}"  # noqa: PLW2901 - "Dec 24 and 25" means Dec 25
        found += _part(part.removeprefix("on "), today)
    return found


def _part(said: str, today: date) -> list[date]:
    if _EVERY.fullmatch(said):
        raise unclear(said, "comes every week: name the days that remain", "Tuesday to Friday")
    if said in ("this week", "next week"):
        first = today if said == "this week" else today + (7 - today.weekday()) * DAY
        return _all(said, first, first + (6 - first.weekday()) * DAY)
    if found := _DAYS_OF_MONTH.fullmatch(said):
        month = found["month"] or found["later"]
        first = date_parser.day_of(f"{month} {found['a'] or found['c']}", today)
        return _all(said, first, date_parser.day_of(f"{month} {found['b'] or found['d']}", first))
    if found := _RANGE.fullmatch(said):
        first = day_of(found[1], today)
        return _all(said, first, day_of(found[2], first))
    return [day_of(said, today)]


def _all(said: str, first: date, last: date) -> list[date]:
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST:
        raise unclear(said, f"is not between 1 and {LONGEST} days", "a shorter time, or “pause”")
    return [first + n * DAY for n in range(count)]


def day_of(said: str, today: date) -> date:
    """One day: as `dates.day_of`, or a public holiday of the United States by its name."""
    return holiday_named(DEFAULT_HOLIDAYS, said, today) or date_parser.day_of(said, today)


def first_day_after(said: str, today: date) -> date:
    """When a pause ends: on a day, after a span, at the end of a week, month or year.

    Raises `UserFacingError` with the nearest right value.
    """
    plain = counted(said)
    inclusive = DAY if plain.startswith(("through ", "thru ", "after ")) else timedelta()
    plain = re.sub(r"^(?:through|thru|after)\s+", "", plain)
    if plain == "this week":
        return _AFTER["week"](today)
    if end := _END.fullmatch(plain):
        return _AFTER[end[1]](today)
    if month := date_parser.month_named(
        plain.removeprefix("the beginning of ").removeprefix("next ")
    ):
        return date_parser.first_of(month, today)
    return day_of(plain, today) + inclusive


def _next_month(today: date) -> date:
    return (today.replace(day=28) + 4 * DAY).replace(day=1)


_AFTER: dict[str, Callable[[date], date]] = {
    "week": lambda today: today + (7 - today.weekday()) * DAY,
    "month": _next_month,
    "year": lambda today: date(today.year + 1, 1, 1),
}
