"""A worker on a platform of our own, in memory: what was posted, what happens to the next posts."""

from __future__ import annotations

import asyncio
import time as clock
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from sqlalchemy import insert

from bot.daily.posting.delivery import DeliveryRunner
from bot.daily.posting.local_rate import LocalRate
from bot.daily.posting.timing import Timing
from bot.daily.posting.worker import Worker
from bot.handlers.daily_post import EVERY_DAY, Absent, Schedule, Sent
from bot.handlers.messages import Heading, Reply
from bot.store.rows import row_of
from bot.store.tables import schedules


@dataclass
class Board:
    """A `Posting`. `next_outcomes` are given before posts succeed again."""

    posts: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    looked: int = 0
    next_outcomes: list = field(default_factory=list)
    finding: object = None
    refusal: object = None
    # A post arrives although the outcome says otherwise.
    arrives_anyway: bool = False
    delay: float = 0.0

    async def check(self, schedule):
        return self.refusal

    async def post(self, schedule, reply, key):
        await asyncio.sleep(self.delay)
        outcome = self.next_outcomes.pop(0) if self.next_outcomes else Sent("m1")
        if isinstance(outcome, Sent) or self.arrives_anyway:
            self.posts.append((schedule.channel, key))
        return outcome

    async def find(self, schedule, key, since):
        self.looked += 1
        if self.finding is not None:
            return self.finding
        return Sent("m0") if (schedule.channel, key) in self.posts else Absent()

    async def tell(self, schedule, reply):
        self.told.append(schedule.channel)


@dataclass
class Watched:
    """A `DeliveryObserver` that remembers."""

    outcomes: list[str] = field(default_factory=list)
    overdue: list[float] = field(default_factory=list)
    incidents: list[BaseException] = field(default_factory=list)

    def daily(self, platform, outcome):
        self.outcomes.append(outcome)

    def looked(self, overdue):
        self.overdue.append(overdue)

    def limited(self, platform):
        self.outcomes.append("limited")

    def incident(self, platform, error):
        self.incidents.append(error)
        return "test0001"


QUICK = Timing(
    window=600, lease=3.0, request=0.5, doubt=0.05, longest_doubt=0.1, poll=0.05, pause=0.05,
    finish=2.0, at_once=4, rates={"slack": 10_000.0},
)  # fmt: skip
CHANNEL = "slack:T1:C1"
REPLY = Reply((Heading("Tenet of the day"),), "command")


async def due(store, *channels, ago=0.0, **more):
    """Schedules due at this minute, or some seconds before."""
    moment = datetime.fromtimestamp((clock.time() - ago) // 60 * 60, UTC)
    rows = [
        row_of(
            Schedule(
                channel, "UTC", time(moment.hour, moment.minute), EVERY_DAY, "",
                next_date=moment.date(), next_at=moment.timestamp(), set_by="U1", **more,
            )
        )
        for channel in channels or (CHANNEL,)
    ]  # fmt: skip
    async with store._database.write() as connection:
        await connection.execute(insert(schedules), rows)
    return moment.date()


async def eventually(true):
    """Wait until something is so."""
    async with asyncio.timeout(15):
        while not await true():  # noqa: ASYNC110 - what is waited for is in a database
            await asyncio.sleep(0.02)


class Office:
    """A worker with a board, on a store."""

    def __init__(self, store, board=None, timing=QUICK):
        self.store = store
        self.board = board or Board()
        self.watched = Watched()
        senders = {"slack": self.board}
        self.runner = DeliveryRunner(
            deliveries=store.deliveries, senders=senders, content=lambda _: REPLY,
            observer=self.watched, timing=timing, local_rate=LocalRate(),
        )  # fmt: skip
        self.worker = Worker(
            schedules=store.schedules, deliveries=store.deliveries, senders=senders,
            runner=self.runner, observer=self.watched, timing=timing,
        )  # fmt: skip

    async def until(self, state, channel=CHANNEL):
        """Work until the channel's last delivery is in a state."""
        self.worker.start()

        async def reached():
            found = await self.store.deliveries.recent(channel, 1)
            return bool(found) and found[0].state == state

        await eventually(reached)
        await self.worker.stop()
        return (await self.store.deliveries.recent(channel, 1))[0]
