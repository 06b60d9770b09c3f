"""PostgreSQL goes away and comes back while people ask."""

from __future__ import annotations

import asyncio
import time

import asyncpg
import pytest

from tests.chaos.run import seed
from tests.support.databases import cluster
from tests.support.full_process import LONG, House, schedule_name

__all__ = ["cluster"]

AWAY_SECONDS = 30 if LONG else 2.5
pytestmark = pytest.mark.postgres


async def voters(url):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval("SELECT count(*) FROM votes")
    finally:
        await connection.close()


async def test_the_database_gone_and_back(process, cluster):
    url = cluster.url(f"gone{time.time_ns()}")
    async with House(process) as house:
        house.slack.members.add("C0OTHER")
        await house.open(ETHICS_DATABASE_URL=url, ETHICS_PER_MINUTE_PERSON="1000")
        assert "Thank you" in await house.vote("U1")
        before = await house.mention_answered()
        await seed(url, process.data, [schedule_name()], time.time() + 2)

        await asyncio.to_thread(cluster.stop, "immediate")
        began = time.monotonic()
        during = await house.mention_answered()
        while time.monotonic() - began < AWAY_SECONDS:
            await house.everybody_answers()
            await house.slack_answers("asdf qwer", "contact")
            await asyncio.sleep(0.5)
        await house.until_database("away")
        status, state = await process.readiness()
        assert (status, state["taking"]) == (200, True)
        sorry = await house.vote("U2")
        assert "went wrong" in sorry
        assert house.posts() == []

        await asyncio.to_thread(cluster.start)
        await house.until_database("there")
        assert "Thank you" in await house.vote("U2")
        assert await voters(url) == 2, "what was thanked for is kept"
        await house.everybody_answers()
        assert "9:00" in await house.order_daily("C0OTHER"), "whoever posts is woken by an order"
        await house.posted()
        seen = len(house.slack.sent)
        for event in (before, during):
            await house.town.deliver("events_api", event)
        await asyncio.sleep(1)
        assert len(house.slack.sent) == seen, "nothing is said twice"
        assert len(house.posts()) == 1
        assert await process.stop() == 0
    told = [line["event"] for line in house.alarms()]
    (gone,) = [event for event in told if event.startswith("the database keeps nothing")]
    assert told.count("incident") == 1, "the one that somebody was told of"
    incident = next(line for line in house.alarms() if line["event"] == "incident")
    assert incident["incident"] in sorry
    assert len(told) == 2, told
    assert "the database is back" in process.err
    assert gone
