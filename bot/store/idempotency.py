"""Keys remembered for a while, by all replicas."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, true

from bot.store.engine import Database
from bot.store.sql import each, upsert
from bot.store.tables import idempotency


class IdempotencyStore:
    """A `Idempotency`. Only digests are kept: a key may name a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, key: str, keep: timedelta) -> bool:
        """True for exactly one caller per key within `keep`."""
        digest = hashlib.sha256(key.encode()).hexdigest()
        now = self._database.now()
        wanted = upsert(self._database, idempotency).values(
            key=digest, expires_at=now + keep.total_seconds()
        )
        claim = wanted.on_conflict_do_update(
            index_elements=["key"],
            set_={"expires_at": wanted.excluded.expires_at},
            where=idempotency.c.expires_at <= now,
        ).returning(idempotency.c.key)
        async with self._database.write() as connection:
            return (await connection.execute(claim)).first() is not None

    async def claim_all(self, keys: Sequence[str], keep: timedelta) -> frozenset[str]:
        """Those of the keys, all different, that nobody had before within `keep`."""
        named = {hashlib.sha256(key.encode()).hexdigest(): key for key in keys}
        if not named:
            return frozenset()
        now = self._database.now()
        keys_wanted = select(each(self._database, sorted(named)), now + keep.total_seconds())
        # SQLite takes the ON of the upsert for that of a join unless a WHERE stands between.
        wanted = upsert(self._database, idempotency).from_select(
            ["key", "expires_at"], keys_wanted.where(true())
        )
        claim = wanted.on_conflict_do_update(
            index_elements=["key"],
            set_={"expires_at": wanted.excluded.expires_at},
            where=idempotency.c.expires_at <= now,
        ).returning(idempotency.c.key)
        async with self._database.write() as connection:
            return frozenset(named[row.key] for row in await connection.execute(claim))

    async def tidy(self) -> int:
        """Delete what has expired; how many there were."""
        async with self._database.write() as connection:
            done = await connection.execute(
                delete(idempotency).where(idempotency.c.expires_at <= self._database.now())
            )
            return done.rowcount
