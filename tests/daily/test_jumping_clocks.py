"""The database's clock jumps: nothing is posted twice, and nothing is missed in silence."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from bot.daily.posting.worker import planning
from bot.handlers.daily_post import Unsure, post_key
from bot.store import Store
from tests.daily.posting import CHANNEL, QUICK, Board, Office, due, eventually

HOUR, DAY = 3600.0, 86_400.0
# In PostgreSQL our own function of that name is found first, and adds the shift.
SHIFTED = (
    "CREATE SCHEMA shifted",
    "CREATE TABLE shifted.clock (seconds DOUBLE PRECISION)",
    "INSERT INTO shifted.clock VALUES (0)",
    """CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.clock_timestamp() + seconds * interval ''1 second'' FROM shifted.clock'""",
)
# 1 January 1970, as SQLite counts days.
EPOCH = 2440587.5


@dataclass
class Clock:
    """The database's own clock, with a hand on it."""

    store: Store
    seconds: float = 0.0

    async def install(self):
        database = self.store._database
        if database.is_sqlite:
            for engine in (database.writer, database.reader):
                event.listen(engine.sync_engine, "connect", self._connected)
        else:
            async with database.write() as connection:
                for statement in SHIFTED:
                    await connection.execute(text(statement))
                name = (await connection.execute(text("SELECT current_database()"))).scalar()
                path = "shifted, pg_catalog, public"
                await connection.execute(text(f"ALTER DATABASE {name} SET search_path = {path}"))
        await database.close()

    def _connected(self, connection, _record):
        connection.create_function("julianday", 1, self._julian)

    def _julian(self, _when):
        return EPOCH + (time.time() + self.seconds) / DAY

    async def jump(self, seconds):
        """From now on it shows so much more than the right time."""
        self.seconds = seconds
        database = self.store._database
        if not database.is_sqlite:
            async with database.write() as connection:
                await connection.execute(
                    text("UPDATE shifted.clock SET seconds = :s"), {"s": seconds}
                )


@pytest.fixture
async def hand(store):
    clock = Clock(store)
    await clock.install()
    return clock


async def a_while():
    """Long enough for several rounds of a worker."""
    await asyncio.sleep(0.4)


async def states(store, channel=CHANNEL):
    return [(d.local_date, d.state) for d in await store.deliveries.recent(channel, 9)]


async def test_the_hand_moves_the_databases_clock(store, hand):
    before = (await store.schedules.wake()).now
    await hand.jump(DAY)
    assert (await store.schedules.wake()).now == pytest.approx(before + DAY, abs=5)


async def test_an_hour_back_in_the_middle_posts_nothing_twice_and_loses_nothing(store, hand):
    channels = [f"slack:T1:C{n}" for n in range(30)]
    await due(store, *channels)
    office = Office(store, Board(delay=0.05, next_outcomes=[Unsure("lost")] * 3))
    office.worker.start()

    async def some():
        return len(office.board.posts) >= 5

    await eventually(some)
    await hand.jump(-HOUR)
    await a_while()
    await hand.jump(0)

    async def all_of_them():
        return len(office.board.posts) >= 30 and (await store.schedules.wake()).send_at is None

    await eventually(all_of_them)
    await office.worker.stop()
    assert len(office.board.posts) == len(set(office.board.posts)) == 30
    assert office.board.looked >= 3


async def test_when_the_hour_comes_again_the_post_does_not(store, hand):
    day = await due(store)
    office = Office(store)
    await office.until("sent")
    again = Office(store, office.board)
    again.worker.start()
    for shown in (-HOUR, -60.0, 0.0):
        await hand.jump(shown)
        again.worker.nudge()
        await a_while()
    await again.worker.stop()
    assert office.board.posts == [(CHANNEL, post_key(CHANNEL, day))]


async def test_a_day_ahead_and_back_again_posts_each_day_once(store, hand):
    day = await due(store)
    office = Office(store)
    await office.until("sent")
    again = Office(store, office.board)
    again.worker.start()
    await hand.jump(DAY)
    again.worker.nudge()

    async def tomorrow_too():
        return len(office.board.posts) == 2

    await eventually(tomorrow_too)
    await hand.jump(0)
    again.worker.nudge()
    await a_while()
    await again.worker.stop()
    tomorrow = day + timedelta(days=1)
    assert office.board.posts == [(CHANNEL, post_key(CHANNEL, d)) for d in (day, tomorrow)]
    assert await states(store) == [(tomorrow, "sent"), (day, "sent")]
    # Tomorrow's post was made too early; the day after comes at its time.
    assert (await store.schedules.get(CHANNEL)).next_date == day + timedelta(days=2)


async def test_days_the_clock_jumped_over_are_recorded_and_counted(store, hand):
    day = await due(store)
    await hand.jump(3 * DAY)
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


async def test_turns_promised_by_a_wrong_clock_hold_nobody_up(store, hand):
    """The pace of a workspace is kept in the database; a day ahead, it would stop it for a day."""
    slow = planning(replace(QUICK, rates={"slack": 2.0}))
    await due(store, "slack:T1:C1", "slack:T1:C2", ago=-DAY)
    await hand.jump(DAY)
    assert len(await store.schedules.plan(slow, 10)) == 2
    await hand.jump(0)
    await due(store, "slack:T1:C8", "slack:T1:C9")
    await store.schedules.plan(slow, 10)
    now = (await store.schedules.wake()).now
    for channel in ("slack:T1:C8", "slack:T1:C9"):
        (planned,) = await store.deliveries.recent(channel, 1)
        assert planned.run_at < now + 5


async def test_a_claim_from_before_the_jump_is_still_in_doubt_after_it(store, hand):
    day = await due(store)
    await store.schedules.plan(planning(QUICK), 10)
    await store.deliveries.claim("dead", ["slack"], 1, lease=1.0)
    await hand.jump(-HOUR)
    assert await store.deliveries.claim("other", ["slack"], 1, lease=1.0) == []
    await hand.jump(HOUR / 10)
    board = Board(posts=[(CHANNEL, post_key(CHANNEL, day))])
    await Office(store, board).until("sent")
    assert (len(board.posts), board.looked) == (1, 1)
