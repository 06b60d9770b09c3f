"""One platform is away, in every way there is; the other one and the page go on."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.handlers.ports import Health
from bot.ops.outage_watch import DOORS_GRACE, DoorWatch
from bot.store import open_store
from tests.chaos.run import seed
from tests.support.discord.payloads import said
from tests.support.full_process import LONG, POSTED, House, schedule_name

MOODS = ("refused", "hung", "reset", "unwell")
# A connection that has gone silent is noticed after its heartbeats: a minute on Discord.
NOTICED = 150


async def ready_but(house, name, seconds=30.0):
    """Everything but one platform is ready; the bot itself is, too."""
    others = {"slack", "discord", "web"} - {name}

    def true(state):
        doors = state["doors"]
        return not doors[name]["ready"] and all(doors[other]["ready"] for other in others)

    await house.until(true, seconds)
    status, state = await house.process.readiness()
    assert status == 200
    assert "127.0.0.1" not in str(state)


def alarms_about(house, name):
    """How often it was said that a platform is not connected; nothing else is to be said."""
    alarms = house.alarms()
    assert {line["event"] for line in alarms} <= {"not connected"}, alarms
    return [line["platform"] for line in alarms].count(name)


@pytest.mark.parametrize("mood", MOODS if LONG else ["hung"])
async def test_discord_away_at_the_start_keeps_nothing_else_waiting(process, mood):
    async with House(process) as house:
        store = await open_store("", process.data, [])
        await store.close()
        await seed("", process.data, [schedule_name()], time.time() - 1)
        await house.discord_wire.be(mood)
        await process.ready(**house.environ())
        await ready_but(house, "discord")
        await house.posted(within=8)
        await house.page_answers()
        await house.slack_answers()
        if LONG:
            await asyncio.sleep(3 * DOORS_GRACE)
            assert alarms_about(house, "discord") == 1
        await house.discord_wire.be("fine")
        await house.until_ready("discord", seconds=NOTICED)
        await house.everybody_answers()
        assert await process.stop() == 0
        assert len(house.posts()) == 1
        assert alarms_about(house, "discord") == (1 if LONG else 0)


@pytest.mark.parametrize("socket_mode", [False, True] if LONG else [False])
@pytest.mark.parametrize("mood", MOODS if LONG else ["unwell"])
async def test_slack_away_at_the_start_keeps_nothing_else_waiting(process, mood, socket_mode):
    async with House(process, socket_mode=socket_mode) as house:
        await house.slack_wire.be(mood)
        await process.ready(**house.environ())
        await ready_but(house, "slack")
        await house.page_answers()
        await house.discord_answers()
        if LONG:
            await asyncio.sleep(3 * DOORS_GRACE)
            assert alarms_about(house, "slack") == 1
        await house.slack_wire.be("fine")
        await house.until_ready("slack", seconds=NOTICED)
        await house.everybody_answers()
        assert await process.stop() == 0
        assert alarms_about(house, "slack") == (1 if LONG else 0)


@pytest.mark.parametrize("mood", MOODS if LONG else ["reset"])
async def test_both_platforms_away_later_say_nothing_twice(process, mood):
    async with House(process, socket_mode=True) as house:
        await house.open()
        await house.everybody_answers()
        before = len(house.discord.posts(POSTED))
        await house.discord_wire.be(mood)
        await ready_but(house, "discord", NOTICED)
        await house.discord.dispatch("MESSAGE_CREATE", said("said while nobody listened: gifts"))
        await house.slack_answers()
        await house.slack_wire.be(mood)
        await house.until(lambda state: not state["doors"]["slack"]["ready"], NOTICED)
        await house.page_answers()
        if LONG:
            await asyncio.sleep(3 * DOORS_GRACE)
        await house.discord_wire.be("fine")
        await house.slack_wire.be("fine")
        await house.until_ready("slack", "discord", "web", seconds=NOTICED)
        await house.everybody_answers()
        # A message said meanwhile comes again only where the SDK could resume at its first attempt.
        caught_up = len(house.discord.posts(POSTED)) - before - 1
        assert caught_up in (0, 1), "never twice"
        assert await process.stop() == 0
        for name in ("slack", "discord"):
            assert alarms_about(house, name) == 1 if LONG else alarms_about(house, name) <= 1


def test_a_platform_away_is_said_once_and_a_reconnection_is_not_said_at_all(capsys):
    now, states = [0.0], {"slack": Health(ready=True, detail="")}
    watch = DoorWatch(lambda: states, grace=10, clock=lambda: now[0])
    printed = []

    def at(seconds, is_):
        now[0], states["slack"] = seconds, Health(ready=is_ == "up", detail="Reconnecting.")
        watch.look()
        printed.append(capsys.readouterr().out)

    for seconds, is_ in ((1, "down"), (9, "down"), (10, "up"), (20, "down"), (29, "down")):
        at(seconds, is_)
    assert "".join(printed) == ""
    at(30, "down")
    assert "not connected" in printed[-1]
    at(500, "down")
    assert printed[-1] == ""
    at(600, "up")
    assert "connected again" in printed[-1]
    at(700, "down")
    at(711, "down")
    assert "not connected" in printed[-1]
