"""Telling Discord about the commands, only when they changed, and from one process."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands

from bot.handlers.ports import Idempotency, KeyValues

# Long enough for one process to finish what all begin at once; short enough to try again.
SYNC_KEPT = timedelta(minutes=1)


async def sync_if_changed(
    tree: app_commands.CommandTree[Any],
    key_values: KeyValues,
    idempotency: Idempotency,
    dev_guild: int = 0,
) -> bool:
    """Sync when the commands differ from those last synced; whether they were.

    Discord allows 200 new commands a day, and a sync replaces all of them. With a development
    server only that server is synced, where changes show at once.
    """
    guild = discord.Object(dev_guild) if dev_guild else None
    if guild is not None:
        tree.copy_global_to(guild=guild)
    key = hash_key(tree.client.application_id or 0, dev_guild)
    digest = await commands_hash(tree, guild)
    if await key_values.get(key) == digest:
        return False
    if not await idempotency.claim(f"{key}:{digest}", SYNC_KEPT):
        return False
    await tree.sync(guild=guild)
    await key_values.put(key, digest)
    return True


def hash_key(application: int, dev_guild: int = 0) -> str:
    """Where the hash of the commands last synced is kept."""
    return f"discord:commands:{application}:{dev_guild or 'global'}"


async def commands_hash(
    tree: app_commands.CommandTree[Any], guild: discord.abc.Snowflake | None = None
) -> str:
    """A hash of everything that a sync would send, and of the library that sends it."""
    payloads = json.dumps(await payload(tree, guild), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{discord.__version__}\n{payloads}".encode()).hexdigest()


async def payload(
    tree: app_commands.CommandTree[Any], guild: discord.abc.Snowflake | None = None
) -> list[dict[str, Any]]:
    """What a sync sends, in a fixed order."""
    # discord.py has no public way to see this without sending it; a test holds it to be the same.
    commands = tree._get_all_commands(guild=guild)  # noqa: SLF001
    translator = tree.translator
    found: list[dict[str, Any]] = [
        dict(
            await command.get_translated_payload(tree, translator)
            if translator
            else command.to_dict(tree)
        )
        for command in commands
    ]
    return sorted(found, key=lambda command: (command["type"], command["name"]))
