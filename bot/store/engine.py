"""The database: a SQLite file, or PostgreSQL. The rest of the store does not know which."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Double, event, literal, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

from bot.handlers.errors import UserFacingError
from bot.store.clock import Clock

FILE_NAME = "ethics.sqlite3"
# Another process may hold SQLite's one write lock for this long (milliseconds).
BUSY_TIMEOUT = 15_000
READERS = 4
# Connections to PostgreSQL: at most all of them together, for each replica.
POOL = 6
POOL_MORE = 6
POOL_WAIT = 15
CONNECT_SECONDS = 10
COMMAND_SECONDS = 30
# A migration may rewrite a large table, and other replicas wait for it.
MIGRATION_SECONDS = 900


class DatabaseNow(FunctionElement[float]):
    """The database's own time, in seconds since 1970. Use `Database.now`."""

    inherit_cache = True
    type = Double()
    name = "database_now"


@compiles(DatabaseNow, "sqlite")
def _sqlite_now(_element: DatabaseNow, _compiler: Any, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(DatabaseNow, "postgresql")
def _postgresql_now(_element: DatabaseNow, _compiler: Any, **_: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"


@dataclass(frozen=True, slots=True)
class Database:
    """Where to write and where to read: two pools, so that a look costs as little as it can.

    `migrator` changes tables, once at the start, and has the patience for it.
    """

    writer: AsyncEngine
    reader: AsyncEngine
    migrator: AsyncEngine
    clock: Clock = field(default_factory=Clock)

    def now(self) -> ColumnElement[float]:
        """Seconds since 1970, as part of a statement: the same for all replicas."""
        return DatabaseNow() + literal(self.clock.ahead, Double())

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of ours."""
        return self.writer.dialect.name == "sqlite"

    async def time(self, connection: AsyncConnection) -> float:
        """`now`, looked up."""
        return float((await connection.execute(select(self.now()))).scalar_one())

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may change things; commits at its end."""
        async with self.writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read from."""
        async with self.reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Close all connections."""
        for engine in (self.writer, self.reader, self.migrator):
            await engine.dispose()


def connect(url: str, data: Path, clock: Clock | None = None) -> Database:
    """The database at `url`, or without one the SQLite file in `data`. Opens nothing yet.

    Raises `UserFacingError` for an address that is none, or a folder that cannot be made.
    """
    clock = clock or Clock()
    if not url:
        return _sqlite(data, clock)
    try:
        return _at(make_url(url), clock)
    except (ArgumentError, ValueError):
        raise UserFacingError(
            "ETHICS_DATABASE_URL is not an address.",
            hint="Write postgresql://user:password@host/name.",
        ) from None


def _at(address: URL, clock: Clock) -> Database:
    family = address.drivername.partition("+")[0]
    if family == "sqlite":
        return _sqlite_at(address, clock)
    if family in ("postgres", "postgresql"):
        return _postgresql(address, clock)
    raise UserFacingError(
        f"ETHICS_DATABASE_URL names {family[:20]}, which is not supported.",
        hint="Use postgresql://user:password@host/name, or leave it empty for a SQLite file.",
    )


def _sqlite(data: Path, clock: Clock) -> Database:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = data / FILE_NAME
        file.touch(mode=0o600)
    except OSError as error:
        raise UserFacingError(
            f"The folder {data} cannot be written to: {error.strerror}.",
            hint="Set ETHICS_DATA to a folder that can.",
        ) from None
    return _sqlite_at(URL.create("sqlite", database=str(file)), clock)


def _sqlite_at(address: URL, clock: Clock) -> Database:
    address = address.set(drivername="sqlite+aiosqlite")
    writer = create_async_engine(
        address,
        # One writer a process: SQLite has one write lock, and waiting for it in here is fair.
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": BUSY_TIMEOUT / 1000},
    )
    reader = create_async_engine(
        address,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=READERS,
        max_overflow=0,
        connect_args={"timeout": BUSY_TIMEOUT / 1000},
    )
    _prepare(writer, "BEGIN IMMEDIATE", ())
    _prepare(reader, "BEGIN", ("PRAGMA query_only = ON",))
    return Database(writer, reader, writer, clock)


def _prepare(engine: AsyncEngine, begin: str, pragmas: tuple[str, ...]) -> None:
    """Begin transactions ourselves: the driver would begin them late, and lose to other writers."""

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"PRAGMA busy_timeout = {BUSY_TIMEOUT}",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            *pragmas,
        ):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _postgresql(address: URL, clock: Clock) -> Database:
    try:
        # A look is one statement: without a transaction around it, it is one round trip and not
        # three, and so is the question whether the connection still stands.
        reader = _postgresql_engine(
            address,
            COMMAND_SECONDS,
            {"default_transaction_read_only": "on"},
            pool_size=READERS,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
        )
        writer = _postgresql_engine(
            address, COMMAND_SECONDS, {}, pool_size=POOL, max_overflow=POOL_MORE
        )
        migrator = _postgresql_engine(address, MIGRATION_SECONDS, {}, pool_size=1, max_overflow=0)
    except ImportError:
        raise UserFacingError(
            "PostgreSQL needs the package asyncpg, which is not installed.",
            hint="Install the bot with its extra: ethics-guide[postgres].",
        ) from None
    return Database(writer, reader, migrator, clock)


def _postgresql_engine(
    address: URL, seconds: float, settings: Mapping[str, str], **pool: Any
) -> AsyncEngine:
    return create_async_engine(
        address.set(drivername="postgresql+asyncpg"),
        pool_timeout=POOL_WAIT,
        pool_pre_ping=True,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": seconds,
            "server_settings": {"application_name": "ethics-guide", "jit": "off", **settings},
        },
        **pool,
    )
