"""First come, first answered: claims a request for this replica, many at a time when busy."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.adapters.shared.ttl_cache import TtlCache
from bot.handlers.ports import BatchIdempotency, Idempotency

_SEEN = 20_000
# A database takes this many keys in one statement without trouble.
_AT_ONCE = 200


class Deduplicator:
    """Asks our own memory, then the shared one.

    What comes in while the database is busy with a claim is claimed together afterwards: a
    database commits a few hundred times a second, and may be asked more often than that.
    """

    def __init__(self, idempotency: Idempotency, keep: timedelta) -> None:
        """`keep` is how long after an event the platform may deliver it again."""
        self._idempotency = idempotency
        self._keep = keep
        self._many = idempotency if isinstance(idempotency, BatchIdempotency) else None
        self._seen: TtlCache[bool] = TtlCache(most=_SEEN, seconds=keep.total_seconds())
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        self._working = False

    async def claim(self, key: str) -> bool:
        """True for one caller a key, in all replicas. Raises what the shared memory raises."""
        # This replica's own memory first: it costs nothing and needs no database.
        if self._seen.get(key):
            return False
        self._seen.put(key, True)  # noqa: FBT003 - a set with an age
        if self._many is None:
            return await self._idempotency.claim(key, self._keep)
        mine: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[key] = mine
        if not self._working:
            self._working = True
            try:
                await self._claim_all(self._many)
            finally:
                self._working = False
        return await mine

    async def _claim_all(self, idempotency: BatchIdempotency) -> None:
        while self._waiting:
            batch = dict(list(self._waiting.items())[:_AT_ONCE])
            for key in batch:
                del self._waiting[key]
            try:
                first = await idempotency.claim_all(list(batch), self._keep)
            except BaseException as error:
                _fail(batch, error)
                if not isinstance(error, Exception):
                    # Cancelled: whoever waits behind must not wait for ever.
                    _fail(self._waiting, error)
                    self._waiting.clear()
                    raise
            else:
                for key, waiter in batch.items():
                    if not waiter.done():
                        waiter.set_result(key in first)


def _fail(waiting: dict[str, asyncio.Future[bool]], error: BaseException) -> None:
    kept = error if isinstance(error, Exception) else ConnectionAbortedError("cancelled")
    for waiter in waiting.values():
        if not waiter.done():
            waiter.set_exception(kept)
