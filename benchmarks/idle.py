"""What the shipped process costs while nobody asks, with both platforms connected, over loopback.

    python -m benchmarks.idle [--seconds 60] [--python PATH]

It runs `ethics run` against a fake Slack (Socket Mode) and a fake Discord (gateway), waits until
every door is open and the start has calmed down, and reads memory and processor time from /proc.
`--python` names the interpreter of another environment, such as one without the tests' packages.
Ends with 1 when it needs 120 MB or more, or 1 % of a core or more.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

import psutil

from tests.support.discord.fake_discord import FakeDiscord
from tests.support.discord.payloads import GUILD, TOKEN, guild_payload
from tests.support.slack.fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack

ROOT = Path(__file__).parent.parent
MOST_MB = 120.0
MOST_PERCENT = 1.0
CALM_SECONDS = 8.0


async def measure(seconds: float, python: str, folder: str) -> bool:
    async with FakeSlack() as slack, FakeDiscord() as discord:
        discord.guilds[GUILD] = guild_payload()
        process = await asyncio.create_subprocess_exec(
            python, "-m", "bot", "run",
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "ETHICS_DATA": folder,
                "ETHICS_HTTP_PORT": "0",
                "ETHICS_OPS_PORT": "0",
                "ETHICS_KNOWLEDGE": os.environ.get("ETHICS_KNOWLEDGE", ""),
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_APP_TOKEN": APP_TOKEN,
                "SLACK_API_URL": slack.api_url,
                "DISCORD_TOKEN": TOKEN,
                "DISCORD_API_URL": discord.api_url,
            },
            stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            await slack.connected(within=30)
            await discord.until(lambda: discord.live, 30)
            await asyncio.sleep(CALM_SECONDS)
            seen = psutil.Process(process.pid)
            before = sum(seen.cpu_times()[:2])
            await asyncio.sleep(seconds)
            percent = (sum(seen.cpu_times()[:2]) - before) / seconds * 100
            memory = seen.memory_full_info()
            resident = memory.rss / 1e6
            print(
                f"{resident:.1f} MB resident, of which {memory.uss / 1e6:.1f} MB its own; "
                f"{percent:.2f} % of a core over {seconds:.0f} s; {seen.num_threads()} threads"
            )
        finally:
            process.terminate()
            await asyncio.wait_for(process.wait(), 20)
    return resident < MOST_MB and percent < MOST_PERCENT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        good = asyncio.run(measure(given.seconds, given.python, folder))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
