"""The tree of commands, with our own way to end a fault."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.adapters.discord import wording
from bot.adapters.discord.interactions import InteractionResponder
from bot.handlers.messages import Reply
from bot.handlers.replies.notices import titled


class EthicsCommandTree(app_commands.CommandTree[Any]):
    """Commands for servers and people alike, usable everywhere unless one says otherwise."""

    def __init__(self, client: discord.AutoShardedClient, responder: InteractionResponder) -> None:
        super().__init__(
            client,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
        )
        self._responder = responder

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer a command that is gone, and log everything else as an incident."""
        if interaction.type is discord.InteractionType.autocomplete:
            return

        async def make() -> Reply:
            if isinstance(
                error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
            ):
                return titled(wording.CHANGED_TITLE, wording.CHANGED)
            if isinstance(error, app_commands.CheckFailure):
                return titled(wording.ADMIN_ONLY_TITLE, wording.ADMIN_ONLY)
            raise error

        await self._responder.serve(interaction, make)
