"""How much memory the Discord door takes for every 1,000 servers.

    python -m benchmarks.discord_memory [servers]

A local Discord in this process has that many servers, each with 25 channels and 10 roles; the
door connects to it from a process of its own, whose memory is read before and after.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import psutil

from bot.adapters.discord.connect import DiscordDoor
from tests.support.discord.client import House
from tests.support.discord.fake_discord import FakeDiscord
from tests.support.discord.payloads import guild_payload

CHANNELS = 25
ROLES = 10
PATIENCE = 120.0


def town(number: int) -> dict[str, Any]:
    """A server of ordinary size. Its ids are its own, as Discord's are."""
    base = 10**9 + number * 1000
    guild = guild_payload(base, channels=CHANNELS)
    for place, channel in enumerate(guild["channels"]):
        channel["id"] = str(base + 100 + place)
    guild["roles"] += [
        {**guild["roles"][1], "id": str(base + 500 + n), "name": f"role {n}", "tags": {}}
        for n in range(ROLES)
    ]
    return guild


async def door(api_url: str) -> None:
    """The child: connect, then say when ready, until standard input ends."""
    opened = DiscordDoor(**House().parts(), token="fake-token", api_url=api_url)
    await opened.start()
    while not opened.health().ready:  # noqa: ASYNC110 - health has no event
        await asyncio.sleep(0.2)
    print("ready", opened.health().detail, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await opened.stop()


async def measure(servers: int) -> float:
    """MiB of a door in that many servers."""
    async with FakeDiscord() as discord:
        discord.guilds = {int(g["id"]): g for g in map(town, range(servers))}
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "benchmarks.discord_memory", discord.api_url,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        async with asyncio.timeout(PATIENCE):
            line = (await child.stdout.readline()).decode()
            print(line.strip())
            await asyncio.sleep(1)
            memory = psutil.Process(child.pid).memory_info().rss / 2**20
            child.stdin.close()
            await child.wait()
    return memory


async def main(servers: int) -> None:
    """Measure without and with servers, and print the difference."""
    alone = await measure(1)
    full = await measure(servers)
    each = (full - alone) / servers * 1000
    print(f"{alone:.0f} MiB with 1 server, {full:.0f} MiB with {servers}")
    print(f"{each:.1f} MiB for every 1,000 servers of {CHANNELS} channels and {ROLES} roles")


if __name__ == "__main__":
    argument = sys.argv[1] if len(sys.argv) > 1 else "1000"
    asyncio.run(door(argument) if argument.startswith("http") else main(int(argument)))
