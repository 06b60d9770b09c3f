"""Alembic asks this how to reach the database: by the connection that is already open."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The caller's transaction holds the lock, so all of it happens there or not at all.
    transactional_ddl=False,
)
context.run_migrations()
