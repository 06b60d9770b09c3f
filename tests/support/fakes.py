"""Plain stand-ins for our own ports: they do the real thing in memory, and remember it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.adapters.shared.services import Services
from bot.handlers.ports import WorkspaceConfig


@dataclass
class Observed:
    """An `Observer` that keeps what it was told."""

    answers: list[tuple[str, str, str]] = field(default_factory=list)
    acks: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    redeliveries: list[str] = field(default_factory=list)
    incidents: list[BaseException] = field(default_factory=list)

    def answered(self, platform, kind, outcome, seconds):
        self.answers.append((platform, kind, outcome))

    def acked(self, platform, seconds):
        self.acks.append(platform)

    def limited(self, platform):
        self.limits.append(platform)

    def redelivered(self, platform):
        self.redeliveries.append(platform)

    def incident(self, platform, error):
        self.incidents.append(error)
        return f"test{len(self.incidents):04}"


@dataclass
class IdempotencyInMemory:
    """A `Idempotency` for one process."""

    seen: set[str] = field(default_factory=set)

    async def claim(self, key: str, keep: timedelta) -> bool:
        if key in self.seen:
            return False
        self.seen.add(key)
        return True


@dataclass
class VotesInMemory:
    """`Votes`: one a person and answer."""

    cast_votes: dict[tuple[str, str, str], bool] = field(default_factory=dict)

    async def cast(self, workspace, voter, about, *, helpful):
        self.cast_votes[(workspace, voter, about)] = helpful

    async def forget(self, workspace, voter):
        mine = [key for key in self.cast_votes if key[:2] == (workspace, voter)]
        for key in mine:
            del self.cast_votes[key]
        return len(mine)

    async def held(self, workspace, voter):
        return sum(key[:2] == (workspace, voter) for key in self.cast_votes)


@dataclass
class WorkspacesInMemory:
    """`Workspaces` settings in a dictionary."""

    configs: dict[str, WorkspaceConfig] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)

    async def config(self, workspace):
        return self.configs.get(workspace, WorkspaceConfig())

    async def save(self, workspace, config):
        self.configs[workspace] = config

    async def delete(self, workspace):
        self.configs.pop(workspace, None)
        self.deleted.append(workspace)


@dataclass
class KeyValuesInMemory:
    """Remembered values in a dictionary."""

    values: dict[str, str] = field(default_factory=dict)

    async def get(self, key):
        return self.values.get(key)

    async def put(self, key, value):
        self.values[key] = value


@dataclass
class NoLimit:
    """A `RateLimit` that always allows, unless told to wait."""

    wait: float = 0.0

    def allow(self, workspace, person):
        return self.wait


def services(guide, **more):
    """What a door is given, on stand-ins for everything but the guide."""
    parts = {
        "observer": Observed(),
        "rate_limit": NoLimit(),
        "votes": VotesInMemory(),
        "workspaces": WorkspacesInMemory(),
        "idempotency": IdempotencyInMemory(),
    }
    return Services(guide=guide, **(parts | more))
