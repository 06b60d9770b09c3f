"""A soak of the shipped process, and kills under load, over loopback. Bounded, and short at first.

    python -m benchmarks.soak [--seconds 60] [--rate 100] [--kills 5]

First people ask `--rate` times a second for `--seconds`: six in ten on the page, three by Slack's
signed HTTP, one on Discord. Memory, file descriptors, threads and asyncio tasks are read once a
second. It is flat when over the second half none of them grew: the middle value of its last tenth
is at most four megabytes, or five of the others, above that of its first tenth. Four, because the
bot remembers the last 20,000 requests of Slack, which take some seven megabytes once it is full,
after eleven minutes at this rate. Connections are told apart from
other descriptors, because a moment of delay opens some more of those who ask; they may grow by as
many as these people have at most.

Then the process is killed at random moments while people ask and vote, and started again. What
Slack got no acknowledgement for is delivered again. A vote that somebody was thanked for must be
in the database after each start, nobody may be thanked twice, and every start must come up by
itself. Ends with 1 when any of that is not so.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import re
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field

import aiohttp
import psutil

from benchmarks.soak_bot import SIGNING, Bot, commanded
from benchmarks.soak_kills import kills
from benchmarks.soak_slack import QuietSlack
from tests.support.discord.fake_discord import FakeDiscord
from tests.support.discord.payloads import GUILD, TOKEN, command, guild_payload

QUESTIONS = (
    "tickets from a vendor", "can my wife have a yard sign", "may I hire my cousin",
    "topic:gifts", "tenet 7", "asdf qwer", "puedo aceptar un regalo", "x" * 2000,
)  # fmt: skip
CONNECTIONS = 20
PEOPLE = 500
DOORS = ("page", "slack", "page", "page", "slack", "page", "discord", "page", "slack", "page")
TASKS = re.compile(r"^ethics_asyncio_tasks (\S+)", re.MULTILINE)
# What came in last is answered within this (seconds).
SETTLE = 5.0
FLAT_MB = 4.0
FLAT_COUNT = 5.0


@dataclass(frozen=True)
class Sample:
    """The process at one moment."""

    at: float
    megabytes: float
    descriptors: float
    connections: float
    threads: float
    tasks: float


@dataclass
class Crowd:
    """Who asks, and what came of it."""

    bot: Bot
    http: aiohttp.ClientSession
    slack: QuietSlack
    discord: FakeDiscord
    asked: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DOORS, 0))
    failures: int = 0
    times: list[float] = field(default_factory=list)
    _number: itertools.count = field(default_factory=itertools.count)

    async def ask(self) -> None:
        """One question, through the door whose turn it is."""
        number = next(self._number)
        door, question = DOORS[number % len(DOORS)], QUESTIONS[number % len(QUESTIONS)]
        began = time.perf_counter()
        try:
            match door:
                case "page":
                    await self._post("/ask", data={"text": question})
                    self.times.append((time.perf_counter() - began) * 1000)
                case "slack":
                    url = self.slack.response_url(f"R{number}")
                    body, headers = commanded(f"U{number % PEOPLE}", question, url)
                    await self._post("/slack/events", data=body, headers=headers)
                case "discord":
                    await self.discord.interaction(command("ask", question=question))
        except (aiohttp.ClientError, TimeoutError):
            self.failures += 1
        self.asked[door] += 1

    async def _post(self, path: str, **more: object) -> None:
        async with self.http.post(path, allow_redirects=False, **more) as answer:
            await answer.read()
            self.failures += answer.status not in (200, 303)

    def unanswered(self) -> dict[str, int]:
        """How many questions in each chat were not answered, and how many more than once."""
        callbacks = len(self.discord.posts("/callback"))
        return {
            "Slack unanswered": self.asked["slack"] - len(self.slack.answered),
            "Slack answered twice": sum(n > 1 for n in self.slack.answered.values()),
            "Discord unanswered": self.asked["discord"] - callbacks,
            "Discord refused": len(self.discord.faults),
        }


async def soak(folder: str, seconds: float, rate: float) -> bool:
    """Ask for so long; whether it stayed flat and everybody was answered once."""
    async with QuietSlack() as slack, FakeDiscord() as discord:
        discord.guilds[GUILD] = guild_payload()
        bot = Bot(
            folder, SLACK_BOT_TOKEN="xoxb-soak", SLACK_SIGNING_SECRET=SIGNING,
            SLACK_API_URL=slack.api_url, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=discord.api_url,
        )  # fmt: skip
        print(f"ready after {await bot.start():.2f} s")
        seen = psutil.Process(bot.process.pid)
        cpu_before = sum(seen.cpu_times()[:2])
        limits = aiohttp.TCPConnector(limit=CONNECTIONS)
        async with aiohttp.ClientSession(bot.url, connector=limits) as http:
            crowd = Crowd(bot, http, slack, discord)
            samples = await asking(crowd, seen, seconds, rate)
        cpu = sum(seen.cpu_times()[:2]) - cpu_before
        await asyncio.sleep(SETTLE)
        status = await bot.end(signal.SIGTERM)
    times = sorted(crowd.times)
    print(f"{sum(crowd.asked.values())} questions in {seconds:.0f} s ({crowd.asked}), "
          f"{crowd.failures} failed; {crowd.unanswered()}")  # fmt: skip
    print(
        f"page: median {statistics.median(times):.1f} ms, p99 {times[len(times) * 99 // 100]:.1f}"
    )
    print(f"processor {cpu / seconds * 100:.1f} % of a core; ended with status {status}")
    good = not crowd.failures and not any(crowd.unanswered().values()) and status == 0
    return told(samples) and good


async def asking(crowd: Crowd, seen: psutil.Process, seconds: float, rate: float) -> list[Sample]:
    """Ask at the rate, whatever the answers take, and look at the process once a second."""
    samples: list[Sample] = []
    under_way: set[asyncio.Task] = set()
    began, number = time.perf_counter(), 0
    while (now := time.perf_counter() - began) < seconds:
        if now >= len(samples):
            samples.append(await sample(crowd, seen, now))
        while number < now * rate:
            task = asyncio.create_task(crowd.ask())
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            number += 1
        await asyncio.sleep(0.002)
    await asyncio.gather(*under_way)
    return samples


async def sample(crowd: Crowd, seen: psutil.Process, now: float) -> Sample:
    async with crowd.http.get(f"http://127.0.0.1:{crowd.bot.ops}/metrics") as answer:
        tasks = TASKS.search(await answer.text())
    assert tasks, "no gauge of tasks"
    megabytes = seen.memory_info().rss / 1e6
    connections = len(seen.net_connections("tcp"))
    others = seen.num_fds() - connections
    return Sample(now, megabytes, others, connections, seen.num_threads(), float(tasks[1]))


def told(samples: list[Sample]) -> bool:
    """Print how it went; whether it stayed flat over the second half."""
    half = samples[len(samples) // 2 :]
    tenth = max(1, len(half) // 10)
    for one in (samples[0], half[0], samples[-1]):
        print(f"  at {one.at:5.0f} s: {one.megabytes:6.1f} MB, {one.descriptors:.0f} descriptors, "
              f"{one.connections:.0f} connections, "
              f"{one.threads:.0f} threads, {one.tasks:.0f} tasks")  # fmt: skip
    slope = statistics.linear_regression([s.at for s in half], [s.megabytes for s in half]).slope
    print(f"memory slope over the second half {slope * 60:+.3f} MB a minute")
    flat = True
    for name, most in (
        ("megabytes", FLAT_MB),
        ("descriptors", FLAT_COUNT),
        ("connections", CONNECTIONS),
        ("threads", FLAT_COUNT),
        ("tasks", FLAT_COUNT),
    ):
        first, last = (
            statistics.median(getattr(s, name) for s in part)
            for part in (half[:tenth], half[-tenth:])
        )
        flat &= last - first <= most
        print(f"  {name}: {first:.1f} → {last:.1f}, {'flat' if last - first <= most else 'GREW'}")
    return flat


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--kills", type=int, default=5)
    given = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        if given.seconds:
            good &= asyncio.run(soak(folder, given.seconds, given.rate))
    with tempfile.TemporaryDirectory() as folder:
        if given.kills:
            good &= asyncio.run(kills(folder, given.kills))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
