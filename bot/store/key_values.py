"""Small remembered values."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.engine import Database
from bot.store.sql import upsert
from bot.store.tables import key_values


class KeyValueStore:
    """`KeyValues`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """The value, or None."""
        async with self._database.read() as connection:
            found = await connection.execute(
                select(key_values.c.value).where(key_values.c.key == key)
            )
            value = found.scalar()
        return None if value is None else str(value)

    async def put(self, key: str, value: str) -> None:
        """Remember the value."""
        wanted = upsert(self._database, key_values).values(key=key, value=value)
        async with self._database.write() as connection:
            await connection.execute(
                wanted.on_conflict_do_update(index_elements=["key"], set_={"value": value})
            )
