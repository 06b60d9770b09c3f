"""Slack by signed HTTP: one address for commands, events and presses."""

from __future__ import annotations

import asyncio
import contextlib
import time

from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.adapters.slack.transport.web_api import NAME
from bot.handlers.ports import Observer

# Slack's own requests are far smaller; anything larger is not from Slack.
BODY_MAX = 1_000_000
# Slack waits three seconds for an acknowledgement.
OPENING_SECONDS = 2.0


class Events:
    """The endpoint. Bolt checks the signature and its age before anything else."""

    def __init__(self, app: AsyncApp, observer: Observer) -> None:
        self._app = app
        self._observer = observer
        self._taking = False
        self._opened = asyncio.Event()

    def open(self) -> None:
        """Take requests from now on."""
        self._taking = True
        self._opened.set()

    def close(self) -> None:
        """Take nothing new. Slack tries again elsewhere, or when this replica is back."""
        self._taking = False

    async def take(self, request: Request) -> Response:
        """Acknowledge one request; the answer follows on its own."""
        began = time.perf_counter()
        if not self._opened.is_set():
            # The address is served a moment before the tokens are checked.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._opened.wait(), OPENING_SECONDS)
        if not self._taking:
            return PlainTextResponse("not open", 503, {"Retry-After": "1"})
        stamp = request.headers.get("x-slack-request-timestamp", "")
        if stamp and not (stamp.isascii() and stamp.isdigit()):
            return PlainTextResponse("not from Slack", 401)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > BODY_MAX:
                return PlainTextResponse("too large", 413)
        try:
            bolt_request = to_async_bolt_request(request, bytes(body))
        except Exception:  # noqa: BLE001 - Bolt reads the body before it looks at the signature
            # So anybody can send JSON that is a list, a number, or nested a thousand times.
            return PlainTextResponse("not from Slack", 400)
        try:
            response = to_starlette_response(await self._app.async_dispatch(bolt_request))
        except (AttributeError, LookupError, TypeError) as error:
            # Signed, and yet of a shape that Bolt cannot take apart: again is of no use.
            self._observer.incident(NAME, error)
            return PlainTextResponse("not understood", 400)
        except Exception as error:  # noqa: BLE001 - Slack delivers it again; the log knows
            self._observer.incident(NAME, error)
            return PlainTextResponse("a fault", 500)
        self._observer.acked(NAME, time.perf_counter() - began)
        return response
