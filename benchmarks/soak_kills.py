"""Kills of the shipped process at random moments while people ask and vote."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import signal
import sqlite3
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.soak_bot import SIGNING, Bot, pressed
from benchmarks.soak_slack import QuietSlack

VOTERS = 4
ASKERS = 2
# Between two votes (seconds): together forty a second, which one SQLite file keeps up with.
PAUSE = 0.1
ASKING_PAUSE = 0.02
# A kill comes at a random moment within these seconds after the bot is up.
LIVES = (0.2, 1.2)
# After the last start, what was redelivered gets this long to be answered.
SETTLE = 2.0


@dataclass
class Crowd:
    """People who vote in Slack and ask on the page, whatever happens to the bot."""

    bot: Bot
    slack: QuietSlack
    # Presses that got no acknowledgement: Slack delivers them again.
    pending: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    acked: set[str] = field(default_factory=set)
    asked: int = 0
    redelivered: int = 0
    _number: itertools.count = field(default_factory=itertools.count)

    async def live(self) -> None:
        """Until nobody answers any more."""
        timeout = aiohttp.ClientTimeout(total=5)
        async with aiohttp.ClientSession(self.bot.url, timeout=timeout) as http:
            await self._redeliver(http)
            people = [self._vote(http) for _ in range(VOTERS)]
            people += [self._ask(http) for _ in range(ASKERS)]
            await asyncio.gather(*people)

    async def _redeliver(self, http: aiohttp.ClientSession) -> None:
        for person, (body, headers) in list(self.pending.items()):
            again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
            if await self._press(http, person, body, headers | again):
                self.redelivered += 1

    async def _vote(self, http: aiohttp.ClientSession) -> None:
        for number in self._number:
            person = f"U{number}"
            body, headers = pressed(person, "topic:gifts", self.slack.response_url(person))
            self.pending[person] = body, headers
            if not await self._press(http, person, body, headers):
                return
            await asyncio.sleep(PAUSE)

    async def _press(
        self, http: aiohttp.ClientSession, person: str, body: bytes, headers: dict[str, str]
    ) -> bool:
        try:
            async with http.post("/slack/events", data=body, headers=headers) as answer:
                await answer.read()
                if answer.status != 200:
                    return False
        except (aiohttp.ClientError, TimeoutError):
            return False
        del self.pending[person]
        self.acked.add(person)
        return True

    async def _ask(self, http: aiohttp.ClientSession) -> None:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            while True:
                async with http.post("/ask", data={"text": "tickets from a vendor"}) as answer:
                    self.asked += answer.status == 200
                await asyncio.sleep(ASKING_PAUSE)


async def kills(folder: str, count: int) -> bool:
    """Kill and start again; whether nothing was lost and nothing said twice."""
    began = time.perf_counter()
    async with QuietSlack() as slack:
        bot = Bot(
            folder, SLACK_BOT_TOKEN="xoxb-soak", SLACK_SIGNING_SECRET=SIGNING,
            SLACK_API_URL=slack.api_url,
        )  # fmt: skip
        crowd = Crowd(bot, slack)
        starts = [await bot.start()]
        lost = 0
        for number in range(count):
            living = asyncio.create_task(crowd.live())
            await asyncio.sleep(random.uniform(*LIVES))
            await bot.end(signal.SIGKILL)
            await living
            starts.append(await bot.start())
            kept = voters_kept(folder)
            lost = max(lost, len(slack.thanked) - kept)
            if number % 10 == 9 or number + 1 == count:
                print(
                    f"  after kill {number + 1}: {len(slack.thanked)} thanked, "
                    f"{kept} votes kept, up again after {starts[-1]:.2f} s"
                )
        living = asyncio.create_task(crowd.live())
        await asyncio.sleep(SETTLE)
        status = await bot.end(signal.SIGTERM)
        await living
    twice = sum(times > 1 for times in slack.thanked.values())
    # Slack has its acknowledgement, but the bot was killed before it could do what was asked.
    silent = len(crowd.acked - set(slack.thanked))
    print(
        f"{count} kills in {time.perf_counter() - began:.0f} s: {len(slack.thanked)} people "
        f"thanked, {lost} of their votes lost, {twice} thanked twice; {crowd.redelivered} presses "
        f"redelivered; {crowd.asked} questions answered; {silent} presses acknowledged to Slack "
        f"but cut off by a kill before the vote"
    )
    print(
        f"every start came up by itself: median {statistics.median(starts):.2f} s, slowest "
        f"{max(starts):.2f} s; ended with status {status}"
    )
    return not (lost or twice or status) and bool(slack.thanked)


def voters_kept(folder: str) -> int:
    with contextlib.closing(sqlite3.connect(Path(folder, "ethics.sqlite3"))) as database:
        return int(database.execute("SELECT count(*) FROM votes").fetchone()[0])
