"""When a post is due, in every zone of the world."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.daily.orders.zones import all_zones
from bot.daily.schedule.due_dates import (
    holiday_name,
    instant,
    is_open,
    knows_holidays,
    next_post,
    posts,
)
from bot.handlers.daily_post import EVERY_DAY, Schedule

NEW_YORK = ZoneInfo("America/New_York")
NINE = Schedule("slack:T1:C1", "America/New_York", time(9))
DAY = timedelta(days=1)
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()
# Times around which clocks are changed somewhere, and an ordinary one.
TIMES = (time(0), time(0, 30), time(1, 30), time(2, 30), time(3), time(9), time(23, 30))


def local(moment, zone):
    return moment.astimezone(zone).replace(tzinfo=None)


def offsets(zone, day):
    """The clock's offsets in use around a day, earliest first."""
    start = datetime.combine(day, time(12), tzinfo=UTC) - timedelta(hours=36)
    steps = (start + timedelta(hours=h) for h in range(0, 73, 1))
    return list(dict.fromkeys(step.astimezone(zone).utcoffset() for step in steps))


def rule(day, at, zone):
    """The rule once more, from its words: all moments that show this time, else beside the gap."""
    wall = datetime.combine(day, at)
    there = sorted(
        moment
        for offset in offsets(zone, day)
        if local(moment := (wall - offset).replace(tzinfo=UTC), zone) == wall
    )
    if there:
        return there[0]
    shifted = sorted((wall - offset).replace(tzinfo=UTC) for offset in offsets(zone, day))
    on_the_day = [moment for moment in shifted if local(moment, zone).date() == day]
    return on_the_day[-1] if on_the_day else None


def changes(zone, year):
    """The days of a year on which the zone's clock changes, and one on which it does not."""
    found = [date(year, 6, 15)]
    for n in range(366):
        day = date(year, 1, 1) + n * DAY
        if len(offsets_of_day(zone, day)) > 1:
            found.append(day)
    return found


def offsets_of_day(zone, day):
    ends = (day - DAY, day, day + DAY)
    return {datetime.combine(d, time(12), tzinfo=zone).utcoffset() for d in ends}


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_every_zone_follows_the_rule_on_every_day_its_clock_changes(year):
    """The rule: the first of two, later over a gap, earlier at the day's end. Every zone."""
    wrong, checked = [], 0
    for name in all_zones():
        zone = ZoneInfo(name)
        for day in changes(zone, year):
            for at in TIMES:
                checked += 1
                if instant(day, at, zone) != rule(day, at, zone):
                    wrong.append((name, day, at))
    assert wrong == []
    assert checked > len(all_zones()) * len(TIMES)


def test_every_day_of_a_year_has_one_post_at_the_local_time():
    """A year of posts in zones of every kind: no day without, none with two, none an hour off."""
    for name in ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu",
                 "America/Phoenix", "Pacific/Apia", "Africa/Casablanca"):  # fmt: skip
        zone = ZoneInfo(name)
        schedule = replace(NINE, zone=name, days=EVERY_DAY, holidays="")
        found = list(islice(posts(schedule, None, SUNDAY), 366))
        days = [day for day, _ in found]
        assert days == [days[0] + n * DAY for n in range(366)]
        for day, at in found:
            shown = datetime.fromtimestamp(at, zone)
            assert (shown.date(), shown.hour, shown.minute) == (day, 9, 0)


def test_in_the_hour_that_happens_twice_the_first_counts():
    moment = instant(date(2026, 11, 1), time(1, 30), NEW_YORK)
    assert moment == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_time_that_does_not_exist_moves_forward():
    moment = instant(date(2026, 3, 8), time(2, 30), NEW_YORK)
    assert str(local(moment, NEW_YORK)) == "2026-03-08 03:30:00"


def test_a_gap_at_the_end_of_the_day_moves_backward():
    nuuk = ZoneInfo("America/Nuuk")
    moment = instant(date(2024, 3, 30), time(23, 30), nuuk)
    assert str(local(moment, nuuk)) == "2024-03-30 22:30:00"


def test_a_day_that_a_zone_left_out_has_no_post():
    apia = ZoneInfo("Pacific/Apia")
    assert instant(date(2011, 12, 30), time(9), apia) is None
    before = datetime(2011, 12, 29, 20, tzinfo=UTC).timestamp()
    schedule = replace(NINE, zone="Pacific/Apia", days=EVERY_DAY, holidays="")
    assert [d.day for d, _ in islice(posts(schedule, date(2011, 12, 28), before), 2)] == [31, 1]


def test_the_leap_day_is_a_day_like_any_other():
    late = datetime(2028, 2, 28, 20, tzinfo=UTC).timestamp()
    assert next_post(NINE, None, late)[0] == date(2028, 2, 29)


def test_thanksgiving_is_left_out_and_the_friday_is_not():
    days = [day for day, _ in islice(posts(NINE, None, SUNDAY), 4)]
    assert days == [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27)]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 7, 3), "Independence Day (observed)"),  # the 4th is a Saturday
        (date(2027, 7, 5), "Independence Day (observed)"),  # the 4th is a Sunday
        (date(2027, 12, 31), "New Year's Day (observed)"),  # of the year after
        (date(2026, 11, 24), ""),
    ],
)
def test_a_holiday_on_a_weekend_is_kept_on_the_working_day_beside_it(day, name):
    assert holiday_name("US", day) == name
    assert is_open(NINE, day) is (not name)


def test_states_have_holidays_of_their_own():
    chavez = date(2026, 3, 31)
    assert is_open(NINE, chavez)
    assert not is_open(replace(NINE, holidays="US-CA"), chavez)
    assert knows_holidays("US-CA")
    assert not knows_holidays("US-XX")
    assert not knows_holidays("")


def test_a_place_that_is_on_file_no_more_stops_nothing():
    assert next_post(replace(NINE, holidays="ZZ-1"), None, SUNDAY)[0] == date(2026, 11, 23)


def test_days_of_ones_own_are_left_out():
    closed = replace(NINE, closed=frozenset({date(2026, 11, 23), date(2026, 11, 24)}))
    assert next_post(closed, None, SUNDAY)[0] == date(2026, 11, 25)


def test_a_pause_ends_on_its_day():
    paused = replace(NINE, not_before=date(2026, 12, 9))
    assert next_post(paused, None, SUNDAY)[0] == date(2026, 12, 9)


def test_a_day_that_had_its_post_is_over():
    assert next_post(NINE, date(2026, 11, 23), SUNDAY)[0] == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("zone", "at", "days", "shown"),
    [
        # There it is still Friday evening when in London it is Saturday.
        ("Pacific/Honolulu", time(23, 30), {4}, datetime(2026, 11, 28, 9, 30, tzinfo=UTC)),
        # There it is Monday morning already when in London it is Sunday evening.
        ("Australia/Brisbane", time(7), {0}, datetime(2026, 11, 22, 21, tzinfo=UTC)),
        ("Pacific/Kiritimati", time(0, 5), {1}, datetime(2026, 11, 23, 10, 5, tzinfo=UTC)),
    ],
)
def test_days_of_the_week_are_the_channels_own(zone, at, days, shown):
    schedule = replace(NINE, zone=zone, at=at, days=frozenset(days), holidays="")
    assert next_post(schedule, None, SUNDAY)[1] == shown.timestamp()


def test_where_no_day_is_left_there_is_no_post():
    assert next_post(replace(NINE, days=frozenset()), None, SUNDAY) is None
    assert next_post(replace(NINE, zone="Mars/Olympus"), None, SUNDAY) is None
    assert next_post(replace(NINE, not_before=date.max, days=frozenset({0})), None, SUNDAY) is None


def test_zone_rules_that_changed_move_the_next_post_only():
    """Samoa gave up summer time in 2021: the same words mean another moment afterwards."""
    apia = ZoneInfo("Pacific/Apia")
    before = instant(date(2021, 1, 15), time(9), apia)
    after = instant(date(2022, 1, 15), time(9), apia)
    assert (before.hour, after.hour) == (19, 20)
