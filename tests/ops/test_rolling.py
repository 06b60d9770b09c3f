"""Two replicas on PostgreSQL are replaced one after the other while people ask."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import aiohttp
import pytest

from benchmarks.soak_bot import pressed
from benchmarks.soak_slack import QuietSlack
from tests.support.databases import cluster
from tests.support.full_process import ANSWER, LONG, QUESTION
from tests.support.load_balancer import Balancer
from tests.support.process import Process

__all__ = ["cluster"]
pytestmark = pytest.mark.postgres
ROUNDS = 10 if LONG else 1
PAUSE = 0.01


class Crowd:
    """People who ask on the page and vote in Slack, one after the other without end."""

    def __init__(self, url, slack):
        self.url, self.slack = url, slack
        self.asked = self.voted = 0
        self.refused: list[str] = []
        self.stop = False

    async def run(self, http):
        await asyncio.gather(self._ask(http), self._vote(http), self._vote_twice(http))

    async def _ask(self, http):
        while not self.stop:
            async with http.post(f"{self.url}/ask", data={"text": QUESTION}) as answer:
                self.asked += 1
                said = await answer.text()
                if answer.status != 200 or ANSWER not in said:
                    self.refused.append(f"asked: {answer.status} {said[:200]}")
            await asyncio.sleep(PAUSE)

    async def _vote(self, http):
        while not self.stop:
            await self._press(http, f"U{self.voted}", 1)
            await asyncio.sleep(PAUSE)

    async def _vote_twice(self, http):
        """Slack delivers the same press again, and it may reach the other replica."""
        while not self.stop:
            await self._press(http, f"UTWICE{self.voted}", 2)
            await asyncio.sleep(PAUSE)

    async def _press(self, http, person, times):
        self.voted += 1
        body, headers = pressed(person, "topic:gifts", self.slack.response_url(person))
        for _ in range(times):
            async with http.post(f"{self.url}/slack/events", data=body, headers=headers) as answer:
                if answer.status != 200:
                    self.refused.append(f"voted: {answer.status} {await answer.text()}")


async def test_a_rolling_restart_loses_nothing_and_says_nothing_twice(
    guide, data_folder, tmp_path, cluster
):
    url = cluster.url(f"rolling{time.time_ns()}")
    processes = [Process(tmp_path / name, learned=data_folder / "models") for name in "ab"]
    async with QuietSlack() as slack:
        environ = {
            "ETHICS_DATABASE_URL": url, "SLACK_BOT_TOKEN": "xoxb-rolling",
            "SLACK_SIGNING_SECRET": "made-up-for-the-soak", "SLACK_API_URL": slack.api_url,
            "ETHICS_PER_MINUTE_PERSON": "1000000", "ETHICS_PER_MINUTE_WORKSPACE": "1000000",
        }  # fmt: skip
        try:
            await asyncio.gather(*(process.ready(**environ) for process in processes))
            async with Balancer(processes) as balancer, aiohttp.ClientSession() as http:
                crowd = Crowd(balancer.url, slack)
                crowding = asyncio.create_task(crowd.run(http))
                for _ in range(ROUNDS):
                    for process in processes:
                        await asyncio.sleep(0.5)
                        assert await process.stop() == 0
                        await process.ready(**environ)
                await asyncio.sleep(0.5)
                crowd.stop = True
                async with asyncio.timeout(20):
                    await crowding
                await settled(slack, crowd.voted)
        finally:
            for process in processes:
                await process.end()
    assert crowd.asked > 50
    assert crowd.voted > 50
    assert crowd.refused == [], "none lost"
    assert len(slack.thanked) == crowd.voted
    assert Counter(slack.thanked.values()) == {1: crowd.voted}, "none twice"


async def settled(slack, wanted):
    """Every answer is on its way for a moment after its acknowledgement."""
    async with asyncio.timeout(10):
        while len(slack.thanked) < wanted:  # noqa: ASYNC110 - the fake Slack only counts
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
