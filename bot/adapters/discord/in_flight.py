"""Answers under way: each is timed and sent, and its faults stay its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord

from bot.adapters.discord.answering import PLATFORM, notice
from bot.adapters.discord.send import TooLateError
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Reply
from bot.handlers.ports import Observer
from bot.handlers.replies import navigation

Make = Callable[[], Awaitable[Reply]]
Send = Callable[[Reply], Awaitable[object]]


class InFlight:
    """Runs the work on answers, and knows which are still under way."""

    def __init__(self, observer: Observer, clock: Callable[[], float]) -> None:
        self._observer = observer
        self._clock = clock
        self._in_hand: set[asyncio.Task[object]] = set()
        self.closed = False

    async def run(self, kind: str, make: Make, send: Send) -> None:
        """Make a reply and send it. After `finish`, nothing new is taken."""
        task = asyncio.current_task()
        if self.closed or task is None:
            return
        self._in_hand.add(task)
        started = self._clock()
        try:
            outcome = await self._run(make, send)
        finally:
            self._in_hand.discard(task)
        self._observer.answered(PLATFORM, kind, outcome, self._clock() - started)

    async def finish(self, patience: float) -> None:
        """Take nothing new, and wait for what is in hand."""
        self.closed = True
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=patience)

    async def _run(self, make: Make, send: Send) -> str:
        try:
            reply = await make()
            await send(reply)
        except TooLateError as late:
            if late.outcome == "taken":
                self._observer.redelivered(PLATFORM)
            return late.outcome
        except UserFacingError as error:
            return await self._excuse(notice(error.message, error.hint), send)
        except discord.Forbidden:
            # We may not write there, and trying again would only count against us.
            return "forbidden"
        except discord.RateLimited:
            return "limited"
        except Exception as error:  # noqa: BLE001 - no fault of one answer reaches another
            incident = self._observer.incident(PLATFORM, error)
            return await self._excuse(navigation.incident(incident), send)
        return reply.outcome

    async def _excuse(self, reply: Reply, send: Send) -> str:
        try:
            await send(reply)
        except (discord.DiscordException, OSError, TooLateError):
            return "unsent"
        return "error"
