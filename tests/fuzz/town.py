"""The web server as it ships, with every route there is, and a friendly Slack behind it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.adapters.slack.connect import SlackDoor
from bot.adapters.slack.daily import administration
from bot.cli.silent_observer import SilentObserver
from bot.daily.wiring import daily_post
from bot.handlers.ports import Health
from bot.ops.health_endpoints import HealthEndpoints
from bot.ops.http_server import Server
from bot.ops.metrics import Metrics
from bot.store.open import open_store
from tests.support.daily_posting import Board
from tests.support.fakes import NoLimit, Observed, services
from tests.support.web.sample_guide import hall_guide
from tests.support.web.site import SECRET as ADMIN_SECRET
from tests.support.web.site import make_door

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BOT_TOKEN = "xoxb-test-token"
# Slack waits three seconds for an acknowledgement; nothing here may take longer.
LONGEST = 3.0


@dataclass(frozen=True)
class Answer:
    """One response, as it came over the socket."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Town:
    """Every route of the shipped process on real sockets of the loopback interface."""

    def __init__(self, folder: str) -> None:
        self.observed = Observed()
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()
        self.run(self._start())

    def stop(self) -> None:
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _start(self) -> None:
        self._slack = Server(Starlette(routes=[Mount("/", app=_friendly)]), "127.0.0.1", 0, "X")
        await self._slack.start()
        self.slack_url = self._slack.address
        self._store = await open_store("", Path(self._folder), [])
        daily = daily_post(store=self._store, guide=hall_guide(), observer=SilentObserver())
        daily.senders["slack"] = Board()
        self.web = make_door(self.observed, NoLimit(), daily=daily.service)
        self.slack = SlackDoor(
            services=services(hall_guide(), observer=self.observed),
            bot_token=BOT_TOKEN,
            signing_secret=SIGNING_SECRET,
            api_url=f"{self.slack_url}/api/",
            features=(administration.DailyFeature(daily.service),),
        )
        many = SlackDoor(
            services=services(hall_guide(), observer=self.observed),
            signing_secret=SIGNING_SECRET,
            client_id="1.2",
            client_secret="client-secret",
            api_url=f"{self.slack_url}/api/",
            authorize_url=f"{self.slack_url}/authorize",
            installations=FileInstallationStore(base_dir=self._folder),
            oauth_state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=self._folder),
        )
        install = [route for route in many.routes() if "events" not in route.path]
        for door in (self.web, self.slack):
            await door.start()
        self.routes: list[BaseRoute] = [*self.slack.routes(), *install, *self.web.routes()]
        watch = HealthEndpoints(
            lambda: {"web": self.web.health()},
            lambda: True,
            Metrics(),
            lambda: Health(ready=True, detail="Ok."),
            dict,
        ).routes()
        self._server = Server(Starlette(routes=self.routes), "127.0.0.1", 0, "ETHICS_HTTP_PORT")
        self._ops = Server(Starlette(routes=watch), "127.0.0.1", 0, "ETHICS_OPS_PORT")
        await self._server.start()
        await self._ops.start()
        self.ops_routes = watch

    async def _stop(self) -> None:
        for door in (self.web, self.slack):
            await door.stop()
        for server in (self._server, self._ops, self._slack):
            await server.stop()
        await self._store.close()

    async def settle(self) -> None:
        """Wait until the Slack door has finished what it acknowledged."""
        while len(self.slack.context.in_flight):  # noqa: ASYNC110 - it has no event to wait for
            await asyncio.sleep(0.005)

    def ask(self, request: bytes, *, ops: bool = False) -> Answer:
        """Send bytes, and read until the other side closes."""
        address = urlsplit((self._ops if ops else self._server).address)
        began = time.perf_counter()
        with socket.create_connection((address.hostname, address.port), timeout=10) as sock:
            sock.sendall(request)
            answer = b""
            while part := _more(sock):
                answer += part
        seconds = time.perf_counter() - began
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        return Answer(int(first.split(" ")[1]), headers, body, seconds)


def _more(sock: socket.socket) -> bytes:
    try:
        return sock.recv(65_536)
    except ConnectionResetError:
        return b""  # the server closed while there was something left to send to it


def paths(routes: list[BaseRoute], under: str = "") -> Iterator[tuple[str, str]]:
    """Every path there is, with its method, inside mounts too."""
    for route in routes:
        if isinstance(route, Route):
            yield under + route.path, "POST" if "POST" in (route.methods or ()) else "GET"
        elif isinstance(route, Mount) and route.routes:
            yield from paths(list(route.routes), under + route.path)
        elif isinstance(route, Mount):
            yield f"{under}{route.path}/{{path}}", "GET"


def signed(body: bytes) -> list[tuple[str, bytes]]:
    """The headers Slack signs a request with."""
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
    return [
        ("X-Slack-Request-Timestamp", stamp.encode()),
        ("X-Slack-Signature", f"v0={digest}".encode()),
    ]


async def _friendly(scope: Any, receive: Any, send: Any) -> None:
    """A Slack that agrees to everything."""
    await Request(scope, receive).body()
    body = {
        "ok": True,
        "user_id": "U0BOT",
        "bot_id": "B0BOT",
        "team_id": "T0TEAM",
        "ts": "1.1",
        "channel": "C1",
        "user": {"id": "U0ASKER", "tz": "UTC", "is_admin": True},
        "view": {"id": "V1"},
    }
    response: Response = JSONResponse(body, headers={"x-oauth-scopes": "commands,chat:write"})
    await response(scope, receive, send)


@contextmanager
def town(folder: str) -> Iterator[Town]:
    """A running town."""
    running = Town(folder)
    running.start()
    try:
        yield running
    finally:
        running.stop()


__all__ = ["ADMIN_SECRET", "LONGEST", "Answer", "Town", "paths", "signed", "town"]
