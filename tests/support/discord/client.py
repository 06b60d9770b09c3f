"""A Discord of our own: the client in simcord's simulation, on the shipped knowledge."""

from __future__ import annotations

from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.adapters.discord.client import EthicsClient
from bot.adapters.discord.connect import DiscordDoor, responder_for
from bot.adapters.shared.services import Services
from bot.handlers.guide import Guide
from tests.support.discord.fake_discord import FakeDiscord
from tests.support.discord.payloads import GUILD, TOKEN, guild_payload
from tests.support.discord.sample_guide import town_guide
from tests.support.fakes import (
    IdempotencyInMemory,
    KeyValuesInMemory,
    NoLimit,
    Observed,
    VotesInMemory,
    WorkspacesInMemory,
)


@dataclass
class House:
    """Everything the door is given, kept where a test can look at it."""

    guide: Guide = field(default_factory=town_guide)
    observer: Observed = field(default_factory=Observed)
    votes: VotesInMemory = field(default_factory=VotesInMemory)
    idempotency: IdempotencyInMemory = field(default_factory=IdempotencyInMemory)
    workspaces: WorkspacesInMemory = field(default_factory=WorkspacesInMemory)
    key_values: KeyValuesInMemory = field(default_factory=KeyValuesInMemory)
    rate_limit: NoLimit = field(default_factory=NoLimit)

    def parts(self):
        """What a door is given of ours."""
        own = vars(self)
        services = Services(**{name: own[name] for name in own if name != "key_values"})
        return {"services": services, "key_values": self.key_values}

    def client(self, **options):
        return EthicsClient(
            responder=responder_for(self.parts()["services"]),
            idempotency=self.idempotency,
            key_values=self.key_values,
            http_trace=aiohttp.TraceConfig(),
            **options,
        )


@pytest.fixture
def house():
    return House()


@pytest.fixture
def simcord_bot(house):
    return house.client()


@pytest.fixture
async def discord():
    """A Discord of our own with one server; nothing it was sent may break its rules."""
    async with FakeDiscord() as fake:
        fake.guilds[GUILD] = guild_payload()
        yield fake
        assert fake.faults == []


@pytest.fixture
async def doors(house, discord):
    """Makes doors to it, and closes them in the end."""
    made = []

    def make(**options):
        settings = {"token": TOKEN, "api_url": discord.api_url, "first_pause": 0.05}
        door = DiscordDoor(**house.parts(), **(settings | options))
        made.append(door)
        return door

    yield make
    for door in made:
        await door.stop()


@pytest.fixture
async def door(doors):
    """One that is open."""
    made = doors()
    await made.start()
    return made
