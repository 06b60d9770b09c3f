"""How often one person and one workspace may ask: a kind sentence instead of silence."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

MINUTE = 60.0
# People and workspaces remembered at once; the longest silent are forgotten first.
REMEMBERED = 20_000


class TokenBuckets:
    """A `RateLimit`: each person and workspace has a bucket that fills up again over a minute."""

    def __init__(
        self, person: int, workspace: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sizes = {"person": person, "workspace": workspace}
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def allow(self, workspace: str, person: str) -> float:
        """0 and one question less, or the seconds until there is one again."""
        now = self._clock()
        wants = (("workspace", workspace), ("person", f"{workspace}/{person}"))
        levels = [self._level(kind, name, now) for kind, name in wants]
        waits = [
            (1 - level) * MINUTE / self._sizes[kind]
            for (kind, _), level in zip(wants, levels, strict=True)
            if level < 1
        ]
        if waits:
            return max(waits)
        for want, level in zip(wants, levels, strict=True):
            self._buckets[want] = (level - 1, now)
            self._buckets.move_to_end(want)
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return 0.0

    def _level(self, kind: str, name: str, now: float) -> float:
        size = self._sizes[kind]
        level, then = self._buckets.get((kind, name), (float(size), now))
        return min(float(size), level + (now - then) * size / MINUTE)
