"""What SQLite and PostgreSQL write alike, but SQLAlchemy keeps in two places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from sqlalchemy import ColumnElement, Table, Text, bindparam, func
from sqlalchemy.dialects import sqlite

from bot.store.engine import Database

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def upsert(database: Database, table: Table) -> postgresql.Insert:
    """An INSERT that knows ON CONFLICT. Both kinds have the methods used here."""
    if database.is_sqlite:
        return cast("postgresql.Insert", sqlite.insert(table))
    # Takes several megabytes, which a bot with a SQLite file does without.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table)


def each(database: Database, values: Sequence[str]) -> ColumnElement[str]:
    """A column to select from with these values as its rows, in their order.

    One parameter for all of them: the statement is the same for any number of values.
    """
    if database.is_sqlite:
        listed = func.json_each(bindparam("each", json.dumps(values), Text))
        return listed.table_valued("value").c.value
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - see `upsert`

    array = bindparam("each", list(values), postgresql.ARRAY(Text))
    return func.unnest(array).column_valued("each")
