"""Orders in words, and one clear sentence for what cannot be read."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.daily.orders import zones
from bot.daily.orders.date_parser import clock_words, day_words, days_words
from bot.daily.orders.order_types import Close, Form, Help, Off, Pause, Preview, Resume, Set, Status
from bot.daily.orders.orders_parser import parse
from bot.handlers.daily_post import EVERY_DAY, WORKDAYS
from bot.handlers.errors import UserFacingError

SUNDAY = date(2026, 11, 22)
MWF = frozenset({0, 2, 4})


def days_from(first, count):
    return frozenset(first + timedelta(days=n) for n in range(count))


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
        (
            "closed Thursday, November 26, 2026, December 24",
            Close(frozenset({date(2026, 11, 26), date(2026, 12, 24)})),
        ),
        ("pause until Monday, November 30, 2026", Pause(date(2026, 11, 30))),
        ("closed 24 December, 12/31", Close(frozenset({date(2026, 12, 24), date(2026, 12, 31)}))),
        ("open 2026-12-24", Close(remove=frozenset({date(2026, 12, 24)}))),
        ("closed none", Close(clear=True)),
        # As people in a hurry type.
        ("9am weekdays", Set(at=time(9), days=WORKDAYS)),
        ("9 am", Set(at=time(9))),
        ("0900", Set(at=time(9))),
        ("1430 weekdays", Set(at=time(14, 30), days=WORKDAYS)),
        ("7:30a, business days", Set(at=time(7, 30), days=WORKDAYS)),
        ("12 noon", Set(at=time(12))),
        ("nine o'clock", Set(at=time(9))),
        ("3 in the afternoon", Set(at=time(15))),
        ("９：００ weekdays", Set(at=time(9), days=WORKDAYS)),
        ("“9:00 weekdays”!!", Set(at=time(9), days=WORKDAYS)),
        ("please set the daily post to 9 am on weekdays, thanks", Set(time(9), WORKDAYS)),
        ("change the time to 10:00", Set(at=time(10))),
        ("M-F 8:30", Set(at=time(8, 30), days=WORKDAYS)),
        ("MWF 9", Set(at=time(9), days=MWF)),
        ("Monday/Wednesday/Friday 9", Set(at=time(9), days=MWF)),
        ("mon-wed-fri 9", Set(at=time(9), days=MWF)),
        ("t/th 9", Set(at=time(9), days=frozenset({1, 3}))),
        ("tuesday thursday 8", Set(at=time(8), days=frozenset({1, 3}))),
        ("set the daily post to 9 am", Set(at=time(9))),
        ("the daily post", Form()),
        ("M–Th 8am, no tuesdays", Set(at=time(8), days=frozenset({0, 2, 3}))),
        (
            "9am mon-fri est, start with tenet 3, skip texas holidays, starting jan 4",
            Set(
                time(9),
                WORKDAYS,
                "America/New_York",
                "US-TX",
                "tenet",
                3,
                starts=date(2027, 1, 4),
            ),
        ),
        ("tue & thu @ 9am", Set(at=time(9), days=frozenset({1, 3}))),
        ("every tuesday 10:00", Set(at=time(10), days=frozenset({1}))),
        ("weekly", Set(days=frozenset({0}))),
        ("once a week on tuesday at 9", Set(at=time(9), days=frozenset({1}))),
        ("every morning at 8", Set(at=time(8), days=EVERY_DAY)),
        ("weekdays except friday", Set(days=frozenset({0, 1, 2, 3}))),
        ("every day but sundays at 9", Set(at=time(9), days=EVERY_DAY - {6})),
        ("between monday and friday 9", Set(at=time(9), days=WORKDAYS)),
        ("EST", Set(zone="America/New_York")),
        ("9:00 Eastern Standard Time", Set(at=time(9), zone="America/New_York")),
        ("Pacific time", Set(zone="America/Los_Angeles")),
        ("9 america/new york weekdays", Set(time(9), WORKDAYS, "America/New_York")),
        ("9:00 chicago", Set(at=time(9), zone="America/Chicago")),
        ("timezone nyc", Set(zone="America/New_York")),
        ("9am weekdays Salt Lake City", Set(time(9), WORKDAYS, "America/Denver")),
        ("weekdays at 9 skip texas holidays", Set(time(9), WORKDAYS, holidays="US-TX")),
        ("skip the federal holidays", Set(holidays="US")),
        ("9:00 weekdays starting dec 1", Set(time(9), WORKDAYS, starts=date(2026, 12, 1))),
        ("start monday at 9", Set(at=time(9), starts=date(2026, 11, 23))),
        ("from monday to friday at 9", Set(at=time(9), days=WORKDAYS)),
        ("begin with tenet five", Set(style="tenet", tenet=5)),
        ("tenet #5 on fridays", Set(days=frozenset({4}), style="tenet", tenet=5)),
        ("case of the week fridays at 3pm", Set(time(15), frozenset({4}), style="case")),
        ("daily off", Off()),
        ("turn it off please", Off()),
        ("resume now", Resume()),
        ("please pause now", Pause(None)),
        ("please pause the daily post until monday", Pause(date(2026, 11, 23))),
        ("could you skip tomorrow, thanks", Close(frozenset({date(2026, 11, 23)}))),
        ("stop", Off()),
        ("test", Preview()),
        ("post now", Preview()),
        ("start", Resume()),
        ("what's next", Status()),
        ("?", Help()),
        ("pause till next monday", Pause(date(2026, 11, 23))),
        ("pause for a week", Pause(date(2026, 11, 29))),
        ("hold for two weeks", Pause(date(2026, 12, 6))),
        ("pause this week", Pause(date(2026, 11, 23))),
        ("pause through friday", Pause(date(2026, 11, 28))),
        ("pause until January", Pause(date(2027, 1, 1))),
        ("pause until the end of the year", Pause(date(2027, 1, 1))),
        ("pause until after thanksgiving", Pause(date(2026, 11, 27))),
        ("pause until further notice", Pause(None)),
        ("off until jan 3", Pause(date(2027, 1, 3))),
        ("resume on monday", Pause(date(2026, 11, 23))),
        ("skip july 4", Close(frozenset({date(2027, 7, 4)}))),
        ("no post on the 4th of July", Close(frozenset({date(2027, 7, 4)}))),
        ("skip tomorrow", Close(frozenset({date(2026, 11, 23)}))),
        ("skip christmas", Close(frozenset({date(2026, 12, 25)}))),
        ("skip independence day", Close(frozenset({date(2027, 7, 4)}))),
        ("closed dec 24 and 25", Close(days_from(date(2026, 12, 24), 2))),
        ("closed dec 24-26", Close(days_from(date(2026, 12, 24), 3))),
        ("closed 24-26 december", Close(days_from(date(2026, 12, 24), 3))),
        ("pause from dec 24 to jan 2", Close(days_from(date(2026, 12, 24), 10))),
        ("skip next week", Close(days_from(date(2026, 11, 23), 7))),
        ("pause next week", Close(days_from(date(2026, 11, 23), 7))),
        # In Spanish.
        ("todos los días a las 9", Set(at=time(9), days=EVERY_DAY)),
        ("de lunes a viernes a las 9 de la mañana", Set(at=time(9), days=WORKDAYS)),
        ("martes y jueves 10:00", Set(at=time(10), days=frozenset({1, 3}))),
        ("días laborables a las 3 de la tarde", Set(at=time(15), days=WORKDAYS)),
        ("pausa hasta el lunes", Pause(date(2026, 11, 23))),
        ("reanudar", Resume()),
        ("apagar", Off()),
        ("ayuda", Help()),
        ("estado", Status()),
        ("cerrado 24 diciembre", Close(frozenset({date(2026, 12, 24)}))),
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
            "“feb 30” is not a day in the calendar. Did you mean Sunday, February 28, 2027?",
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
        ("24:00", "“24:00” is not a time of day. Did you mean 12:00 a.m.?"),
        ("2560 weekdays", "“2560” is not a time of day. Did you mean 11:59 p.m.?"),
        ("Febuary 3", "“febuary” is not a month. Did you mean February?"),
        ("July 4", "“july 4” is a day: say what shall happen on it. Did you mean closed july 4?"),
        ("9:00 weekdays except july 4", "Did you mean closed july 4?"),
        ("2/30", "“2/30” is not a day in the calendar. Did you mean Sunday, February 28, 2027?"),
        ("9am and 3pm", "names two times, and I post once a day. Did you mean 9:00 a.m.?"),
        ("twice a day", "is no rhythm of mine: once a day or once a week."),
        ("every 2 hours", "“every 2 hours” is no rhythm of mine"),
        ("every other monday", "Did you mean weekly Monday?"),
        ("skip mondays", "“mondays” comes every week: name the days that remain."),
        ("not on fridays", "comes every week: name the days that remain."),
        ("except friday", "leaves open which days remain. Did you mean weekdays except Friday?"),
        ("weekdays except weekdays", "leaves no day."),
        ("pause monday", "“pause monday” can mean “skip monday” too."),
        ("closed dec 24 to dec 24 2028", "is not between 1 and 100 days."),
        ("closed december", "“december” is not a day I can read."),
        ("9:00 utc+2", "“utc+2” knows no summer time: name a city. Did you mean in Chicago?"),
        ("9:00 pacfic", "Did you mean Pacific?"),
        ("9:00 in general", "“general” is not a time zone I know."),
        ("9:00 #general", "“#general” is a channel I cannot read: say it in that channel"),
        ("9:00 starting 2030-01-01", "is more than two years away."),
        ("hi", "says nothing that I can set. Did you mean 9:00 weekdays?"),
        ("cancel", "Did you mean off?"),
        ("wensday 9", "Did you mean Wednesday?"),
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
    "12 case weekly , / 2026-02-29 every day utc on skip 0 13 99999 next # except starting from "
    "resume through the a for week this month end of december christmas texas lunes a y hasta "
    'utc+2 america/new york 0900 25 25:30 ² ٣ in tenet #5 m-f t/th & @ " not no open 4th july',
)


def answered(said):
    """An order, or one sentence of a length people read."""
    try:
        order = parse(said, SUNDAY)
    except UserFacingError as refused:
        return 0 < len(str(refused)) < 350
    if isinstance(order, Pause) and order.until:
        return SUNDAY < order.until < date(2029, 1, 1)
    return order is not None


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
    assert day_words(SUNDAY) == "Sunday, November 22, 2026"
    assert days_words(MWF) == "every Monday, Wednesday and Friday"
    assert days_words(frozenset({5, 6})) == "every Saturday and Sunday"
