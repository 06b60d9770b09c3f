"""A small, strict Discord on 127.0.0.1: its gateway, and the part of its API the door uses.

It refuses what Discord refuses (see `discord_rules`), remembers every request, and has weather:
rate limits, server errors, closed and silent connections, lost sessions, restarts.
"""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.discord_door.discord_rules import PRIVILEGED_INTENTS, problem_with
from tests.discord_door.things import APPLICATION, BOT, TOKEN, made_message

API = "/api/v10"


@dataclass
class Weather:
    """What happens to the next requests that match, instead of an answer."""

    path: str
    status: int = 0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    # Seconds that the request waits before anything happens to it.
    delay: float = 0.0


@dataclass
class Sent:
    """A request the bot made."""

    method: str
    path: str
    body: Any


@dataclass
class Session:
    """A gateway session: what was dispatched in it, so that it can be resumed."""

    id: str
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class FakeDiscord:
    """`async with FakeDiscord() as discord:` then point a door at its addresses."""

    def __init__(self, *, token: str = TOKEN, heartbeat: int = 41250) -> None:
        self.token = token
        self.heartbeat = heartbeat
        self.guilds: dict[int, dict[str, Any]] = {}
        self.sent: list[Sent] = []
        self.faults: list[str] = []
        self.weather: list[Weather] = []
        self.messages: dict[int, dict[str, Any]] = {}
        self.open_interactions: dict[int, str] = {}
        self.commands: list[dict[str, Any]] = []
        self.identifies: list[dict[str, Any]] = []
        self.resumes: list[dict[str, Any]] = []
        self.heartbeats = 0
        self.deaf = False
        self.close_on_identify = 0
        self.remaining_sessions = 1000
        self.reset_after = 0
        self.application = made_application()
        self.port = 0
        self._sessions: dict[str, Session] = {}
        self._runner: web.AppRunner | None = None
        self._next = 5_000_000

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

    def posts(self, path: str = "") -> list[Any]:
        """Bodies of what the bot posted to addresses that match, in order."""
        return [s.body for s in self.sent if s.method == "POST" and re.search(path, s.path)]

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

    # --- API -----------------------------------------------------------------------------------

    async def _request(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        raw = await request.text()
        body = json.loads(raw) if raw else None
        for weather in self.weather:
            if weather.times and re.search(weather.path, path):
                weather.times -= 1
                await asyncio.sleep(weather.delay)
                if not weather.status:
                    break
                self.sent.append(Sent(f"{request.method}!{weather.status}", path, body))
                return as_json(
                    weather.body, status=weather.status, headers={"Via": "1.1", **weather.headers}
                )
        self.sent.append(Sent(request.method, path, body))
        anonymous = path.startswith(("/interactions/", "/webhooks/"))
        if not anonymous and request.headers.get("Authorization") != f"Bot {self.token}":
            return as_json({"message": "401: Unauthorized", "code": 0}, status=401)
        return self._answer(request.method, path, body)

    def _answer(self, method: str, path: str, body: Any) -> web.Response:
        match [method, *path.strip("/").split("/")]:
            case ["GET", "gateway", "bot"]:
                limit = {
                    "total": 1000,
                    "remaining": self.remaining_sessions,
                    "reset_after": self.reset_after,
                    "max_concurrency": 1,
                }
                return as_json({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})
            case ["GET", "users", "@me"]:
                return as_json(BOT)
            case ["GET", "oauth2", "applications", "@me"]:
                return as_json(self.application)
            case ["PUT", "applications", _, *_, "commands"]:
                self.commands = [
                    {"description": "", "id": str(self._new_id())}
                    | {"application_id": APPLICATION, "version": "1"}
                    | c
                    for c in body
                ]
                return as_json(self.commands)
            case ["GET", "applications", _, *_, "commands"]:
                return as_json(self.commands)
            case ["POST", "channels", channel, "messages"]:
                return self._post(body, int(channel))
            case ["DELETE", "channels", _, "messages", message]:
                return self._delete(int(message))
            case ["POST", "users", "@me", "channels"]:
                return as_json(
                    {"id": "900", "type": 1, "recipients": [{**BOT, "id": body["recipient_id"]}]}
                )
            case ["POST", "interactions", interaction, _, "callback"]:
                return self._callback(int(interaction), body)
            case ["POST", "webhooks", _, _]:
                return self._post(body, 100)
            case _:
                return self._answer_doctor(method, path)

    def _answer_doctor(self, method: str, path: str) -> web.Response:
        """What only a look around asks for."""
        match [method, *path.strip("/").split("/")]:
            case ["GET", "users", "@me", "guilds"]:
                found = [{**g, "owner": False, "permissions": "0"} for g in self.guilds.values()]
                return as_json(found)
            case ["GET", "guilds", guild, *rest] if int(guild) in self.guilds:
                found = self.guilds[int(guild)]
                parts = {"channels": found["channels"], "members": found["members"][0]}
                return as_json(parts[rest[0]] if rest else found)
            case _:
                self.faults.append(f"{method} {path} is not known here")
                return as_json({"message": "404: Not Found", "code": 0}, status=404)

    def _callback(self, interaction: int, body: dict[str, Any]) -> web.Response:
        state = self.open_interactions.get(interaction)
        if state != "new":
            code, status = (40060, 400) if state else (10062, 404)
            return as_json({"message": "Refused", "code": code}, status=status)
        if body["type"] in (4, 7) and (refused := self._refusal(body["data"])):
            return refused
        self.open_interactions[interaction] = "answered"
        resource: dict[str, Any] = {"type": body["type"]}
        if body["type"] == 4:
            resource["message"] = self._keep(body["data"], 100)
        return as_json({"interaction": {"id": str(interaction), "type": 2}, "resource": resource})

    def _post(self, body: dict[str, Any], channel: int) -> web.Response:
        return self._refusal(body) or as_json(self._keep(body, channel))

    def _refusal(self, body: dict[str, Any]) -> web.Response | None:
        if problem := problem_with(body):
            self.faults.append(problem)
            return as_json({"message": problem, "code": 50035}, status=400)
        return None

    def _keep(self, body: dict[str, Any], channel: int) -> dict[str, Any]:
        message = made_message(self._new_id(), channel, body)
        self.messages[int(message["id"])] = message
        return message

    def _delete(self, message: int) -> web.Response:
        if self.messages.pop(message, None) is None:
            return as_json({"message": "Unknown Message", "code": 10008}, status=404)
        return web.Response(status=204)

    def _new_id(self) -> int:
        self._next += 1
        return self._next


def made_application() -> dict[str, Any]:
    return {
        "id": APPLICATION,
        "name": "Ethics guide",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "flags": 0,
        "summary": "",
        "verify_key": "0" * 64,
        "integration_types_config": {"0": {}, "1": {}},
        "owner": BOT,
        "team": None,
    }


def as_json(data: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord labels it: without a character set."""
    return web.Response(
        body=json.dumps(data).encode(),
        status=status,
        headers=headers,
        content_type="application/json",
    )
