"""A platform of our own, in memory: what was posted, and what happens to the next posts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.handlers.posting import Absent, Sent


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
    """A `Watching` that remembers."""

    outcomes: list[str] = field(default_factory=list)
    incidents: list[BaseException] = field(default_factory=list)

    def daily(self, platform, outcome):
        self.outcomes.append(outcome)

    def limited(self, platform):
        self.outcomes.append("limited")

    def incident(self, platform, error):
        self.incidents.append(error)
        return "test0001"
