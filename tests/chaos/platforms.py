"""Both platforms on one port of 127.0.0.1, as far as the daily post needs them, and unreliable.

They count what a person in each channel would see.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import web

TOKEN = "fake"
BOT = {"id": "1", "username": "ethics", "discriminator": "0", "avatar": None, "bot": True}
DISCORD_EPOCH = 1_420_070_400_000


@dataclass(frozen=True)
class Faults:
    """How often a request to post fails, and how."""

    refused: float = 0.03  # 5xx, not posted
    posted_then_failed: float = 0.03  # 5xx, but posted
    posted_then_dropped: float = 0.03  # posted, and the connection ends
    limited: float = 0.01


NONE = Faults(0, 0, 0, 0)


@dataclass
class Platforms:
    """`async with Platforms() as platforms:`."""

    faults: Faults = NONE
    # Discord's memory for nonces, as short as the workers' patience is in these runs.
    nonce_seconds: float = 10.0
    delay: float = 0.01
    # Posts a second that are allowed: in all on Discord, for each workspace on Slack.
    discord_rate: int = 0
    slack_rate: int = 0
    dead: set[str] = field(default_factory=set)
    posts: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    seen: Counter[str] = field(default_factory=Counter)
    seconds: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    port: int = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/slack/{method}", self._slack)
        app.router.add_get("/discord/users/@me", self._me)
        app.router.add_get("/discord/oauth2/applications/@me", self._application)
        app.router.add_post("/discord/channels/{channel}/messages", self._discord_post)
        app.router.add_get("/discord/channels/{channel}/messages", self._discord_history)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def slack_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/slack/"

    @property
    def discord_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/discord"

    def _fate(self) -> str:
        dice = random.random()
        faults = self.faults
        for name, share in vars(faults).items():
            if dice < share:
                return name
            dice -= share
        return "fine"

    def _too_fast(self, key: str, rate: int) -> bool:
        if not rate:
            return False
        second = (key, int(time.time()))
        self.seconds[second] += 1
        return self.seconds[second] > rate

    # --- Slack -----------------------------------------------------------------------------------

    async def _slack(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(self.delay)
        method = request.match_info["method"]
        said = await _said(request)
        channel = f"slack:{said.get('channel')}"
        if channel in self.dead:
            return _json({"ok": False, "error": "is_archived"})
        if method == "conversations.history":
            oldest = float(said.get("oldest") or 0)
            found = [m for m in self.posts[channel] if float(m["ts"]) >= oldest]
            return _json({"ok": True, "messages": found[::-1], "has_more": False})
        if method != "chat.postMessage":
            return _json({"ok": True})
        fate = self._fate()
        if fate == "limited" or self._too_fast(channel.partition("-")[0], self.slack_rate):
            self.seen["limited"] += 1
            return _json(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"}
            )
        if fate == "refused":
            return web.Response(status=503, text="not now")
        message = {"ts": f"{time.time():.6f}", "metadata": said.get("metadata")}
        self.posts[channel].append(message)
        return self._ending(request, fate, {"ok": True, "ts": message["ts"]})

    # --- Discord ---------------------------------------------------------------------------------

    async def _me(self, _: web.Request) -> web.Response:
        return _json(BOT)

    async def _application(self, _: web.Request) -> web.Response:
        team = {"id": "1", "name": "e", "icon": None, "description": "", "bot_public": True}
        more = {"bot_require_code_grant": False, "verify_key": "", "owner": BOT, "flags": 0}
        return _json({**team, **more})

    async def _discord_post(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(self.delay)
        channel = f"discord:{request.match_info['channel']}"
        said = await request.json()
        if channel in self.dead:
            return _json({"code": 10003, "message": "Unknown Channel"}, status=404)
        now = time.time()
        for message in self.posts[channel]:
            same = said.get("nonce") and message["nonce"] == said["nonce"]
            if same and said.get("enforce_nonce") and now - message["at"] < self.nonce_seconds:
                return _json(message)
        fate = self._fate()
        if fate == "limited" or self._too_fast("discord", self.discord_rate):
            self.seen["limited"] += 1
            body = {"message": "slow", "retry_after": 0.5, "global": False}
            return _json(body, status=429, headers={"Via": "x", "Retry-After": "1"})
        if fate == "refused":
            return web.Response(status=503, text="not now")
        message = _discord_message(channel, said, now)
        self.posts[channel].append(message)
        return self._ending(request, fate, message)

    async def _discord_history(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.delay)
        channel = f"discord:{request.match_info['channel']}"
        if channel in self.dead:
            return _json({"code": 10003, "message": "Unknown Channel"}, status=404)
        after = int(request.query.get("after", 0))
        before = int(request.query.get("before", 1 << 63))
        found = [m for m in self.posts[channel] if after < int(m["id"]) < before]
        return _json(found[::-1])

    def _ending(self, request: web.Request, fate: str, body: Any) -> web.StreamResponse:
        self.seen[fate] += 1
        if fate == "posted_then_failed":
            return web.Response(status=502, text="lost")
        if fate == "posted_then_dropped":
            assert request.transport is not None
            request.transport.abort()
        return _json(body)


def _json(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # Discord names no charset, and discord.py takes only that for JSON.
    text = json.dumps(body).encode()
    return web.Response(body=text, status=status, content_type="application/json", headers=headers)


async def _said(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}


def _discord_message(channel: str, said: dict[str, Any], now: float) -> dict[str, Any]:
    number = (int(now * 1000) - DISCORD_EPOCH) << 22 | random.getrandbits(22)
    return {
        "id": str(number),
        "channel_id": re.sub(r"\D", "", channel),
        "author": BOT,
        "content": "",
        "timestamp": datetime.fromtimestamp(now, UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": 1 << 15,
        "components": said.get("components", []),
        "nonce": said.get("nonce"),
        "at": now,
    }
