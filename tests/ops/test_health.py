"""What a load balancer, a monitor and a person are told about how the bot is."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette

from bot.handlers.ports import Health
from bot.ops.health_endpoints import HealthEndpoints
from bot.ops.metrics import Metrics

WELL = Health(ready=True, detail="Ok.")
SILENT = Health(ready=False, detail="Slack has been silent.")


class Bot:
    """How the parts of a bot are, set by a test."""

    def __init__(self):
        self.doors = {"slack": WELL, "web": WELL}
        self.database = WELL
        self.taking = True
        self.background = {"retention": WELL}
        watching = HealthEndpoints(
            lambda: self.doors,
            lambda: self.taking,
            Metrics(),
            lambda: self.database,
            lambda: self.background,
        )
        self._transport = httpx.ASGITransport(Starlette(routes=watching.routes()))

    async def get(self, path):
        async with httpx.AsyncClient(transport=self._transport, base_url="http://bot") as client:
            return await client.get(path)

    async def statuses(self, *paths):
        return [(await self.get(path)).status_code for path in paths]


@pytest.fixture
def bot():
    return Bot()


PARTS = ("/readyz", "/readyz/slack", "/readyz/web", "/readyz/database")


async def test_a_bot_that_is_well_is_ready_in_every_part(bot):
    assert await bot.statuses("/healthz", *PARTS) == [200] * 5


async def test_a_silent_platform_is_unready_by_itself_and_keeps_nobody_from_the_page(bot):
    bot.doors["slack"] = SILENT
    assert await bot.statuses(*PARTS) == [200, 503, 200, 200]
    assert (await bot.get("/readyz/slack")).json() == {"ready": False, "detail": SILENT.detail}
    assert (await bot.get("/readyz")).json()["doors"]["slack"]["ready"] is False


async def test_a_database_that_is_away_keeps_nobody_from_an_answer(bot):
    bot.database = Health(ready=False, detail="The database keeps nothing.")
    assert await bot.statuses(*PARTS) == [200, 200, 200, 503]


async def test_background_work_that_ended_is_shown_and_keeps_nobody_from_an_answer(bot):
    bot.background["knowledge_watch"] = Health(ready=False, detail="It ended (OSError).")
    shown = (await bot.get("/readyz")).json()["background"]
    assert shown["retention"]["ready"] is True
    assert shown["knowledge_watch"] == {"ready": False, "detail": "It ended (OSError)."}
    assert await bot.statuses("/readyz") == [200]


async def test_a_bot_that_is_told_to_stop_takes_nothing_and_still_lives(bot):
    bot.taking = False
    assert await bot.statuses("/readyz", "/healthz") == [503, 200]


async def test_a_part_there_is_not_is_named_with_those_there_are(bot):
    answer = await bot.get("/readyz/slak")
    assert answer.status_code == 404
    assert "database, slack, web" in answer.json()["detail"]


async def test_the_numbers_say_the_same(bot):
    bot.doors["slack"] = SILENT
    numbers = (await bot.get("/metrics")).text
    assert 'ethics_door_ready{platform="slack"} 0.0' in numbers
    assert 'ethics_door_ready{platform="web"} 1.0' in numbers
    assert "ethics_database_ready 1.0" in numbers
