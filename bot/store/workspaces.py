"""Settings of a workspace or server, and the end of everything kept about it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handlers.ports import WorkspaceConfig
from bot.store.engine import Database
from bot.store.sql import upsert
from bot.store.tables import (
    deliveries,
    paces,
    salts,
    schedules,
    slack_bots,
    slack_installations,
    votes,
    workspaces,
)

SLACK = "slack:"
_BY_WORKSPACE = (votes, salts, workspaces, schedules, deliveries)
_INSTALLED = (slack_bots, slack_installations)
# Never leaves the database, not even for those it is about.
_SECRET = ("salt", "bot_token", "bot_refresh_token", "user_token", "user_refresh_token")


class WorkspaceStore:
    """`Workspaces`, and the export of what is held about one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def config(self, workspace: str) -> WorkspaceConfig:
        """What is set, or the defaults."""
        query = select(workspaces.c.contact, workspaces.c.configurers)
        async with self._database.read() as connection:
            found = await connection.execute(query.where(workspaces.c.workspace == workspace))
            row = found.first()
        if row is None:
            return WorkspaceConfig()
        return WorkspaceConfig(row.contact, frozenset(json.loads(row.configurers)))

    async def save(self, workspace: str, config: WorkspaceConfig) -> None:
        """Replace what is set."""
        values = {"contact": config.contact, "configurers": json.dumps(sorted(config.configurers))}
        wanted = upsert(self._database, workspaces).values(workspace=workspace, **values)
        async with self._database.write() as connection:
            await connection.execute(
                wanted.on_conflict_do_update(index_elements=["workspace"], set_=values)
            )

    async def delete(self, workspace: str) -> None:
        """Delete every row of the workspace in every table."""
        async with self._database.write() as connection:
            for table in _BY_WORKSPACE:
                await connection.execute(delete(table).where(table.c.workspace == workspace))
            await connection.execute(delete(paces).where(paces.c.key == workspace))
            if workspace.startswith(SLACK):
                await _delete_installed(connection, workspace.removeprefix(SLACK))

    async def export(self, workspace: str) -> dict[str, list[dict[str, Any]]]:
        """Every row kept about a workspace, by table; tokens and salts are left out."""
        found: dict[str, list[dict[str, Any]]] = {}
        team = workspace.removeprefix(SLACK)
        async with self._database.read() as connection:
            for table in _BY_WORKSPACE:
                query = select(table).where(table.c.workspace == workspace)
                found[table.name] = await _rows(connection, query)
            if workspace.startswith(SLACK):
                for table in _INSTALLED:
                    query = select(table).where(_installed_in(table, team))
                    found[table.name] = await _rows(connection, query)
        return found


async def _delete_installed(connection: AsyncConnection, team: str) -> None:
    for table in _INSTALLED:
        await connection.execute(delete(table).where(_installed_in(table, team)))


def _installed_in(table: Table, team: str) -> Any:
    """An organization's own installation has no team."""
    whole = (table.c.enterprise_id == team) & table.c.team_id.is_(None)
    return whole if team.startswith("E") else table.c.team_id == team


async def _rows(connection: AsyncConnection, query: Any) -> list[dict[str, Any]]:
    rows = (await connection.execute(query)).mappings()
    return [{k: v for k, v in row.items() if k not in _SECRET} for row in rows]
