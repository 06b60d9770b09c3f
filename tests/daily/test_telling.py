"""What an administrator is told is the truth, in local words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

import pytest

from bot.cli import daily_orders
from bot.daily import status_replies
from bot.daily.orders.order_types import Set
from bot.daily.posting.content import position_of, post_for, tenet_at
from bot.daily.service import _changed, _read
from bot.daily.wiring import daily_post
from bot.handlers.daily_post import Asker, Filled, Schedule
from bot.handlers.errors import UserFacingError
from bot.handlers.library import TENET_COUNT, Library
from bot.handlers.messages import Choices, plain_text
from bot.knowledge.loading import load
from bot.knowledge.sources import shipped_folder
from bot.store import Clock
from bot.store.rows import Delivery
from tests.support.daily_posting import Watched

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 14, tzinfo=UTC).timestamp()
SCHEDULE = Schedule(
    "slack:T1:C1", "America/New_York", time(9), next_date=DAY, next_at=AT, set_by="U1"
)


def delivery(day, state, attempts=1, error="", settled=None):
    return Delivery(
        "slack:T1:C1", day, "slack:T1", AT - 86_400, AT, "tenet", 0, state, attempts, AT, "", AT,
        settled, "m1", error,
    )  # fmt: skip


def status(*recent, now=AT - 3600, **more):
    return plain_text(status_replies.status(replace(SCHEDULE, **more), recent, now))


def test_the_last_post_is_told_with_its_local_time():
    sent = delivery(date(2026, 11, 20), "sent", settled=AT - 3 * 86_400 + 4)
    assert "Last posted: Friday, November 20, 2026 at 9:00 a.m." in status(sent)


@pytest.mark.parametrize("at", [time(9), time(15, 30)], ids=["a.m.", "p.m."])
def test_no_sentence_ends_with_two_full_stops(at):
    schedule = replace(SCHEDULE, at=at, holidays="US-CA", closed=frozenset({DAY}))
    due = delivery(DAY, "sending", 1)
    sent = delivery(date(2026, 11, 20), "sent", settled=AT)
    told = [
        status_replies.line(schedule, AT),
        status_replies.line(replace(schedule, problem="It is archived."), AT),
        *(
            plain_text(status_replies.status(schedule, recent, AT))
            for recent in ([sent], [due, sent], [])
        ),
        plain_text(status_replies.saved(status_replies.SAVED, schedule)),
    ]
    with pytest.raises(UserFacingError) as unclear:
        _read(Filled(at="25:30", zone="UTC", days=frozenset({0})))
    for text in (*told, str(unclear.value)):
        assert ".." not in text
    assert status_replies.line(schedule, AT).endswith(".m.")


def test_a_post_that_failed_and_is_still_tried_says_how_often_and_why():
    text = status(delivery(DAY, "unsure", 3, "Slack had a fault of its own."))
    assert "tried 3 times, not settled yet because: Slack had a fault of its own." in text
    assert "Nothing has been posted here yet." in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("skipped", "Not posted. The guide was not running"),
        ("failed", "Failed. The guide was not running"),
        ("unknown", "May not have been posted. The guide"),
    ],
)
def test_a_missed_day_is_told_until_the_next_post_arrives(state, said):
    missed = delivery(date(2026, 11, 20), state, error="The guide was not running.")
    assert f"Friday, November 20, 2026: {said}" in status(missed)
    assert "was not running" not in status(delivery(DAY, "sent", settled=AT), missed)


def test_the_day_told_is_the_day_on_which_it_was_posted():
    """Made up after midnight, it was not posted "on Friday at 1 a.m."."""
    late = delivery(date(2026, 11, 20), "sent", settled=AT - 2 * 86_400 - 8 * 3600)
    assert "Last posted: Saturday, November 21, 2026 at 1:00 a.m." in status(late)


def test_a_post_nobody_takes_up_is_told_and_not_promised_anew():
    """The worker is not running; a status that says all is well would hide it for weeks."""
    text = status(now=AT + 600)
    assert "It was due on Monday, November 23, 2026 at 9:00 a.m. Nothing has been posted" in text
    assert "the bot that posts is not running" in text
    assert "is not running" in status_replies.line(SCHEDULE, AT + 600)
    assert "Nothing has been posted since" not in status(now=AT + 30)


def test_a_post_that_waits_for_its_platform_is_not_called_under_way():
    waiting = delivery(DAY, "waiting", attempts=0)
    assert "under way" in status(waiting, now=AT + 30)
    assert "still waiting: the bot is not connected" in status(waiting, now=AT + 600)


def test_a_schedule_without_a_day_says_so():
    for told in (
        status(next_date=None, next_at=None),
        status_replies.line(replace(SCHEDULE, next_date=None, next_at=None), AT),
    ):
        assert "No day is left on which it could post" in told


def test_the_list_of_channels_says_what_is_stored_and_not_what_the_clock_here_thinks():
    tomorrow = replace(SCHEDULE, next_date=date(2026, 11, 24), next_at=AT + 86_400)
    assert "Next: Tuesday, November 24, 2026 at 9:00 a.m." in status_replies.line(
        tomorrow, AT - 3600
    )


def test_a_stopped_one_says_why_and_promises_nothing():
    text = status(
        state="disabled", next_date=None, next_at=None, problem="The channel is archived. Undo it."
    )
    assert "Stopped: The channel is archived. Undo it." in text
    assert "Next posts" not in text


def test_the_next_three_posts_name_their_tenets_and_explain_the_gap():
    text = status(position=10)
    for line in ("Monday, November 23, 2026 at 9:00 a.m. – Tenet 11", "Tenet 12", "– Tenet 1"):
        assert line in text
    later = status(next_date=date(2026, 11, 25), next_at=AT + 2 * 86_400)
    assert "Left out: Thursday, November 26, 2026, Thanksgiving Day." in later


def test_what_is_not_said_stays_as_it_is():
    old = replace(SCHEDULE, at=time(8, 15), holidays="US-CA", position=15, state="paused")
    new = _changed(old, Set(tenet=2), Asker("slack:T1:C1", "U2"))
    assert (new.at, new.holidays, new.position, new.state, new.set_by) == (
        time(8, 15), "US-CA", 13, "active", "U2",
    )  # fmt: skip


def test_a_start_tenet_keeps_the_round_so_that_reflections_go_on():
    assert [tenet_at(n) for n in (0, 11, 12)] == [1, 12, 1]
    assert position_of(4, 30) == 27


@dataclass(frozen=True)
class Shelf:
    """As much of a guide as posts are made from."""

    library: Library


@pytest.fixture(scope="module")
def shipped():
    """The shipped knowledge, without learning from it."""
    return Shelf(load((shipped_folder(),)).library)


def test_a_working_year_does_not_repeat(shipped):
    """Round after round brings other thoughts: 252 posts, none like another."""
    posts = [plain_text(post_for(shipped, "tenet", n)) for n in range(252)]
    entries = {number: len(found) for number, found in shipped.library.daily.items()}
    if min(entries.values(), default=0) * TENET_COUNT < len(posts):
        pytest.skip(f"the shipped knowledge has too few thoughts yet: {entries}")
    assert len(set(posts)) == len(posts)


def test_every_post_has_its_buttons(shipped):
    for style in ("tenet", "case"):
        reply = post_for(shipped, style, 3)
        labels = [o.label for b in reply.blocks if isinstance(b, Choices) for o in b.options]
        wanted = "How it was resolved" if style == "case" else "Why it matters"
        assert not shipped.library.cases or wanted in labels


async def test_closed_days_that_are_over_make_room_for_new_ones(store, shipped):
    store.clock.ahead = Clock.at(AT).ahead
    service = daily_post(store=store, guide=shipped, observer=Watched()).service
    asker = Asker("slack:T1:C1", "U1")
    await service.say(asker, "9:00 weekdays")
    await service.say(asker, "closed 24 November to 20 February")
    with pytest.raises(UserFacingError, match="more than 100 closed days"):
        await service.say(asker, "closed 1 March to 31 March")
    store.clock.ahead += 100 * 86_400
    await service.say(asker, "closed 10 March to 31 March")
    assert len((await store.schedules.get("slack:T1:C1")).closed) == 22


async def test_the_command_line_says_the_same_words(store, shipped):
    channel = "slack:T1:C1"
    assert "No channel has" in plain_text(await daily_orders.overview(store, shipped))
    told = await daily_orders.say(store, shipped, channel, "9:00 weekdays in Chicago")
    assert "every weekday at 9:00 a.m., America/Chicago time" in plain_text(told)
    listed = plain_text(await daily_orders.overview(store, shipped))
    assert f"{channel}: a tenet every weekday at 9:00 a.m." in listed
    with pytest.raises(UserFacingError, match="is not a channel"):
        await daily_orders.say(store, shipped, "#general", "status")
    with pytest.raises(UserFacingError, match="two years"):
        await daily_orders.say(store, shipped, channel, "pause until 31 December 9000")
    assert (await store.schedules.get(channel)).not_before is None
