"""The clock jumps: nothing is posted twice, and nothing is missed in silence."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.daily.posting.worker import planning
from bot.handlers.daily_post import Unsure, post_key
from tests.support.daily_posting import CHANNEL, QUICK, Board, Office, due, eventually

HOUR, DAY = 3600.0, 86_400.0


async def a_while():
    """Long enough for several rounds of a worker."""
    await asyncio.sleep(0.4)


async def states(store, channel=CHANNEL):
    return [(d.local_date, d.state) for d in await store.deliveries.recent(channel, 9)]


async def test_the_clock_moves_the_databases_time(store):
    before = (await store.schedules.wake()).now
    store.clock.ahead = DAY
    assert (await store.schedules.wake()).now == pytest.approx(before + DAY, abs=5)


async def test_an_hour_back_in_the_middle_posts_nothing_twice_and_loses_nothing(store):
    channels = [f"slack:T1:C{n}" for n in range(30)]
    await due(store, *channels)
    office = Office(store, Board(delay=0.05, next_outcomes=[Unsure("lost")] * 3))
    office.worker.start()

    async def some():
        return len(office.board.posts) >= 5

    await eventually(some)
    store.clock.ahead = -HOUR
    await a_while()
    store.clock.ahead = 0

    async def all_of_them():
        return len(office.board.posts) >= 30 and (await store.schedules.wake()).send_at is None

    await eventually(all_of_them)
    await office.worker.stop()
    assert len(office.board.posts) == len(set(office.board.posts)) == 30
    assert office.board.looked >= 3


async def test_when_the_hour_comes_again_the_post_does_not(store):
    day = await due(store)
    office = Office(store)
    await office.until("sent")
    again = Office(store, office.board)
    again.worker.start()
    for shown in (-HOUR, -60.0, 0.0):
        store.clock.ahead = shown
        again.worker.nudge()
        await a_while()
    await again.worker.stop()
    assert office.board.posts == [(CHANNEL, post_key(CHANNEL, day))]


async def test_a_day_ahead_and_back_again_posts_each_day_once(store):
    day = await due(store)
    office = Office(store)
    await office.until("sent")
    again = Office(store, office.board)
    again.worker.start()
    store.clock.ahead = DAY
    again.worker.nudge()

    async def tomorrow_too():
        return len(office.board.posts) == 2

    await eventually(tomorrow_too)
    store.clock.ahead = 0
    again.worker.nudge()
    await a_while()
    await again.worker.stop()
    tomorrow = day + timedelta(days=1)
    assert office.board.posts == [(CHANNEL, post_key(CHANNEL, d)) for d in (day, tomorrow)]
    assert await states(store) == [(tomorrow, "sent"), (day, "sent")]
    # Tomorrow's post was made too early; the day after comes at its time.
    assert (await store.schedules.get(CHANNEL)).next_date == day + timedelta(days=2)


async def test_days_the_clock_jumped_over_are_recorded_and_counted(store):
    day = await due(store)
    store.clock.ahead = 3 * DAY
    office = Office(store)
    office.worker.start()

    async def caught_up():
        return len(office.board.posts) == 1

    await eventually(caught_up)
    await office.worker.stop()
    found = await states(store)
    assert found == [
        (day + timedelta(days=3), "sent"),
        *((day + timedelta(days=n), "skipped") for n in (2, 1, 0)),
    ]
    assert office.watched.outcomes.count("skipped") == 3


async def test_turns_promised_by_a_wrong_clock_hold_nobody_up(store):
    """The pace of a workspace is kept in the database; a day ahead, it would stop it for a day."""
    slow = planning(replace(QUICK, rates={"slack": 2.0}))
    await due(store, "slack:T1:C1", "slack:T1:C2", ago=-DAY)
    store.clock.ahead = DAY
    assert len(await store.schedules.plan(slow, 10)) == 2
    store.clock.ahead = 0
    await due(store, "slack:T1:C8", "slack:T1:C9")
    await store.schedules.plan(slow, 10)
    now = (await store.schedules.wake()).now
    for channel in ("slack:T1:C8", "slack:T1:C9"):
        (planned,) = await store.deliveries.recent(channel, 1)
        assert planned.run_at < now + 5


async def test_a_claim_from_before_the_jump_is_still_in_doubt_after_it(store):
    day = await due(store)
    await store.schedules.plan(planning(QUICK), 10)
    await store.deliveries.claim("dead", ["slack"], 1, lease=1.0)
    store.clock.ahead = -HOUR
    assert await store.deliveries.claim("other", ["slack"], 1, lease=1.0) == []
    store.clock.ahead = HOUR / 10
    board = Board(posts=[(CHANNEL, post_key(CHANNEL, day))])
    await Office(store, board).until("sent")
    assert (len(board.posts), board.looked) == (1, 1)
