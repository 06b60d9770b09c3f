"""The shipped process with both platforms, and what people see of it through every door."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time

import aiohttp

from tests.support.discord.fake_discord import FakeDiscord
from tests.support.discord.payloads import GUILD, TOKEN, guild_payload, said
from tests.support.network_proxy import Wire
from tests.support.process import Process
from tests.support.slack import workspace as slack_town
from tests.support.slack.fake_slack import ADMIN, APP_TOKEN, BOT_TOKEN, TEAM, FakeSlack

# `make faults` waits as long as real outages do, and tries every kind of them.
LONG = bool(os.environ.get("FAULTS_LONG"))
QUESTION = "tickets from a vendor"
ANSWER = "Tenet 12"
SIGNING = slack_town.SECRET
POSTED = "/channels/100/messages"


class Town(slack_town.Town):
    """A Slack workspace that knows a process by its address only."""

    def __init__(self, slack, url):
        self.slack, self.url, self.acks, self._n = slack, url, [], 0
        self._http = aiohttp.ClientSession()


class House:
    """`async with House(process) as house:` then `await house.open()`."""

    def __init__(self, process: Process, *, socket_mode: bool = False) -> None:
        self.process = process
        self._socket_mode = socket_mode
        self.slack, self.discord = FakeSlack(), FakeDiscord()
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self):
        enter = self._stack.enter_async_context
        await enter(self.slack)
        await enter(self.discord)
        self.discord.guilds[GUILD] = guild_payload()
        self.slack_wire = await enter(Wire(self.slack.port))
        self.discord_wire = await enter(Wire(self.discord.port))
        # What the platforms say of their own addresses leads through the wires.
        self.slack.port, self.slack.url = self.slack_wire.port, _url(self.slack_wire)
        self.discord.port = self.discord_wire.port
        url = "" if self._socket_mode else f"http://127.0.0.1:{self.process.http}"
        self.town = Town(self.slack, url)
        self._stack.push_async_callback(self.town.close)
        return self

    async def __aexit__(self, *_):
        await self.process.end()
        await self._stack.aclose()

    def environ(self, **more):
        """What the process is told about its platforms."""
        slack = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": f"{self.slack.url}/api/"}
        if self._socket_mode:
            slack["SLACK_APP_TOKEN"] = APP_TOKEN
        else:
            slack["SLACK_SIGNING_SECRET"] = SIGNING
        discord = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": self.discord.api_url}
        return {**slack, **discord, **more}

    async def open(self, **more):
        """Start, and wait until every door is open."""
        await self.process.ready(**self.environ(**more))
        await self.until_ready("slack", "discord", "web")

    # --- what people do and see --------------------------------------------------------------

    async def page_answers(self, question=QUESTION, answer=ANSWER):
        status, page = await self.process.ask(question)
        assert status == 200
        assert answer in page

    async def slack_answers(self, question=QUESTION, answer=ANSWER):
        assert answer in (await self.town.command(question)).words

    async def mention_answered(self):
        """A mention, which is claimed in the database; the event, to deliver it again."""
        event = self.town.mention_event(QUESTION)
        assert ANSWER in (await self.town.say(event)).words
        return event

    async def discord_answers(self, question=QUESTION):
        before = len(self.discord.posts(POSTED))
        await self.discord.dispatch("MESSAGE_CREATE", said(question))
        await self.discord.until(lambda: len(self.discord.posts(POSTED)) == before + 1)

    async def everybody_answers(self):
        await self.page_answers()
        await self.slack_answers()
        await self.discord_answers()

    async def vote(self, person):
        """Press “Helpful”; what the person is shown."""
        answer = await self.town.command(QUESTION, user_id=person)
        return (await self.town.press(answer, "Helpful", user=person)).words

    async def order_daily(self, channel="C0OPEN"):
        """An admin orders a daily post; what is said to that."""
        before = len(self.slack.sent)
        await self.town.command("daily 9:00 weekdays", user_id=ADMIN, channel_id=channel)
        return (await self.slack.next("response_url", after=before)).words

    def posts(self):
        """The daily posts Slack has."""
        return [s for s in self.slack.sent if "ethics_daily_post" in str(s.payload)]

    async def posted(self, count=1, within=20):
        """Wait for so many of them."""
        async with asyncio.timeout(within):
            while len(self.posts()) < count:  # noqa: ASYNC110 - the fake Slack only keeps what it took
                await asyncio.sleep(0.05)

    # --- what operators see ------------------------------------------------------------------

    async def state(self):
        """The body of /readyz."""
        return (await self.process.readiness())[1]

    async def until(self, true, seconds=30.0):
        """Wait until something about /readyz is so; how long it took."""
        began = time.monotonic()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not true(await self.state()):  # noqa: ASYNC110 - it is asked by HTTP
                    await asyncio.sleep(0.05)
                return time.monotonic() - began
        raise AssertionError(f"never so: {await self.state()}\n{self.process.err}")

    async def until_ready(self, *names, seconds=30.0):
        return await self.until(
            lambda state: all(state["doors"].get(name, {}).get("ready") for name in names),
            seconds,
        )

    async def until_database(self, is_: str, seconds=30.0):
        """Until it is "there" or "away"."""
        return await self.until(lambda state: state["database"] is (is_ == "there"), seconds)

    def alarms(self):
        """Log lines that somebody should look at."""
        lines = [json.loads(line) for line in self.process.err.splitlines()]
        return [line for line in lines if line["level"] in ("error", "critical")]


def _url(wire):
    return f"http://127.0.0.1:{wire.port}"


def schedule_name(channel="C0OPEN"):
    return f"slack:{TEAM}:{channel}"
