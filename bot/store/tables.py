"""All tables. The migrations make them; a test compares both.

Instants are seconds since 1970 by the database's own clock, so that replicas with a wrong clock
agree, and SQLite and PostgreSQL hold the same.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()

# Conditions of partial indexes, as literal text: SQLite uses such an index only for a query with
# exactly the same words. PostgreSQL's partial indexes are created in the migrations; declaring them
# here would load its dialect, several megabytes, into a bot that uses SQLite.
OPEN = text("state IN ('waiting', 'sending', 'unsure')")
ACTIVE = text("state = 'active'")

idempotency = Table(
    "once",
    metadata,
    Column("key", Text, primary_key=True),  # a digest, never the key itself
    Column("expires_at", Double, nullable=False, index=True),
)

salts = Table(
    "salts",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
)

votes = Table(
    "votes",
    metadata,
    Column("workspace", Text, nullable=False),
    Column("voter", Text, nullable=False),  # a salted hash
    Column("about", Text, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("cast_at", Double, nullable=False, index=True),
    PrimaryKeyConstraint("workspace", "voter", "about"),
)

workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("contact", Text, nullable=False),
    Column("configurers", Text, nullable=False),  # JSON
)

key_values = Table(
    "hashes",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("workspace", Text, nullable=False, index=True),
    Column("zone", Text, nullable=False),
    Column("at", Integer, nullable=False),  # minutes since midnight
    Column("days", Integer, nullable=False),  # one bit a weekday, Monday the lowest
    Column("holidays", Text, nullable=False),
    Column("closed", Text, nullable=False),  # JSON
    Column("style", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("not_before", Date),
    Column("next_date", Date),
    Column("next_at", Double),
    Column("set_by", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Index("schedules_due", "next_at", sqlite_where=ACTIVE),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("channel", Text, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("workspace", Text, nullable=False, index=True),
    Column("due_at", Double, nullable=False, index=True),
    Column("expires_at", Double, nullable=False),
    Column("style", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    # When it may be tried; while it is being sent, when that is given up for lost.
    Column("run_at", Double, nullable=False),
    Column("owner", Text, nullable=False),
    Column("started_at", Double),  # the first attempt: where a search for the post begins
    Column("settled_at", Double),
    Column("message_id", Text, nullable=False),
    Column("error", Text, nullable=False),
    PrimaryKeyConstraint("channel", "local_date"),
    Index("deliveries_open", "run_at", sqlite_where=OPEN),
)

paces = Table(
    "paces",
    metadata,
    Column("key", Text, primary_key=True),
    Column("free_at", Double, nullable=False),
)

oauth_states = Table(
    "slack_oauth_states",
    metadata,
    Column("state", Text, primary_key=True),  # a digest
    Column("expires_at", Double, nullable=False),
)


def _installed() -> list[Column[Any]]:
    return [
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("client_id", Text, nullable=False),
        Column("app_id", Text, nullable=False),
        Column("enterprise_id", Text),
        Column("enterprise_name", Text),
        Column("team_id", Text, index=True),
        Column("team_name", Text),
        # Encrypted tokens are longer than the 200 characters the SDK's own tables allow.
        Column("bot_token", Text),
        Column("bot_id", Text),
        Column("bot_user_id", Text),
        Column("bot_scopes", Text),
        Column("bot_refresh_token", Text),
        Column("bot_token_expires_at", DateTime),
        Column("is_enterprise_install", Boolean, nullable=False, default=False),
        Column("installed_at", DateTime, nullable=False),
    ]


slack_bots = Table(
    "slack_bots",
    metadata,
    *_installed(),
    Index("slack_bots_found", "client_id", "enterprise_id", "team_id", "installed_at"),
)

slack_installations = Table(
    "slack_installations",
    metadata,
    *_installed(),
    Column("enterprise_url", Text),
    Column("user_id", Text, nullable=False),
    Column("user_token", Text),
    Column("user_scopes", Text),
    Column("user_refresh_token", Text),
    Column("user_token_expires_at", DateTime),
    Column("incoming_webhook_url", Text),
    Column("incoming_webhook_channel", Text),
    Column("incoming_webhook_channel_id", Text),
    Column("incoming_webhook_configuration_url", Text),
    Column("token_type", Text),
    Index("slack_installations_found", "client_id", "enterprise_id", "team_id", "installed_at"),
)
