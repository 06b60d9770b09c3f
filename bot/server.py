"""One uvicorn server inside our own loop: starts, says where, and stops when told."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp

from bot.handlers.errors import UserFacingError

# What is in hand when the process is told to stop may take this long (seconds).
GRACE = 8
BACKLOG = 1024


class Server:
    """Serves one ASGI application on one address."""

    def __init__(self, app: ASGIApp, host: str, port: int, setting: str) -> None:
        """`setting`: the name of the setting that chose the port, for the error message."""
        self._app, self._host, self._port, self._setting = app, host, port, setting
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

    async def stop(self) -> None:
        """Take no new connection, finish those in hand, close. Safe to call twice."""
        if self._server and self._task:
            self._server.should_exit = True
            await self._task
            self._server = self._task = None
