"""A small, strict Discord on 127.0.0.1: its gateway, and the part of its API the door uses.

It refuses what Discord refuses (see `discord_rules`), remembers every request, and has weather:
rate limits, server errors, closed and silent connections, lost sessions, restarts.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.support.discord.discord_rules import PRIVILEGED_INTENTS
from tests.support.discord.fake_api import FakeApi
from tests.support.discord.payloads import APPLICATION, BOT, TOKEN

API = "/api/v10"


@dataclass
class Session:
    """A gateway session: what was dispatched in it, so that it can be resumed."""

    id: str
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class FakeDiscord(FakeApi):
    """`async with FakeDiscord() as discord:` then point a door at its addresses."""

    def __init__(self, *, token: str = TOKEN, heartbeat: int = 41250) -> None:
        super().__init__(token)
        self.heartbeat = heartbeat
        self.identifies: list[dict[str, Any]] = []
        self.resumes: list[dict[str, Any]] = []
        self.heartbeats = 0
        self.deaf = False
        self.close_on_identify = 0
        self.port = 0
        self._sessions: dict[str, Session] = {}
        self._runner: web.AppRunner | None = None

    # --- life ----------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}{API}"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Open, on the same port as before after a stop."""
        app = web.Application()
        app.router.add_get("/", self._gateway)
        app.router.add_route("*", API + "/{path:.*}", self._request)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Gone, without a word: connections are cut."""
        for session in self._sessions.values():
            if session.socket is not None:
                transport = session.socket._req.transport if session.socket._req else None
                if transport is not None:
                    transport.abort()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # --- what tests do -------------------------------------------------------------------------

    @property
    def live(self) -> list[Session]:
        return [s for s in self._sessions.values() if s.socket is not None and not s.socket.closed]

    async def dispatch(self, event: str, data: Any) -> None:
        """Something happened: tell every session, those cut off too once they resume."""
        for session in self._sessions.values():
            await self._tell(session, event, data)

    async def interaction(self, data: dict[str, Any]) -> dict[str, Any]:
        """A person used a command or a button."""
        self.open_interactions[int(data["id"])] = "new"
        if "message" in data:
            self.pressed[data["token"]] = int(data["message"]["id"])
        await self.dispatch("INTERACTION_CREATE", data)
        return data

    async def drop(self, code: int) -> None:
        """Close every connection with a code."""
        for session in self.live:
            assert session.socket is not None
            await session.socket.close(code=code)

    async def send_op(self, op: int, data: Any = None) -> None:
        """Send a bare operation: 7 asks to reconnect, 9 ends a session."""
        for session in self.live:
            assert session.socket is not None
            await session.socket.send_json({"op": op, "d": data, "s": None, "t": None})

    def forget_sessions(self) -> None:
        """No session can be resumed any more."""
        self._sessions.clear()

    async def until(self, true: Any, seconds: float = 8.0) -> None:
        """Wait until something is so; fail with what happened if it never is."""
        try:
            async with asyncio.timeout(seconds):
                while not true():  # noqa: ASYNC110 - what is waited for has no event
                    await asyncio.sleep(0.01)
        except TimeoutError:
            seen = [f"{s.method} {s.path}" for s in self.sent]
            raise AssertionError(f"never so; faults {self.faults}; requests {seen}") from None

    # --- gateway -------------------------------------------------------------------------------

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": self.heartbeat}})
        with suppress(ConnectionError):
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._heard(socket, json.loads(message.data))
        return socket

    async def _heard(self, socket: web.WebSocketResponse, payload: dict[str, Any]) -> None:
        match payload["op"]:
            case 1:
                self.heartbeats += 1
                if not self.deaf:
                    await socket.send_json({"op": 11})
            case 2:
                await self._identify(socket, payload["d"])
            case 6:
                await self._resume(socket, payload["d"])
            case other:
                self.faults.append(f"op {other} was sent")

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        self.identifies.append(data)
        refused = (
            4004
            if data["token"] != self.token
            else 4014
            if data["intents"] & PRIVILEGED_INTENTS
            else self.close_on_identify
        )
        if refused:
            await socket.close(code=refused)
            return
        session = Session(f"session-{self._new_id()}", socket=socket)
        self._sessions[session.id] = session
        ready = {
            "v": 10,
            "user": BOT,
            "guilds": [{"id": str(g), "unavailable": True} for g in self.guilds],
            "session_id": session.id,
            "resume_gateway_url": self.gateway_url,
            "shard": data["shard"],
            "application": {"id": APPLICATION, "flags": 0},
        }
        await self._tell(session, "READY", ready)
        for guild in self.guilds.values():
            await self._tell(session, "GUILD_CREATE", {**guild, "unavailable": False})

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        self.resumes.append(data)
        session = self._sessions.get(data["session_id"])
        if session is None:
            await socket.send_json({"op": 9, "d": False})
            return
        session.socket = socket
        for event in session.events[data["seq"] :]:
            await socket.send_json(event)
        await self._tell(session, "RESUMED", {})

    async def _tell(self, session: Session, event: str, data: Any) -> None:
        payload = {"op": 0, "t": event, "s": len(session.events) + 1, "d": data}
        session.events.append(payload)
        if session.socket is not None and not session.socket.closed:
            with suppress(ConnectionError):
                await session.socket.send_json(payload)
