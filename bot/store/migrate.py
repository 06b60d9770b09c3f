"""Bringing the tables up to date, at every start, safely when several replicas start at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.handlers.errors import UserFacingError
from bot.store.engine import Database
from bot.store.tables import metadata

HEAD = "0001"
FOLDER = Path(__file__).parent / "migrations"
# "ethics" in letters of a telephone: the number of our lock among all users of the server.
LOCK = 384427
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 3.0


@dataclass(frozen=True, slots=True)
class Schema:
    """A folder of migrations, and the newest of them."""

    folder: Path = FOLDER
    head: str = HEAD


SHIPPED = Schema()


async def migrate(database: Database, patience: float, schema: Schema = SHIPPED) -> None:
    """Upgrade to the newest schema. One newer still is left alone: newer versions only ever add.

    Waits up to `patience` seconds for a database that is still starting.
    Raises `UserFacingError` when it cannot be reached or used.
    """
    loop = asyncio.get_running_loop()
    ends, pause = loop.time() + patience, FIRST_PAUSE
    while True:
        try:
            async with database.migrator.begin() as connection:
                await connection.run_sync(partial(_upgrade, schema=schema))
        except (OSError, TimeoutError, DBAPIError) as error:
            if _is_final(database, error) or loop.time() + pause > ends:
                raise _explained(database, error) from error
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            # It is not needed again.
            await database.migrator.dispose()
            return


def _upgrade(connection: Connection, schema: Schema) -> None:
    # The transaction holds the lock: SQLite's began with it, PostgreSQL's takes its own.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    revision = _revision(connection)
    if revision == schema.head or (revision is not None and not _knows(schema, revision)):
        return
    empty = revision is None and not inspect(connection).get_table_names()
    if empty and schema == SHIPPED and connection.dialect.name == "sqlite":
        make(connection)
    else:
        upgrade(connection, schema)


def make(connection: Connection) -> None:
    """All tables at once, in a SQLite file that has none: the same as all migrations make."""
    metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def upgrade(connection: Connection, schema: Schema = SHIPPED) -> None:
    """All migrations that are missing."""
    from alembic import command  # noqa: PLC0415 - slow and large, and rarely needed
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(schema.folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema.head)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _knows(schema: Schema, revision: str) -> bool:
    return any(schema.folder.glob(f"versions/{revision}_*.py"))


def _is_final(database: Database, error: Exception) -> bool:
    """A file that is not merely held by another process will not get better by waiting."""
    return database.is_sqlite and "locked" not in str(getattr(error, "orig", None) or error)


def _explained(database: Database, error: Exception) -> UserFacingError:
    if database.is_sqlite:
        reason = str(getattr(error, "orig", None) or "it cannot be opened")
        return UserFacingError(
            f"The database file {database.writer.url.database} cannot be used: {reason}.",
            hint="Check that the disk has room and that the file may be written.",
        )
    if isinstance(error, OperationalError | OSError | TimeoutError):
        return UserFacingError(
            "The database cannot be reached.", hint="Check ETHICS_DATABASE_URL and the server."
        )
    # The driver's own words may repeat the address; the kind of error says enough.
    kind = type(getattr(error, "orig", None) or error).__name__
    return UserFacingError(
        f"The database refuses the connection or the tables ({kind}).",
        hint="Check the user, the password and the name in ETHICS_DATABASE_URL, and that the user "
        "may create tables.",
    )
