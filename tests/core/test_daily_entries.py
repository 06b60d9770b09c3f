"""Which tenet belongs to which day: in order, on weekdays, for a year without a repeat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.handlers.daily_entries import FIRST_DAY, entry_for, entry_named, entry_number

A_YEAR_OF_WORK = 264  # twelve tenets, 22 entries each


def working_days(start: date, count: int) -> list[date]:
    days = (start + timedelta(days=n) for n in range(2 * count))
    return [day for day in days if day.weekday() < 5][:count]


@pytest.mark.parametrize("start", [FIRST_DAY, date(2026, 11, 23), date(2028, 2, 29)])
def test_264_working_days_do_not_repeat(guide, start):
    library = guide.library
    entries = [entry_for(library, day) for day in working_days(start, A_YEAR_OF_WORK)]
    assert len({entry.id for entry in entries}) == A_YEAR_OF_WORK
    assert len({entry.text for entry in entries}) == A_YEAR_OF_WORK


def test_the_tenets_come_in_order_with_nothing_left_out(guide):
    days = working_days(date(2026, 11, 23), 48)
    tenets = [entry_for(guide.library, day).tenet for day in days]
    first = tenets[0]
    assert tenets == [(first - 1 + n) % 12 + 1 for n in range(48)]


def test_the_first_day_is_the_first_tenet_and_its_first_entry(guide):
    entry = entry_for(guide.library, FIRST_DAY)
    assert FIRST_DAY.weekday() == 0
    assert entry == guide.library.daily[1][0] == entry_number(guide.library, 0)
    assert entry_number(guide.library, 12) == guide.library.daily[1][1]


def test_a_weekend_has_an_entry_too(guide):
    """Whoever asks on a Saturday gets an answer: still Friday's."""
    friday, saturday, sunday, monday = (date(2026, 11, 20) + timedelta(days=n) for n in range(4))
    library = guide.library
    assert entry_for(library, friday) == entry_for(library, saturday)
    assert entry_for(library, saturday) == entry_for(library, sunday)
    assert entry_for(library, sunday) != entry_for(library, monday)


def test_days_before_the_count_have_entries_as_well(guide):
    entries = [entry_for(guide.library, FIRST_DAY - timedelta(days=n)) for n in range(1, 400)]
    assert {entry.tenet for entry in entries} == set(range(1, 13))


def test_an_entry_is_found_by_its_name(guide):
    entry = guide.library.daily[7][3]
    assert entry_named(guide.library, entry.id) == entry
    with pytest.raises(KeyError):
        entry_named(guide.library, "no such entry")


def test_every_tenet_has_enough_to_think_about(guide):
    daily = guide.library.daily
    assert sorted(daily) == list(range(1, 13))
    assert min(len(entries) for entries in daily.values()) >= A_YEAR_OF_WORK // 12
