"""Orders in words, and one clear sentence for what cannot be read."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.daily import zones
from bot.daily.dates import clock_words, day_words, days_words
from bot.daily.orders import Close, Off, Pause, Preview, Resume, Set, Status
from bot.daily.words import parse
from bot.handlers.errors import UserFacingError
from bot.handlers.posting import EVERY_DAY, WORKDAYS

SUNDAY = date(2026, 11, 22)
MWF = frozenset({0, 2, 4})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("9:00 weekdays", Set(at=time(9), days=WORKDAYS)),
        ("Daily 9:00 weekdays", Set(at=time(9), days=WORKDAYS)),
        ("at 9:30 pm every day", Set(at=time(21, 30), days=EVERY_DAY)),
        ("9am mon, wed and fri", Set(at=time(9), days=MWF)),
        ("Monday-Thursday 8.15", Set(at=time(8, 15), days=frozenset({0, 1, 2, 3}))),
        ("friday to monday noon", Set(at=time(12), days=frozenset({4, 5, 6, 0}))),
        ("weekly tuesday 9", Set(at=time(9), days=frozenset({1}))),
        ("tenet of the week", Set(days=frozenset({0}), style="tenet")),
        ("case of the week friday 10:00", Set(at=time(10), days=frozenset({4}), style="case")),
        ("9:00 in Los Angeles weekdays", Set(time(9), WORKDAYS, "America/Los_Angeles")),
        ("9 Eastern time", Set(at=time(9), zone="America/New_York")),
        ("9:00 america/port-au-prince", Set(at=time(9), zone="America/Port-au-Prince")),
        ("9:00 skip holidays US-CA", Set(at=time(9), holidays="US-CA")),
        ("9:00 skip holidays ca", Set(at=time(9), holidays="US-CA")),
        ("skip holidays at 9:00 in chicago", Set(time(9), zone="America/Chicago", holidays="US")),
        ("9:00 even on holidays", Set(at=time(9), holidays="")),
        ("holidays none", Set(holidays="")),
        ("start with tenet 4", Set(style="tenet", tenet=4)),
        ("pause", Pause(None)),
        ("pause until Monday", Pause(date(2026, 11, 23))),
        ("pause until next week.", Pause(date(2026, 11, 23))),
        ("pause until Feb 3", Pause(date(2027, 2, 3))),
        ("pause for 2 weeks", Pause(date(2026, 12, 6))),
        ("resume", Resume()),
        ("OFF", Off()),
        ("status", Status()),
        ("now", Preview()),
        ("closed 24 December, 12/31", Close(frozenset({date(2026, 12, 24), date(2026, 12, 31)}))),
        ("open 2026-12-24", Close(remove=frozenset({date(2026, 12, 24)}))),
        ("closed none", Close(clear=True)),
    ],
)
def test_what_is_said_is_what_is_meant(said, meant):
    assert parse(said, SUNDAY) == meant


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("25:30 weekdays", "“25:30” is not a time of day. Did you mean 11:30 p.m.?"),
        ("9:75", "“9:75” is not a time of day. Did you mean 9:59 a.m.?"),
        ("14 am", "“14am” is not a time of day. Did you mean 12:00 a.m.?"),
        ("pause until 3 Febuary", "“febuary” is not a month. Did you mean February?"),
        (
            "pause until Feb 30",
            "“feb 30” is not a day in the calendar. Did you mean Sunday 28 February 2027?",
        ),
        ("9:00 Mondy", "“mondy” is nothing I can set. Did you mean Monday?"),
        (
            "9:00 Amerika/New_York",
            "“amerika/new_york” is not a time zone I know. Did you mean America/New_York?",
        ),
        (
            "9:00 in Chicgo",
            "“chicgo” is not a time zone I know. Did you mean America/Chicago?",
        ),
        ("from tenet 13", "“tenet 13” is not one of the twelve. Did you mean tenet 12?"),
        ("holidays us-xx", "whose holidays I know. Did you mean US-"),
        ("9:00 9:30", "names two times"),
        ("pause until today", "is not in the future. Did you mean tomorrow?"),
        ("closed", "names no day"),
        ("x" * 400, "too long"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence_and_the_nearest_right_value(said, answer):
    with pytest.raises(UserFacingError) as refused:
        parse(said, SUNDAY)
    assert answer in str(refused.value)


ITS_OWN_WORDS = re.findall(
    r"\S+",
    "9:00 24:00 12am pause until closed monday fri-mon in America/ holidays none - 31 feb tenet "
    "12 case weekly , / 2026-02-29 every day utc on skip 0 13 99999 next",
)


def answered(said):
    """An order, or one sentence of a length people read."""
    try:
        return parse(said, SUNDAY) is not None
    except UserFacingError as refused:
        return 0 < len(str(refused)) < 300


@given(st.text(max_size=120))
@settings(max_examples=400, deadline=None)
def test_nothing_a_person_can_type_breaks_it(said):
    assert answered(said)


@given(st.lists(st.sampled_from(ITS_OWN_WORDS), max_size=7))
@settings(max_examples=400, deadline=None)
def test_nothing_made_of_its_own_words_breaks_it(said):
    assert answered(" ".join(said))


def test_zones_are_offered_while_somebody_types():
    assert zones.zones_like("", 3) == ["America/New_York", "America/Chicago", "America/Denver"]
    assert "Europe/Berlin" in zones.zones_like("berl", 25)
    assert zones.zones_like("chicgo", 25) == ["America/Chicago"]
    assert zones.zones_like("pacific", 1) == ["America/Los_Angeles"]
    assert len(zones.zones_like("a", 25)) == 25


def test_days_and_times_are_said_as_people_say_them():
    assert clock_words(time(0, 5)) == "12:05 a.m."
    assert clock_words(time(12)) == "12:00 p.m."
    assert day_words(SUNDAY) == "Sunday 22 November 2026"
    assert days_words(MWF) == "every Monday, Wednesday and Friday"
    assert days_words(frozenset({5, 6})) == "every Saturday and Sunday"
