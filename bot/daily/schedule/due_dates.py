"""When a post is due. Pure: it walks local dates, never instants, and looks at no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.handlers.daily_post import Schedule

# A schedule without a day in this many has none at all.
HORIZON = 800
DAY = timedelta(days=1)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment that a local time of a day means, in UTC; None where the zone skips that day.

    In the hour that happens twice in autumn, the first. In the hour that does not exist in
    spring, as much later as the clocks were moved; if that leaves the day, as much earlier.
    """
    for fold in (0, 1):
        moment = datetime.combine(day, at, tzinfo=zone).replace(fold=fold).astimezone(UTC)
        # For a time that does not exist, fold 0 reckons with the clock before the change, which
        # comes out later, and fold 1 with the clock after it, which comes out earlier.
        if moment.astimezone(zone).date() == day:
            return moment
    return None


def next_post(schedule: Schedule, after: date | None, now: float) -> tuple[date, float] | None:
    """The first date after `after` whose moment is after `now`, with that moment.

    None where there is none: every day is closed, or the zone is unknown.
    """
    return next(posts(schedule, after, now), None)


def posts(schedule: Schedule, after: date | None, now: float) -> Iterator[tuple[date, float]]:
    """All posts after a date and a moment, in order, up to the horizon."""
    zone = zone_named(schedule.zone)
    if zone is None or not schedule.days:
        return
    # A day before: the moment may be past there while a later date is not yet.
    first = datetime.fromtimestamp(now, zone).date() - DAY
    if after is not None:
        first = max(first, after + DAY)
    if schedule.not_before is not None:
        first = max(first, schedule.not_before)
    for ahead in range(HORIZON):
        try:
            day = first + ahead * DAY
        except OverflowError:
            return
        if is_open(schedule, day):
            moment = instant(day, schedule.at, zone)
            if moment is not None and moment.timestamp() > now:
                yield day, moment.timestamp()


def is_open(schedule: Schedule, day: date) -> bool:
    """Whether a post is wanted on that day."""
    return (
        day.weekday() in schedule.days
        and day not in schedule.closed
        and not (schedule.holidays and day in _free_days(schedule.holidays, day.year))
    )


def holiday_name(code: str, day: date) -> str:
    """The holiday's name, or an empty text."""
    return _free_days(code, day.year).get(day, "") if code else ""


def holiday_named(code: str, said: str, today: date) -> date | None:
    """The next public holiday of that name, from today on; None where there is none."""
    if not (words := _words_of(said)):
        return None
    for year in (today.year, today.year + 1):
        for day, name in sorted(_free_days(code, year).items()):
            if day >= today and words == _words_of(name):
                return day
    return None


def _words_of(name: str) -> frozenset[str]:
    words = name.lower().replace("'s", "").split()
    return frozenset(word.rstrip("s") for word in words) - {"day", "the"}


@lru_cache(maxsize=512)
def _free_days(code: str, year: int) -> dict[date, str]:
    """Public holidays of a country or a part of it, those moved from a weekend included."""
    country, _, part = code.partition("-")
    # Takes several megabytes, and many post nowhere.
    import holidays  # noqa: PLC0415

    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=(year, year + 1))
    except NotImplementedError:
        # A newer list of countries may lack an older one: one channel's code stops no other.
        return {}
    # The next year's New Year's Day may be kept on the last day of this one.
    return {day: str(name) for day, name in found.items() if day.year == year}


def knows_holidays(code: str) -> bool:
    """Whether the country, and the part of it, have holidays on file."""
    country, _, part = code.partition("-")
    import holidays  # noqa: PLC0415 - see `_free_days`

    supported = holidays.list_supported_countries()
    return country in supported and (not part or part in supported[country])


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """The time zone, or None where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
