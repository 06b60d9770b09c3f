"""Not faster than a platform allows, within one process."""

from __future__ import annotations

import asyncio
import time

# More keys than this are workspaces long done with.
MOST = 10_000


class LocalRate:
    """Hands out turns. The plan spreads posts over all replicas; this holds back what piled up."""

    def __init__(self) -> None:
        self._free: dict[str, float] = {}

    async def turn(self, key: str, rate: float) -> None:
        """Wait for the next turn of a key."""
        now = time.monotonic()
        at = max(now, self._free.get(key, now))
        if len(self._free) > MOST:
            self._free = {k: free for k, free in self._free.items() if free > now}
        self._free[key] = at + 1 / rate
        if at > now:
            await asyncio.sleep(at - now)
