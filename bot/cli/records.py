"""`ethics export` and `ethics erase`: what is held about a workspace, for those who must know."""

from __future__ import annotations

import asyncio
import json
import os
import re
from typing import Any

import click

from bot import settings as settings_
from bot.handlers.errors import UserFacingError
from bot.settings import Settings
from bot.store.from_settings import store_for

_WORKSPACE = re.compile(r"(slack|discord):\w+")


@click.command("export")
@click.argument("workspace")
def export_command(workspace: str) -> None:
    """Print everything held about WORKSPACE as JSON, by table; tokens and salts are left out.

    WORKSPACE is slack:T… (or slack:E… for an organization), or discord: and the server's id.
    """
    found = asyncio.run(_export(settings_.load(os.environ), _checked(workspace)))
    click.echo(json.dumps(found, indent=2, default=str, ensure_ascii=False))


@click.command("erase")
@click.argument("workspace")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def erase_command(workspace: str, *, yes: bool) -> None:
    """Delete everything held about WORKSPACE, as when the app is removed from it.

    Refused while ETHICS_LEGAL_HOLD is set.
    """
    settings = settings_.load(os.environ)
    if settings.legal_hold:
        raise UserFacingError("ETHICS_LEGAL_HOLD is set, so nothing is deleted.", exit_status=1)
    checked = _checked(workspace)
    if not yes:
        click.confirm(f"Delete everything held about {checked}?", abort=True)
    rows = asyncio.run(_erase(settings, checked))
    click.echo(f"Deleted {rows} rows of {checked}.")


def _checked(workspace: str) -> str:
    if not _WORKSPACE.fullmatch(workspace):
        raise UserFacingError(
            "That is not the id of a workspace.",
            hint="Write slack: or discord: and the id, as in slack:T012AB3CD.",
        )
    return workspace


async def _export(settings: Settings, workspace: str) -> dict[str, list[dict[str, Any]]]:
    store = await store_for(settings)
    try:
        return await store.workspaces.export(workspace)
    finally:
        await store.close()


async def _erase(settings: Settings, workspace: str) -> int:
    store = await store_for(settings)
    try:
        held = await store.workspaces.export(workspace)
        await store.workspaces.delete(workspace)
    finally:
        await store.close()
    return sum(map(len, held.values()))
