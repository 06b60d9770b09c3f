"""Sending pages: as a response, a reply, a direct message; as components, else as an embed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import discord

from bot.adapters.discord import permissions, views
from bot.adapters.discord.answer.button_ids import Surface, under
from bot.adapters.discord.layout import MessagePage, Row
from bot.adapters.discord.render import render
from bot.handlers.messages import Reply
from bot.handlers.turn import NotSentError

# discord.com/developers/docs/topics/opcodes-and-status-codes: JSON error codes
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
INVALID_WEBHOOK_TOKEN = 50027
_BAD_REQUEST = 400

NOBODY = discord.AllowedMentions.none()
Deliver = Callable[..., Awaitable["discord.Message | None"]]


@contextmanager
def _refusals() -> Iterator[None]:
    """What Discord does not take becomes `NotSentError`."""
    try:
        yield
    except discord.Forbidden as error:
        # Trying again would only count against us.
        raise NotSentError("refused") from error
    except discord.RateLimited as error:
        raise NotSentError("late") from error
    except discord.HTTPException as error:
        if error.code in (UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, INVALID_WEBHOOK_TOKEN):
            raise NotSentError("late") from error
        if error.code == ALREADY_ACKNOWLEDGED:
            raise NotSentError("taken") from error
        raise


async def respond(
    interaction: discord.Interaction[Any],
    reply: Reply,
    surface: Surface,
    *,
    byline: str = "",
    controls: Row | None = None,
) -> list[discord.Message]:
    """Answer an interaction; longer answers go on in follow-ups.

    `controls` stand under it in place of the usual ones.
    Raises `NotSentError` where Discord does not take it.
    """
    private = surface == "private"

    async def deliver(**parts: Any) -> discord.Message | None:
        if interaction.response.is_done():
            return await interaction.followup.send(
                ephemeral=private, allowed_mentions=NOBODY, wait=True, **parts
            )
        callback = await interaction.response.send_message(
            ephemeral=private, allowed_mentions=NOBODY, **parts
        )
        message = callback.resource
        return message if isinstance(message, discord.Message) else None

    def below(earlier: tuple[int, ...]) -> Row:
        return controls or under(reply, surface, interaction.user.id, earlier)

    return await _deliver(render(reply, byline=byline), deliver, below)


async def reply_to(
    message: discord.Message, reply: Reply, surface: Surface
) -> list[discord.Message]:
    """Answer a message in its place, without a ping, even if it is deleted meanwhile.

    Raises `NotSentError` where Discord does not take it.
    """
    channel = message.channel
    if not permissions.may_write(permissions.ours_in(channel), channel):
        raise NotSentError("refused")
    reference = message.to_reference(fail_if_not_exists=False)

    async def deliver(**parts: Any) -> discord.Message:
        return await message.channel.send(
            reference=reference, mention_author=False, allowed_mentions=NOBODY, **parts
        )

    def below(earlier: tuple[int, ...]) -> Row:
        return under(reply, surface, message.author.id, earlier)

    return await _deliver(render(reply), deliver, below)


async def post(channel: discord.abc.Messageable, reply: Reply) -> list[discord.Message]:
    """Send a reply where it was not asked for: a copy, or the greeting.

    Raises `NotSentError` where Discord does not take it.
    """

    async def deliver(**parts: Any) -> discord.Message:
        return await channel.send(allowed_mentions=NOBODY, **parts)

    return await _deliver(render(reply), deliver, lambda _: under(reply, "direct", 0))


async def _deliver(
    pages: Sequence[MessagePage], deliver: Deliver, below: Callable[[tuple[int, ...]], Row]
) -> list[discord.Message]:
    """Send page after page; the last one has the controls, which know the earlier ones."""
    sent: list[discord.Message] = []
    with _refusals():
        for number, page in enumerate(pages, 1):
            earlier = tuple(message.id for message in sent)
            controls = below(earlier) if number == len(pages) else None
            message = await _one(page.controlled(controls), deliver)
            if message is not None:
                sent.append(message)
    return sent


async def _one(page: MessagePage, deliver: Deliver) -> discord.Message | None:
    try:
        return await deliver(view=views.layout(page))
    except discord.HTTPException as error:
        # A refused form: this place may lack components of the second kind.
        if error.status != _BAD_REQUEST or error.code == ALREADY_ACKNOWLEDGED:
            raise
    embed, view = views.embed(page)
    return await deliver(embed=embed, view=view)
