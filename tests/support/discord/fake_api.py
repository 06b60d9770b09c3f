"""The part of Discord's API that the door uses, as strict as Discord, and with its weather."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.support.discord.discord_rules import problem_with
from tests.support.discord.payloads import APPLICATION, BOT, made_message


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


class FakeApi:
    """Answers requests, refuses what Discord refuses, and remembers everything."""

    gateway_url = ""  # Where sessions are opened; the gateway says.

    def __init__(self, token: str) -> None:
        self.token = token
        self.guilds: dict[int, dict[str, Any]] = {}
        self.sent: list[Sent] = []
        self.faults: list[str] = []
        self.weather: list[Weather] = []
        self.messages: dict[int, dict[str, Any]] = {}
        self.open_interactions: dict[int, str] = {}
        # By the token of an interaction: the message whose button was pressed.
        self.pressed: dict[str, int] = {}
        self.commands: list[dict[str, Any]] = []
        self.remaining_sessions = 1000
        self.reset_after = 0
        self.application = made_application()
        self._next = 5_000_000

    def posts(self, path: str = "") -> list[Any]:
        """Bodies of what the bot posted to addresses that match, in order."""
        return [s.body for s in self.sent if s.method == "POST" and re.search(path, s.path)]

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
            case ["DELETE", "webhooks", _, token, "messages", "@original"] if token in self.pressed:
                return self._delete(self.pressed[token])
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
