"""What the doors and the services ask of each other, as small protocols.

A door takes what it needs from here as arguments; `bot.app` decides what stands behind each.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, Protocol, runtime_checkable

from bot.handlers.library import Library
from bot.handlers.messages import Choice, Incoming, Outcome, Reply

Platform = str  # "slack", "discord", "web", "console": the name of the folder under adapters/
# How somebody asked, or what they did with an answer.
TurnKind = Literal[
    "command", "mention", "direct", "form", "shortcut", "page", "button",
    "continue", "share", "copy", "vote", "remove", "forget",
]  # fmt: skip
# What a turn came to: a reply's own outcome, once it is sent; `too_fast` and `error` when that was
# said instead; else why nothing was sent where it was asked.
TurnOutcome = Outcome | Literal["too_fast", "error", "refused", "late", "taken", "unsent"]


class Guidance(Protocol):
    """The core, as a door sees it: text in, meaning out, no waiting."""

    def answer(self, incoming: Incoming) -> Reply:
        """Answer one message or press. Never raises for anything a person can type."""
        ...

    def suggest(self, typed: str, limit: int) -> tuple[Choice, ...]:
        """Topics to offer while somebody types; all of them, in order, for empty text."""
        ...

    def today(self) -> Reply:
        """The tenet of the day with something to think about."""
        ...


class Reading(Guidance, Protocol):
    """The core for a door that also shows everything there is to read."""

    @property
    def library(self) -> Library:
        """What is known now; it may be newer at the next call."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a door can take messages now, and one plain sentence about it."""

    ready: bool
    detail: str


class Door(Protocol):
    """A way in: connects to its platform, takes messages, sends replies."""

    name: Platform

    async def start(self) -> None:
        """Connect. Returns once messages are taken; raises `UserFacingError` when it cannot be."""
        ...

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand, close. Safe to call twice."""
        ...

    def health(self) -> Health:
        """How the door is right now, from memory."""
        ...


class Observer(Protocol):
    """Where doors report what happened. No text, no names: only kinds and durations."""

    def answered(
        self, platform: Platform, kind: TurnKind, outcome: TurnOutcome, seconds: float
    ) -> None:
        """A turn ended this long after its event was received: with its reply sent, or not."""
        ...

    def acked(self, platform: Platform, seconds: float) -> None:
        """The platform got its acknowledgement this long after we got its request."""
        ...

    def limited(self, platform: Platform) -> None:
        """The platform answered 429."""
        ...

    def redelivered(self, platform: Platform) -> None:
        """The same event came a second time and was dropped."""
        ...

    def incident(self, platform: Platform, error: BaseException) -> str:
        """Log the traceback, without any message text, and return the incident id to show."""
        ...


# True for one caller an event, in all replicas; may raise `StoreAwayError`.
Claim = Callable[[str], Awaitable[bool]]


class ConversationMemory(Protocol):
    """What conversations were about last, for a while, in memory only: `Reply.context` by key."""

    def get(self, key: Hashable) -> str | None:
        """What the conversation is about, unless that was long ago."""
        ...

    def put(self, key: Hashable, value: str) -> None:
        """The conversation is now about this."""
        ...

    def drop_where(self, wanted: Callable[[Hashable], bool]) -> None:
        """Forget all conversations whose key is wanted gone."""
        ...


class LocalContacts(Protocol):
    """Whom to ask in a workspace, as its admins have set it."""

    async def of(self, workspace: str) -> str:
        """The contact; empty where none is set or it cannot be read now. Never raises."""
        ...


class Idempotency(Protocol):
    """Remembers keys for a while, shared by all replicas."""

    async def claim(self, key: str, keep: timedelta) -> bool:
        """True for exactly one caller per key within `keep`."""
        ...


@runtime_checkable
class BatchIdempotency(Protocol):
    """A `Idempotency` that can also answer for many keys in one step, as a busy door asks it."""

    async def claim(self, key: str, keep: timedelta) -> bool:
        """True for exactly one caller per key within `keep`."""
        ...

    async def claim_all(self, keys: Sequence[str], keep: timedelta) -> frozenset[str]:
        """Those of the keys, all different, that nobody had before within `keep`."""
        ...


class Votes(Protocol):
    """Helpful or not: an answer's id, the vote and the workspace; once a person; never any text."""

    async def cast(self, workspace: str, voter: str, about: str, *, helpful: bool) -> None:
        """Record or change one person's vote. `voter` is stored only as a salted hash."""
        ...

    async def forget(self, workspace: str, voter: str) -> int:
        """Delete a person's votes; how many there were."""
        ...

    async def held(self, workspace: str, voter: str) -> int:
        """How many votes of this person are kept."""
        ...


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one answer, over all workspaces."""

    about: str
    helpful: int
    unhelpful: int


class VoteCounts(Protocol):
    """All votes, counted."""

    async def tallies(self) -> Sequence[Tally]:
        """The votes on each answer that has any."""
        ...


@dataclass(frozen=True, slots=True)
class WorkspaceConfig:
    """What a workspace or server has set: a local contact, and who besides admins may change it."""

    contact: str = ""
    configurers: frozenset[str] = field(default_factory=frozenset)


class Workspaces(Protocol):
    """Settings per Slack workspace or Discord server. Keys are `slack:T…` and `discord:…`."""

    async def config(self, workspace: str) -> WorkspaceConfig:
        """What is set, or the defaults."""
        ...

    async def save(self, workspace: str, config: WorkspaceConfig) -> None:
        """Replace what is set."""
        ...

    async def delete(self, workspace: str) -> None:
        """Delete every row of the workspace in every table."""
        ...


class KeyValues(Protocol):
    """Small remembered values, such as the hash of the commands last synced."""

    async def get(self, key: str) -> str | None:
        """The value, or None."""
        ...

    async def put(self, key: str, value: str) -> None:
        """Remember the value."""
        ...


class RateLimit(Protocol):
    """How often one person and one workspace may ask."""

    def allow(self, workspace: str, person: str) -> float:
        """0 when the question may be answered now, else the seconds to wait."""
        ...
