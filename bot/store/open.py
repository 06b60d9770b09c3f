"""Opening the store, and what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.clock import Clock
from bot.store.deliveries import Deliveries
from bot.store.engine import Database, connect
from bot.store.idempotency import IdempotencyStore
from bot.store.installations import Installations, OAuthStates
from bot.store.key_values import KeyValueStore
from bot.store.migrate import SHIPPED, Schema, migrate
from bot.store.schedules import Schedules
from bot.store.token_encryption import TokenCipher
from bot.store.votes import VoteStore
from bot.store.workspaces import WorkspaceStore

# A database that is only starting is waited for this long (seconds).
PATIENCE = 30.0
STATE_SECONDS = 600
DAY = 86_400


class Store:
    """All repositories, on one database."""

    def __init__(self, database: Database, cipher: TokenCipher) -> None:
        self._database = database
        self._cipher = cipher
        self.clock = database.clock
        self.idempotency = IdempotencyStore(database)
        self.votes = VoteStore(database)
        self.workspaces = WorkspaceStore(database)
        self.key_values = KeyValueStore(database)
        self.schedules = Schedules(database)
        self.deliveries = Deliveries(database)

    def installations(self, client_id: str) -> Installations:
        """Slack's installations. Raises `UserFacingError` without a key to encrypt with."""
        self._cipher.require()
        return Installations(client_id, self._database, self._cipher)

    def oauth_states(self) -> OAuthStates:
        """States of Slack installations under way."""
        return OAuthStates(self._database, STATE_SECONDS)

    async def ready(self) -> bool:
        """Whether the database answers."""
        try:
            async with self._database.read() as connection:
                await connection.execute(text("SELECT 1"))
        except (OSError, TimeoutError, SQLAlchemyError):
            return False
        return True

    async def tidy(self, retention_days: int, *, legal_hold: bool = False) -> int:
        """Delete what is older than it may be; how many rows.

        Under a legal hold, only expired keys, which say nothing about anybody.
        """
        gone = await self.idempotency.tidy()
        if legal_hold:
            return gone
        before = self.clock() - retention_days * DAY
        gone += await self.votes.tidy(before)
        return gone + await self.deliveries.tidy(before)

    async def close(self) -> None:
        """Close all connections."""
        await self._database.close()


async def open_store(
    url: str,
    data: Path,
    keys: Sequence[str],
    *,
    patience: float = PATIENCE,
    schema: Schema = SHIPPED,
    clock: Clock | None = None,
) -> Store:
    """The store at `url`, or in a SQLite file in `data`, with its tables up to date.

    `clock` moves the database's time with the process's; without one, both are the system's.
    Raises `UserFacingError` when it cannot be reached, made or used, or a key is none.
    """
    cipher = TokenCipher(keys)
    database = connect(url, data, clock)
    try:
        await migrate(database, patience, schema)
    except BaseException:
        await database.close()
        raise
    return Store(database, cipher)
