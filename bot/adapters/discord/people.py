"""Who asks on Discord, and where what is kept about them is kept."""

from __future__ import annotations

from typing import Any

import discord

from bot.handlers.person import Person

PLATFORM = "discord"
# Where people ask without a server that has installed the guide.
DIRECT = f"{PLATFORM}:direct"


def workspace_of(guild: int) -> str:
    """The key of a server's settings and votes."""
    return f"{PLATFORM}:{guild}"


def person(user: int, channel: Any, guild: int | None) -> Person:
    """Somebody in a channel. In a thread everybody goes on with one conversation.

    Votes cast in direct messages are this person's too, wherever they ask to be forgotten.
    """
    return Person(
        workspace_of(guild) if guild else DIRECT,
        str(user),
        place=str(getattr(channel, "id", 0)),
        shared=isinstance(channel, discord.Thread),
        elsewhere=(DIRECT,),
    )
