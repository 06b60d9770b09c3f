"""A town with Slack: the real door and SDK against a strict local Slack, in both transports."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp
import pytest
import uvicorn
from starlette.applications import Starlette

from bot.adapters.slack.connect import SlackDoor
from tests.support.fakes import IdempotencyInMemory, services
from tests.support.slack.fake_slack import APP_TOKEN, BOT_TOKEN, TEAM, USER, FakeSlack
from tests.support.slack.sample_guide import little_guide
from tests.support.slack.slack_rules import buttons

# What a test may give in place of a stand-in.
_PORTS = ("guide", "observer", "votes", "idempotency", "workspaces", "rate_limit")
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


def signed(body, secret=SECRET, at=None):
    """The headers Slack signs a request with."""
    stamp = str(int(time.time() if at is None else at))
    base = f"v0:{stamp}:{body}".encode()
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class Town:
    """What people in one workspace do, and what they see."""

    def __init__(self, slack, door, url="", idempotency=None):
        self.slack, self.door, self.url = slack, door, url
        self.context = door.context
        self.idempotency = idempotency
        self.observed = door.context.answering.observer
        self.votes = door.context.answering.votes
        self.acks = []
        self._http = aiohttp.ClientSession()
        self._n = 0

    async def close(self):
        await self._http.close()

    # --- delivering --------------------------------------------------------------------------

    async def deliver(self, kind, payload, headers=None):
        """One request as Slack makes it; it is acknowledged within three seconds."""
        began = time.monotonic()
        if not self.url:
            ack = await self.slack.envelope(kind, payload)
            self.acks.append(time.monotonic() - began)
            return ack.get("payload")
        status, text = await self.post(kind, payload, headers)
        self.acks.append(time.monotonic() - began)
        assert status == 200, (status, text)
        return json.loads(text) if text.startswith("{") else text or None

    async def post(self, kind, payload, headers=None, sign=signed):
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content = urlencode(form), "application/x-www-form-urlencoded"
        all_headers = {"Content-Type": content, **sign(body), **(headers or {})}
        url = f"{self.url}/slack/events"
        async with self._http.post(url, data=body, headers=all_headers) as response:
            return response.status, await response.text()

    def team(self, team=TEAM):
        return {"id": team, "domain": "town"}

    # --- what people do ----------------------------------------------------------------------

    async def command(self, text, **more):
        """/ethics TEXT. Returns what the person sees, or what the command opened."""
        seen = len(self.slack.sent)
        payload = {
            "command": "/ethics",
            "text": text,
            "team_id": TEAM,
            "user_id": USER,
            "channel_id": "C0OPEN",
            "response_url": self.slack.response_url(),
            "trigger_id": self.slack.trigger(),
            "is_enterprise_install": "false",
            **more,
        }
        await self.deliver("slash_commands", payload)
        return await self.slack.next(after=seen)

    def event(self, event, team=TEAM, **more):
        self._n += 1
        return {
            "type": "event_callback",
            "team_id": team,
            "api_app_id": "A0APP",
            "event_id": f"Ev{self._n}{time.monotonic_ns()}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "team_id": team,
                    "enterprise_id": None,
                    "user_id": "U0BOT",
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "event": event,
            **more,
        }

    def mention_event(self, text, **more):
        ts = self.slack.ts()
        return self.event(
            {
                "type": "app_mention",
                "user": USER,
                "text": f"<@U0BOT> {text}",
                "ts": ts,
                "event_ts": ts,
                "channel": "C0OPEN",
                **more,
            }
        )

    def direct_event(self, text, **more):
        ts = self.slack.ts()
        return self.event(
            {
                "type": "message",
                "channel_type": "im",
                "user": USER,
                "text": text,
                "ts": ts,
                "event_ts": ts,
                "channel": "D0ASKER",
                **more,
            }
        )

    async def say(self, event):
        seen = len(self.slack.sent)
        await self.deliver("events_api", event)
        return await self.slack.next(after=seen)

    async def mention(self, text, **more):
        return await self.say(self.mention_event(text, **more))

    async def direct(self, text, **more):
        return await self.say(self.direct_event(text, **more))

    def press_payload(self, sent, label, user=USER, **more):
        """Pressing a button of something that was sent."""
        element = buttons(sent.view["blocks"] if "view" in sent.payload else sent.blocks)[label]
        payload = {
            "type": "block_actions",
            "team": self.team(),
            "user": {"id": user, "team_id": TEAM},
            "trigger_id": self.slack.trigger(),
            "enterprise": None,
            "is_enterprise_install": False,
            "actions": [{**element, "block_id": "b", "action_ts": self.slack.ts()}],
        }
        if "view" in sent.payload:
            payload["view"] = {**sent.view, "id": "V0OPEN"}
            payload["container"] = {"type": "view", "view_id": "V0OPEN"}
            return payload | more
        private = sent.payload.get("response_type") == "ephemeral" or "user" in sent.payload
        channel = sent.payload.get("channel", "C0OPEN")
        payload["channel"] = {"id": channel, "name": "town"}
        payload["response_url"] = self.slack.response_url()
        payload["container"] = {
            "type": "message",
            "message_ts": "1.1",
            "channel_id": channel,
            "is_ephemeral": private,
        }
        if thread := sent.payload.get("thread_ts"):
            payload["container"]["thread_ts"] = thread
        if not private:
            payload["message"] = {"ts": "1.1", "text": sent.payload["text"]}
        return payload | more

    async def press(self, sent, label, user=USER, **more):
        seen = len(self.slack.sent)
        await self.deliver("interactive", self.press_payload(sent, label, user, **more))
        return await self.slack.next(after=seen)


def make_door(slack, **more):
    """The door on small stand-ins for everything of ours around it."""
    ports = {name: more.pop(name) for name in _PORTS if name in more}
    settings = {"api_url": slack.api_url, "bot_token": BOT_TOKEN, "signing_secret": SECRET}
    guide = ports.pop("guide", None) or little_guide()
    return SlackDoor(services=services(guide, **ports), **(settings | more))


async def serve(routes):
    """The shared web server on a free port: its address and how to stop it."""
    config = uvicorn.Config(
        Starlette(routes=list(routes)), port=0, log_level="error", lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event to wait for
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]

    async def stop():
        server.should_exit = True
        await task

    return f"http://127.0.0.1:{port}", stop


@pytest.fixture
async def slack():
    """A strict local Slack; at the end, nothing it had to refuse."""
    async with FakeSlack() as slack:
        yield slack
    assert slack.faults == []


@pytest.fixture
async def open_town(slack):
    """Opens towns with settings of their own, and closes them."""
    closing = []

    async def opened(transport="http", **more):
        if transport == "socket":
            more = {"app_token": APP_TOKEN, "signing_secret": ""} | more
        more.setdefault("idempotency", IdempotencyInMemory())
        door = make_door(slack, **more)
        await door.start()
        closing.append(door.stop)
        url = ""
        if transport == "http":
            url, stop = await serve(door.routes())
            closing.append(stop)
        else:
            await slack.connected()
        town = Town(slack, door, url, more["idempotency"])
        closing.append(town.close)
        return town

    yield opened
    for close in reversed(closing):
        await close()


@pytest.fixture(params=["http", "socket"])
async def town(request, open_town):
    """A town by signed HTTP, then by Socket Mode."""
    town = await open_town(request.param)
    yield town
    assert max(town.acks, default=0) < 3
