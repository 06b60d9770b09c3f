"""Coming to a server and leaving it, and where the guide may write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord

from bot.adapters.discord import wording
from bot.adapters.discord.answering import PLATFORM, DiscordAnswering
from bot.adapters.discord.send import post
from bot.handlers.choice_ids import Listing, button
from bot.handlers.messages import Bullets, Choices, Heading, Note, Paragraph, Reply
from bot.handlers.ports import Idempotency, Observer
from bot.handlers.replies.wording import HELP_PRIVACY, TENETS

# A server that removes the guide and adds it again soon has read the greeting.
GREETING_KEPT = timedelta(days=30)


def greeting() -> Reply:
    """The one message on joining a server: what this is, three examples, how to stop it."""
    return Reply(
        (
            Heading(wording.GREETING_TITLE),
            Paragraph(wording.GREETING),
            Bullets(wording.GREETING_EXAMPLES, wording.GREETING_TRY),
            Choices(
                (
                    button(Listing.TOPICS, "All topics"),
                    button(Listing.TENETS, TENETS),
                )
            ),
            Note(wording.GREETING_ADMIN),
            Note(HELP_PRIVACY),
        ),
        "command",
        score=1.0,
    )


async def greet(guild: discord.Guild, idempotency: Idempotency, observer: Observer) -> None:
    """Say hello in the server's own channel for such things, once; else stay silent."""
    channel = guild.system_channel
    if channel is None or not may_write(channel, guild):
        return
    try:
        if await idempotency.claim(f"discord:greeting:{guild.id}", GREETING_KEPT):
            await post(channel, greeting())
    except discord.Forbidden:
        return
    except Exception as error:  # noqa: BLE001 - a greeting that fails must not hurt anything else
        observer.incident(PLATFORM, error)


async def forget(guild: int, answering: DiscordAnswering) -> None:
    """Delete every row of a server that removed the guide."""
    try:
        await answering.workspaces.delete(f"{PLATFORM}:{guild}")
    except Exception as error:  # noqa: BLE001 - logged with its id, so that it can be done by hand
        answering.observer.incident(PLATFORM, error)


def may_write(channel: Any, guild: discord.Guild | None) -> bool:
    """Whether a message of ours would be taken. Unknown counts as yes: Discord will tell."""
    if guild is None or guild.me is None:
        return True
    if isinstance(channel, discord.Thread):
        if channel.parent is None:
            return True
        allowed = channel.parent.permissions_for(guild.me)
        return allowed.view_channel and allowed.send_messages_in_threads
    if isinstance(channel, discord.abc.GuildChannel):
        allowed = channel.permissions_for(guild.me)
        return allowed.view_channel and allowed.send_messages
    return True
