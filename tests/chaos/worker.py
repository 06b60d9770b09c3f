"""A worker process as shipped, but in a hurry, and pointed at the platforms of these tests."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import discord
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.discord.api_addresses import point_at
from bot.adapters.discord.daily.posts import DiscordPosts
from bot.adapters.slack.daily.posts import SlackPosts
from bot.daily.posting.delivery import DeliveryRunner
from bot.daily.posting.local_rate import LocalRate
from bot.daily.posting.timing import Timing
from bot.daily.posting.worker import Worker
from bot.handlers.messages import Choice, Choices, Heading, Paragraph, Reply
from bot.store import open_store
from bot.store.migrate import SHIPPED, Schema
from tests.chaos.platforms import TOKEN

NEXT = "next"
HURRIED = Timing(
    window=3600,
    lease=8.0,
    request=2.5,
    doubt=1.0,
    longest_doubt=4.0,
    poll=0.5,
    pause=0.2,
    finish=5.0,
    at_once=12,
    rates={"slack": 100_000.0, "discord": 100_000.0},
)


@dataclass(frozen=True)
class Where:
    """What a worker needs to know, small enough to hand to another process."""

    url: str
    data: str
    slack_url: str
    discord_url: str
    timing: Timing = HURRIED
    # The newer release has migrations of its own here.
    release: str = ""

    @property
    def schema(self) -> Schema:
        """What this release brings the tables to."""
        return Schema(Path(self.release), NEXT) if self.release else SHIPPED


class Silent:
    """Counts nothing, and shows what went wrong."""

    def daily(self, platform: str, outcome: str) -> None:
        return

    def looked(self, overdue: float) -> None:
        return

    def limited(self, platform: str) -> None:
        return

    def incident(self, platform: str, error: BaseException) -> str:
        print(f"incident in {platform}: {error!r}", flush=True)  # noqa: T201 - seen in the run
        return "test"


def reply(_: Any) -> Reply:
    """A post as short as one can be."""
    options = Choices((Choice("tenet:4", "Why it matters"),))
    return Reply((Heading("Tenet of the day"), Paragraph("Serve everybody."), options), "command")


async def work(where: Where, stop: asyncio.Event) -> None:
    """Run until told to stop."""
    store = await open_store(where.url, Path(where.data), [], schema=where.schema)
    session = aiohttp.ClientSession()
    observer: Any = Silent()

    async def client_for(_: str) -> AsyncWebClient:
        return AsyncWebClient(token=TOKEN, base_url=where.slack_url, session=session, timeout=3)

    point_at(where.discord_url)
    client = discord.AutoShardedClient(
        intents=discord.Intents.none(), allowed_mentions=discord.AllowedMentions.none()
    )
    await _signed_in(client)
    posts = DiscordPosts(observer=observer, needs_gateway=False)
    posts.use(client)
    senders = {"slack": SlackPosts(client_for=client_for, observer=observer), "discord": posts}
    worker = Worker(
        schedules=store.schedules,
        deliveries=store.deliveries,
        senders=senders,
        runner=DeliveryRunner(
            deliveries=store.deliveries,
            senders=senders,
            content=reply,
            observer=observer,
            timing=where.timing,
            local_rate=LocalRate(),
        ),
        observer=observer,
        timing=where.timing,
    )
    worker.start()
    await stop.wait()
    await worker.stop()
    await client.close()
    await session.close()
    await store.close()


async def _signed_in(client: discord.Client) -> None:
    while True:
        try:
            await client.login(TOKEN)
        except (aiohttp.ClientError, OSError, discord.HTTPException):
            await asyncio.sleep(0.1)
        else:
            return


def main(where: Where) -> None:
    """The whole life of the process."""
    gc.freeze()

    async def live() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await work(where, stop)

    with suppress(KeyboardInterrupt):
        asyncio.run(live())
