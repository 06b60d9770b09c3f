"""How anything leaves for Slack: one HTTP session, patient with 429 and 5xx."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.http_retry import (
    HttpRequest,
    HttpResponse,
    RetryState,
)
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.transport.api_errors import retry_after
from bot.handlers.ports import Observer

NAME = "slack"
TIMEOUT = 20.0
# Slack says how long to wait; longer than this and the person is gone anyway.
LONGEST_WAIT = 60.0
TRIES = 4
_TOO_MANY = 429
_SERVER_FAULT = 500
# A burst of answers opens this many connections, not one each.
_CONNECTIONS = 100


def quiet_logger() -> logging.Logger:
    """A logger for the SDK that passes on errors only.

    Below that level the SDK writes whole requests, with what people typed, into the log.
    """
    logger = logging.getLogger("bot.adapters.slack.sdk")
    logger.setLevel(logging.ERROR)
    return logger


class UnansweredError(Exception):
    """Slack took a message at no try. Holds the status only, never the address."""


class RetryHandler(AsyncRetryHandler):
    """Retries 429 after the time Slack names, and 5xx after a moment."""

    def __init__(self, observer: Observer) -> None:
        super().__init__(max_retry_count=TRIES - 1)
        self._observer = observer

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - the SDK names the arguments
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - the same
    ) -> bool:
        if response is None:
            return False
        status = response.status_code
        if status == _TOO_MANY:
            self._observer.limited(NAME)
            return _wait(status, response.headers, state.current_attempt) <= LONGEST_WAIT
        return status >= _SERVER_FAULT

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - the SDK names the arguments
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - the same
    ) -> None:
        """Wait as long as Slack asks."""
        state.next_attempt_requested = True
        if response is not None:
            await asyncio.sleep(
                _wait(response.status_code, response.headers, state.current_attempt)
            )
        state.increment_current_attempt()


def _wait(status: int, headers: Mapping[str, Any], attempt: int) -> float:
    if status == _TOO_MANY:
        return retry_after(headers)
    return float(0.5 * 2**attempt + random.random() / 4)  # noqa: S311 - jitter, no secret


def without_patience(client: AsyncWebClient) -> AsyncWebClient:
    """The same client, but what Slack does not take at once is not tried again."""
    return _like(client, client.token, ())


def _like(
    client: AsyncWebClient, token: str | None, handlers: Sequence[AsyncRetryHandler]
) -> AsyncWebClient:
    return AsyncWebClient(
        token=token,
        base_url=client.base_url,
        timeout=client.timeout,
        session=client.session,
        logger=client.logger,
        retry_handlers=list(handlers),
    )


class Sender:
    """Holds the HTTP session that everything is sent through."""

    def __init__(self, *, observer: Observer, api_url: str) -> None:
        self._observer = observer
        self._session: aiohttp.ClientSession | None = None
        # Bolt copies this client, with its session and handlers, for every request.
        self.client = AsyncWebClient(
            base_url=api_url,
            timeout=int(TIMEOUT),
            logger=quiet_logger(),
            retry_handlers=[AsyncConnectionErrorRetryHandler(), RetryHandler(observer)],
        )

    def with_token(self, token: str) -> AsyncWebClient:
        """A Web API client for one workspace, on the shared session."""
        return _like(self.client, token, self.client.retry_handlers)

    async def open(self) -> None:
        """Open the session. Needs a running loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TIMEOUT),
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
            )
            self.client.session = self._session

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None
            self.client.session = None

    async def respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        """Post to a `response_url`, which Slack lets us use five times in 30 minutes.

        Raises `UnansweredError` when Slack takes it at no try.
        """
        if self._session is None:
            raise UnansweredError("closed")
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                async with self._session.post(response_url, json=payload) as response:
                    status = response.status
                    wait = _wait(status, response.headers, attempt)
            except (aiohttp.ClientConnectionError, TimeoutError):
                if last:
                    # The address is a secret: it must not travel in a chained exception.
                    raise UnansweredError("no connection") from None
                status, wait = 0, _wait(0, {}, attempt)
            if status == _TOO_MANY:
                self._observer.limited(NAME)
            elif 0 < status < _SERVER_FAULT:
                if status >= 400:  # noqa: PLR2004 - the first HTTP error status
                    raise UnansweredError(str(status))
                return
            if last or wait > LONGEST_WAIT:
                raise UnansweredError(str(status))
            await asyncio.sleep(wait)
