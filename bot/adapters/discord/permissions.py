"""What somebody may do in a channel or thread, as Discord's own library reckons it."""

from __future__ import annotations

from typing import Any

import discord


def ours_in(channel: Any) -> discord.Permissions | None:
    """What the guide may do there; None where that is not known, and Discord will tell."""
    guild = getattr(channel, "guild", None)
    if (
        guild is None
        or guild.me is None
        or not isinstance(channel, discord.abc.GuildChannel | discord.Thread)
    ):
        return None
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return None
    return channel.permissions_for(guild.me)


def needed_to_write(channel: Any) -> str:
    """The permission without which nothing can be written there."""
    threads = isinstance(channel, discord.Thread)
    return "send_messages_in_threads" if threads else "send_messages"


def may_write(allowed: discord.Permissions | None, channel: Any) -> bool:
    """Whether a message would be taken. Unknown counts as yes: Discord will tell."""
    if allowed is None:
        return True
    return allowed.view_channel and bool(getattr(allowed, needed_to_write(channel)))
