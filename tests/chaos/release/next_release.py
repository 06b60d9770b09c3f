"""The next release's migration, as these tests imagine it: it adds, fills in, and takes time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.migrate import HEAD

revision = "next"
down_revision = HEAD

SECONDS = 1


def upgrade() -> None:
    """Change both tables that the workers are writing to, and hold them for a while."""
    for table in ("schedules", "deliveries"):
        op.add_column(table, sa.Column("note", sa.Text(), nullable=False, server_default=""))
        op.execute(f"UPDATE {table} SET note = 'filled in'")  # noqa: S608 - names of our own tables
    op.create_index("deliveries_note", "deliveries", ["note", "due_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SELECT pg_sleep({SECONDS})")
    else:
        # SQLite has no pause; counting this far takes about as long.
        op.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000000) "
            "SELECT count(*) FROM n"
        )
