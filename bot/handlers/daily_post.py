"""The daily post as the doors see it: what a channel has asked for, and how a post can end.

Everything that decides when and whether to post is in `bot.daily`; a door only sends one post,
looks for one, and says who asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, Protocol

from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Link, Reply

State = Literal["active", "paused", "disabled"]
Style = Literal["tenet", "case"]

WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
DEFAULT_HOLIDAYS = "US"
DEFAULT_AT = time(9)
DEFAULT_ZONE = "America/New_York"
TO_CHANNEL = "Open the channel"


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a channel has asked for, and when it is due next.

    `channel` is `platform:workspace:channel`, as `slack:T1:C2`. `days` counts from Monday, 0.
    `holidays` is a country and, where wanted, a part of it (`US-CA`); empty posts on holidays.
    `position` is the next entry of the endless round. `not_before` is the end of a pause.
    Instants are seconds since 1970.
    """

    channel: str
    zone: str
    at: time
    days: frozenset[int] = WORKDAYS
    holidays: str = DEFAULT_HOLIDAYS
    closed: frozenset[date] = frozenset()
    style: Style = "tenet"
    position: int = 0
    state: State = "active"
    not_before: date | None = None
    next_date: date | None = None
    next_at: float | None = None
    set_by: str = ""
    problem: str = ""

    @property
    def platform(self) -> str:
        """The name of the door that posts here."""
        return self.channel.partition(":")[0]

    @property
    def workspace(self) -> str:
        """The key of the workspace, as in `Workspaces`."""
        return self.channel.rpartition(":")[0]

    @property
    def place(self) -> str:
        """The platform's own id of the channel."""
        return self.channel.rpartition(":")[2]


def with_channel_link(reply: Reply, address: str) -> Reply:
    """The reply with a link to the channel that it is about."""
    return Reply((*reply.blocks, Link(TO_CHANNEL, address)), reply.outcome)


def post_key(channel: str, day: date) -> str:
    """The name of one channel's post of one day: 24 characters, always the same.

    Discord takes 25 as a nonce (discord.com/developers/docs/resources/message).
    """
    return hashlib.sha256(f"{channel} {day.isoformat()}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has the post."""

    message_id: str


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Certainly not posted; the platform may take it after this many seconds."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not posted, and trying again is of no use.

    `advice` tells an admin what to do. `disable`: the channel itself is the cause, so its
    schedule stops until somebody mends it.
    """

    reason: str
    advice: str
    disable: bool = True


@dataclass(frozen=True, slots=True)
class Unsure:
    """The platform may or may not have the post: it must be asked before anything is resent."""

    reason: str


Outcome = Sent | RetryLater | Refused | Unsure


@dataclass(frozen=True, slots=True)
class Absent:
    """The platform was asked, and the post is not there."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The platform could not be asked."""

    reason: str


Finding = Sent | Absent | CannotTell


class Posting(Protocol):
    """How one platform posts. Nothing is raised: every end has a type."""

    async def check(self, schedule: Schedule) -> Refused | None:
        """Whether the channel can be posted in, before it is promised; None where it can."""
        ...

    async def post(self, schedule: Schedule, reply: Reply, key: str) -> Outcome:
        """Post once, carrying `key` so that the post can be found again."""
        ...

    async def find(self, schedule: Schedule, key: str, since: float) -> Finding:
        """Look for the post that carries `key`, first attempted at `since` (database's clock)."""
        ...

    async def tell(self, schedule: Schedule, reply: Reply) -> None:
        """Tell an admin that something is wrong, where the platform allows it."""
        ...


@dataclass(frozen=True, slots=True)
class Asker:
    """Who orders something for which channel, and their own time zone if the platform knows it.

    Whether they may is for the door to check before.
    """

    channel: str
    by: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in."""

    at: str
    zone: str
    days: frozenset[int]
    holidays: str = DEFAULT_HOLIDAYS
    style: Style = "tenet"
    tenet: str = ""


class FieldError(UserFacingError):
    """What is wrong with a form: a sentence for each field of `Filled` that is not right."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class DailyOrders(Protocol):
    """What a door asks about the daily post. Replies are for the administrator alone."""

    async def say(self, asker: Asker, text: str) -> Reply:
        """Do what the words order. Raises `UserFacingError`; nothing is half-saved."""
        ...

    async def submit(self, asker: Asker, filled: Filled) -> Reply:
        """Save a form. Raises `FieldError`, or `UserFacingError` for a channel refused."""
        ...

    def faults(self, filled: Filled) -> dict[str, str]:
        """What is wrong with a form, by field of `Filled`; empty where it can be saved."""
        ...

    async def schedule(self, channel: str) -> Schedule | None:
        """What is set for a channel."""
        ...

    async def overview(self, workspace: str) -> list[tuple[Schedule, str]]:
        """All schedules of a workspace, each with a line about how it stands."""
        ...

    async def page(self, after: str, limit: int) -> list[tuple[Schedule, Reply]]:
        """Schedules of all workspaces, from the one after a channel on, each with its status."""
        ...

    def channel(self, said: str) -> str:
        """The key of a channel from its key or address. Raises `UserFacingError`."""
        ...

    def checks(self, channel: str) -> bool:
        """Whether the channel's platform is set up here, so that the channel can be tried."""
        ...

    def zones(self, typed: str, limit: int) -> list[str]:
        """Time zones to offer while somebody types."""
        ...
