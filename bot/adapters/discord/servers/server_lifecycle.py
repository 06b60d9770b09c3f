"""Coming to a server and leaving it."""

from __future__ import annotations

from datetime import timedelta

import discord

from bot.adapters.discord import permissions, wording
from bot.adapters.discord.interactions import InteractionResponder
from bot.adapters.discord.people import PLATFORM, workspace_of
from bot.adapters.discord.send import post
from bot.handlers.choice_ids import Listing, button
from bot.handlers.messages import Bullets, Choices, Heading, Note, Paragraph, Reply
from bot.handlers.ports import Idempotency, Observer
from bot.handlers.replies.wording import HELP_PRIVACY, TENETS
from bot.handlers.turn import NotSentError

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
    if channel is None or not permissions.may_write(permissions.ours_in(channel), channel):
        return
    try:
        if await idempotency.claim(f"discord:greeting:{guild.id}", GREETING_KEPT):
            await post(channel, greeting())
    except NotSentError:
        return
    except Exception as error:  # noqa: BLE001 - a greeting that fails must not hurt anything else
        observer.incident(PLATFORM, error)


async def forget(guild: int, responder: InteractionResponder) -> None:
    """Delete every row of a server that removed the guide."""
    try:
        await responder.workspaces.delete(workspace_of(guild))
    except Exception as error:  # noqa: BLE001 - logged with its id, so that it can be done by hand
        responder.answering.observer.incident(PLATFORM, error)
