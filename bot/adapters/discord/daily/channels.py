"""Where a daily post would not be taken on Discord, why, and what somebody can do about it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import discord

from bot.adapters.discord import permissions
from bot.handlers.daily_post import Refused

ANOTHER = "or choose another one with /ethics-admin daily set"
GONE = Refused("The channel is gone.", "Choose another one with /ethics-admin daily set.")
HIDDEN = Refused("I cannot see the channel.", f"Give me View Channel there, {ANOTHER}.")
MAY_NOT = Refused(
    "I may not post in the channel.",
    "Give me View Channel and Send Messages there (in a thread: Send Messages in Threads), "
    f"{ANOTHER}.",
)
LOCKED = Refused("The thread is locked.", f"Unlock it, or give me Manage Threads there, {ANOTHER}.")
# A tag is a statement of the server's own: only one that is meant for such posts is put on them.
TAGS = ("ethic", "tenet", "daily")
TAG_WANTED = Refused(
    "The forum wants a tag on every post, and none of its tags is meant for this one.",
    f"Add a tag named Ethics to the forum, {ANOTHER}.",
)
NO_MESSAGES = Refused(
    "Messages cannot be posted there.", "Choose a text channel, a forum or a thread."
)
FULL = Refused(
    "The server has as many open threads as Discord allows.", "Close some.", disable=False
)
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
BY_CODE = MappingProxyType(
    {
        40066: TAG_WANTED,
        40067: TAG_WANTED,
        50001: HIDDEN,
        50008: NO_MESSAGES,
        50024: NO_MESSAGES,
        50083: LOCKED,
        160005: LOCKED,
        160006: FULL,
        160007: FULL,
    }
)


def refusal(channel: Any) -> Refused | None:
    """Why a post would not be taken; None where it would, as far as can be told without trying."""
    if isinstance(channel, discord.CategoryChannel):
        return NO_MESSAGES
    if (
        isinstance(channel, discord.ForumChannel)
        and channel.flags.require_tag
        and not tags(channel)
    ):
        return TAG_WANTED
    allowed = permissions.ours_in(channel)
    if allowed is None:
        return None
    lacking = [name for name in _needed(channel) if not getattr(allowed, name)]
    if lacking:
        names = " and ".join(_shown(name) for name in lacking)
        return Refused(
            f"I may not post in the channel: I lack {names}.", f"Give me that there, {ANOTHER}."
        )
    # An archived thread opens by itself for a new message, unless it is locked.
    if isinstance(channel, discord.Thread) and channel.locked and not allowed.manage_threads:
        return LOCKED
    return None


def tags(forum: discord.ForumChannel) -> list[discord.ForumTag]:
    """The forum's tag for such posts, if it has one that we may use."""
    return [
        tag
        for tag in forum.available_tags
        if not tag.moderated and any(word in tag.name.lower() for word in TAGS)
    ][:1]


def _needed(channel: Any) -> tuple[str, str]:
    return ("view_channel", permissions.needed_to_write(channel))


def _shown(name: str) -> str:
    """A permission as Discord's settings call it."""
    return name.replace("_", " ").title().replace(" In ", " in ")
