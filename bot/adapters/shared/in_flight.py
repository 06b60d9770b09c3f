"""Answers in hand: kept track of, and finished before a door closes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any


class InFlight:
    """Work under way. The SDKs keep no hold of it, so a shutdown would lose answers."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self.closed = False

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it in the background. The work deals with its own errors."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def run(self, work: Awaitable[None]) -> None:
        """Do the work in the task at hand."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("no task at hand")
        self._running.add(task)
        try:
            await work
        finally:
            self._running.discard(task)

    def __len__(self) -> int:
        return len(self._running)

    async def finish(self, within: float) -> None:
        """Wait until all is done, also what is started meanwhile; give up after `within` seconds.

        What is not done by then is cancelled.
        """
        self.closed = True
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while self._running and loop.time() < end:
            await asyncio.wait(set(self._running), timeout=max(0.0, end - loop.time()))
        left = set(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
