"""Work that goes on after the acknowledgement: kept track of, and finished before closing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class BackgroundTasks:
    """Background work. Bolt keeps no hold of its own, so a shutdown would lose answers."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it in the background. The work deals with its own errors."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def __len__(self) -> int:
        return len(self._running)

    async def finish(self, within: float) -> None:
        """Wait until all is done, also what is started meanwhile; give up after `within` seconds.

        What is not done by then is cancelled.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while self._running and loop.time() < end:
            await asyncio.wait(set(self._running), timeout=max(0.0, end - loop.time()))
        for task in set(self._running):
            task.cancel()
        await asyncio.gather(*set(self._running), return_exceptions=True)
