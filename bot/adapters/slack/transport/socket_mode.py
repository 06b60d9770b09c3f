"""Slack by Socket Mode: one web socket, watched, and reopened when it has gone silent."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.adapters.slack.transport.api_errors import not_well, refusal
from bot.adapters.slack.transport.web_api import NAME, Sender, quiet_logger
from bot.handlers.errors import UserFacingError
from bot.handlers.ports import Health, Observer

# The client pings this often; Slack's side answers every ping.
PING_SECONDS = 5.0
# No answer for this long: the socket is open in name only.
SILENT_SECONDS = 15.0
_WATCH_SECONDS = 1.0
# The client's own attempts to reconnect get this long before it is thrown away for a new one.
_REOPEN_SECONDS = 20.0
_CONNECT_SECONDS = 20.0
_ADDRESS = re.compile(r"wss?://[^\s'\")]+")


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler, with a clock on the acknowledgement and a way to stop taking requests."""

    def __init__(self, app: AsyncApp, app_token: str, sender: Sender, observer: Observer) -> None:
        super().__init__(
            app,
            app_token,
            logger=_logger(),
            web_client=sender.client,
            ping_interval=PING_SECONDS,
        )
        self._observer = observer
        self.closing = False

    async def handle(  # type: ignore[override] # Bolt narrows its own base class the same way
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Acknowledge one envelope. One that is not acknowledged is delivered again."""
        if self.closing:
            return
        began = time.perf_counter()
        try:
            await super().handle(client, req)
        except Exception as error:  # noqa: BLE001 - the SDK would log the envelope with its text
            self._observer.incident(NAME, error)
            return
        self._observer.acked(NAME, time.perf_counter() - began)


class _NoAddress(logging.Filter):
    """Leaves out the socket's address, which opens it: the ticket in it is a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _ADDRESS.sub("wss://…", record.getMessage()), ()
        return True


def _logger() -> logging.Logger:
    logger = quiet_logger().getChild("socket")
    if not logger.filters:
        logger.addFilter(_NoAddress())
    return logger


async def _connect(handler: _Handler) -> None:
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt's has no annotation


async def _close(handler: _Handler) -> None:
    await handler.close_async()  # type: ignore[no-untyped-call] # Bolt's has no annotation


class SocketModeConnection:
    """A Socket Mode connection that stays, and knows whether it is alive."""

    def __init__(
        self, *, app: AsyncApp, app_token: str, sender: Sender, observer: Observer
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._sender = sender
        self._observer = observer
        self._handler: _Handler | None = None
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, and keep connected. Raises `UserFacingError` when Slack refuses the token."""
        try:
            await self._sender.client.apps_connections_open(app_token=self._app_token)
        except SlackApiError as error:
            if not_well(error):
                raise UserFacingError(
                    "Slack is not well right now, so SLACK_APP_TOKEN could not be checked.",
                    hint="See slack-status.com. It is tried again by itself.",
                    passing=True,
                ) from None
            raise UserFacingError(
                f"Slack refuses SLACK_APP_TOKEN ({refusal(error)}).",
                hint="Make an app-level token (xapp-…) with the scope connections:write under "
                "“Basic Information”, and turn on “Socket Mode”.",
            ) from None
        except (OSError, TimeoutError, SlackClientError):
            raise UserFacingError(
                "Slack cannot be reached, so SLACK_APP_TOKEN could not be checked.",
                hint="Check the network and SLACK_API_URL. It is tried again by itself.",
                passing=True,
            ) from None
        await self._connect()
        self._watch = asyncio.create_task(self._keep())

    async def _connect(self) -> None:
        self._handler = _Handler(self._app, self._app_token, self._sender, self._observer)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(_connect(self._handler), _CONNECT_SECONDS)

    def alive(self) -> bool:
        """Whether the socket is open and has answered a ping lately."""
        if self._handler is None or self._handler.closing:
            return False
        client = self._handler.client
        session = client.current_session
        if session is None or session.closed or client.stale:
            return False
        answered = client.last_ping_pong_time
        return answered is None or time.time() - answered < SILENT_SECONDS

    def health(self) -> Health:
        """Readiness, in one sentence."""
        if self.alive():
            return Health(ready=True, detail="Slack's socket is open and answers.")
        return Health(ready=False, detail="Slack's socket is silent; reopening it.")

    async def _keep(self) -> None:
        """The SDK reconnects by itself, but a used-up address or a silent peer can hold it up."""
        down_since: float | None = None
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            if self.alive():
                down_since = None
                continue
            now = time.monotonic()
            down_since = now if down_since is None else down_since
            if self._handler is not None:
                # Each address works once: the next attempt must ask for a new one.
                self._handler.client.wss_uri = None
            if now - down_since >= _REOPEN_SECONDS:
                await self._reopen()
                down_since = None

    async def _reopen(self) -> None:
        await self._close_handler()
        try:
            await self._connect()
        except Exception as error:  # noqa: BLE001 - the watch goes on, and tries again
            self._observer.incident(NAME, error)

    async def _close_handler(self) -> None:
        handler, self._handler = self._handler, None
        if handler is None:
            return
        try:
            await asyncio.wait_for(_close(handler), PING_SECONDS)
        except (OSError, TimeoutError, RuntimeError) as error:
            self._observer.incident(NAME, error)

    def close_intake(self) -> None:
        """Take nothing new: what is not acknowledged, Slack delivers elsewhere."""
        if self._handler is not None:
            self._handler.closing = True

    async def close(self) -> None:
        """Close the socket."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        await self._close_handler()
