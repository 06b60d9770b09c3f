"""One uvicorn server inside our own loop: starts, says where, and stops when told."""

from __future__ import annotations

import asyncio
import socket
from types import MappingProxyType

import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.handlers.errors import UserFacingError

# What is in hand when the process is told to stop may take this long (seconds).
GRACE = 8
BACKLOG = 1024
# How often to look whether all connections are closed (seconds).
_LOOK = 0.05

# For responses that say nothing of their own: those to programs, and those of a fault.
SAFE = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
    }
)


class Sealed:
    """ASGI middleware around everything: no response leaves without headers that keep it safe."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Once set, each response is the last on its connection.
        self.closing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with what is missing."""

        async def send_sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if self.closing:
                    headers["Connection"] = "close"
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_sealed)


class Server:
    """Serves one ASGI application on one address."""

    def __init__(self, app: ASGIApp, host: str, port: int, setting: str) -> None:
        """`setting`: the name of the setting that chose the port, for the error message."""
        self._app = Sealed(app)
        self._host, self._port, self._setting = host, port, setting
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None
        self.address = ""

    async def start(self) -> None:
        """Listen. Raises `UserFacingError` when the address cannot be had."""
        sock = self._listen()
        host, port = sock.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        self.address = f"http://{shown}:{port}"
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,  # it would log addresses with what was typed in a search
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE,
            backlog=BACKLOG,
        )
        self._server = uvicorn.Server(config)
        # Signals are handled once, for the whole process, in bot.app.
        self._task = asyncio.create_task(self._server._serve([sock]))  # noqa: SLF001
        while not self._server.started:
            if self._task.done():
                self._task.result()
            await asyncio.sleep(0.01)

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        # Named TCP, so that asyncio sends each part of a response at once: else the second waits
        # 40 ms for the first to be acknowledged.
        sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((self._host, self._port))
        except (OSError, OverflowError) as error:
            sock.close()
            raise UserFacingError(
                f"The address {self._host}:{self._port} cannot be used: "
                f"{getattr(error, 'strerror', None) or error}.",
                hint=f"Set {self._setting} to a free port.",
            ) from None
        return sock

    async def drain(self, seconds: float) -> None:
        """Let whoever keeps connections open leave, so that none is closed under a request.

        Each response is the last on its connection. A connection on which nothing comes for
        `seconds` is one that its owner, a load balancer that saw /readyz say no, has left alone.
        """
        self._app.closing = True
        if self._server is None:
            return
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        connections = self._server.server_state.connections
        while connections and loop.time() < ends:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(_LOOK)

    async def stop(self) -> None:
        """Take no new connection, finish those in hand, close. Safe to call twice."""
        if self._server and self._task:
            self._server.should_exit = True
            await self._task
            self._server = self._task = None
