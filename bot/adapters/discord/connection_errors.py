"""Classifies Discord errors as fatal or retryable, and stops sending before Discord's ban.

Discord bans an address that sends too many invalid requests.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
import discord

from bot.adapters.discord.people import PLATFORM
from bot.handlers.errors import UserFacingError
from bot.handlers.ports import Observer

# Discord bars an address after 10,000 requests answered 401, 403 or 429 within ten minutes
# (discord.com/developers/docs/topics/rate-limits). Others may share our address, so we stop well
# before.
INVALID_MAX = 2000
INVALID_SECONDS = 600.0
_INVALID = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
_SHARED = "shared"

BAD_TOKEN = UserFacingError(
    "Discord refused DISCORD_TOKEN.",
    hint="Copy the token again from the Bot page of your application at "
    "https://discord.com/developers/applications, or press Reset Token there.",
)
BAD_INTENT = UserFacingError(
    "Discord closed the connection because of an intent this application may not use.",
    hint="The ethics guide needs no privileged intent; start it again, and update it if this "
    "comes back.",
)
BAD_VERSION = UserFacingError(
    "Discord no longer takes this version of discord.py.", hint="Update the ethics guide."
)
# 4014 has an exception of its own. Close codes after which trying again is of no use:
# discord.com/developers/docs/topics/opcodes-and-status-codes
_CLOSE_CODES = {4004: BAD_TOKEN, 4012: BAD_VERSION, 4013: BAD_INTENT}

# Discord or the way there is down. Anything else that ends a connection is a fault of ours.
RETRYABLE = (
    discord.HTTPException,
    discord.RateLimited,
    discord.ConnectionClosed,
    discord.GatewayNotFound,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
)


def fatal_error(error: BaseException) -> UserFacingError | None:
    """What somebody must mend before the door can open; None where trying again may help."""
    if isinstance(error, UserFacingError):
        return error
    if isinstance(error, discord.LoginFailure):
        return BAD_TOKEN
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return BAD_INTENT
    if isinstance(error, discord.ConnectionClosed):
        return _CLOSE_CODES.get(error.code)
    return None


class InvalidRequestsError(OSError):
    """A request was not made: Discord refused so many that it might bar us."""


class InvalidRequestLimit:
    """Counts refused requests, and holds back new ones while there were too many."""

    def __init__(
        self,
        observer: Observer,
        *,
        limit: int = INVALID_MAX,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._observer = observer
        self._limit = limit
        self._clock = clock
        self._at: deque[float] = deque(maxlen=limit)

    def trace(self) -> aiohttp.TraceConfig:
        """Watches every request of a client."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._before)
        config.on_request_end.append(self._after)
        return config

    def may_send(self) -> bool:
        """Whether there is room for another refusal."""
        return len(self._at) < self._limit or self._clock() - self._at[0] > INVALID_SECONDS

    async def _before(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        _params: aiohttp.TraceRequestStartParams,
    ) -> None:
        if not self.may_send():
            raise InvalidRequestsError

    async def _after(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        status = params.response.status
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._observer.limited(PLATFORM)
        shared = params.response.headers.get("X-RateLimit-Scope") == _SHARED
        if status in _INVALID and not shared:
            self._at.append(self._clock())
