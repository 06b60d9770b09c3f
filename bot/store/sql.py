"""What SQLite and PostgreSQL write alike, but SQLAlchemy keeps in two places."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import Database


def upsert(database: Database, table: Table) -> postgresql.Insert:
    """An INSERT that knows ON CONFLICT. Both kinds have the methods used here."""
    if database.is_sqlite:
        return cast("postgresql.Insert", sqlite.insert(table))
    return postgresql.insert(table)
