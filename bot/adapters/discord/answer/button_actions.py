"""What each press does."""

from __future__ import annotations

from typing import Any, assert_never

import discord

from bot.adapters.discord import views, wording
from bot.adapters.discord.answer.button_ids import (
    Ask,
    Copy,
    Keep,
    Press,
    Remove,
    Share,
    Unknown,
    Vote,
    confirm,
)
from bot.adapters.discord.answering import PLATFORM, DiscordAnswering, notice
from bot.adapters.discord.interactions import (
    Interaction,
    InteractionResponder,
    person_of,
    surface_of,
)
from bot.adapters.discord.render import render
from bot.adapters.discord.send import NOBODY, post, respond
from bot.handlers.messages import Incoming, Reply
from bot.handlers.replies import navigation

KIND = "button"


# The two answers that are only a sign to do something.
SHARE_QUESTION = notice(wording.SHARE_TITLE, wording.SHARE_TEXT)
REMOVED = notice(wording.REMOVE, "")


async def answer(responder: InteractionResponder, interaction: Interaction, press: Press) -> None:
    """Do what a press says, and answer it."""

    async def make() -> Reply:
        return await _reply(responder.answering, interaction, press)

    started = responder.answering.clock()

    async def send(reply: Reply) -> None:
        await _do(interaction, press, reply)
        responder.answering.observer.acked(PLATFORM, responder.answering.clock() - started)

    await responder.in_flight.run(KIND, make, send)


async def _do(interaction: Interaction, press: Press, reply: Reply) -> None:
    match press:
        case Share(about, False) if reply is SHARE_QUESTION:
            await respond(interaction, reply, "private", controls=confirm(about))
        case Share(_, True) if reply.about:
            await _share(interaction, reply)
        case Keep():
            await _instead(interaction, reply)
        case Remove(_, earlier) if reply is REMOVED:
            await _remove(interaction, earlier)
        case _:
            await respond(interaction, reply, surface_of(interaction))


async def _reply(answering: DiscordAnswering, interaction: Interaction, press: Press) -> Reply:
    person = person_of(interaction)
    match press:
        case Ask(choice):
            return await answering.ask(person, Incoming(choice=choice))
        case Vote(about, helpful):
            return await answering.vote(person, about, helpful=helpful)
        case Copy() | Share(_, True) if (slower := answering.too_fast(person)) is not None:
            return slower
        case Copy(about):
            return await _copy(interaction, answering.again(about))
        case Share() if not _may_write(interaction):
            return notice(wording.SHARE_REFUSED_TITLE, wording.SHARE_REFUSED)
        case Share(about, confirmed):
            return answering.again(about) if confirmed else SHARE_QUESTION
        case Keep():
            return notice(wording.KEPT_TITLE, wording.KEPT)
        case Remove(asker, _):
            if _may_remove(interaction, asker):
                return REMOVED
            return notice(wording.REMOVE_REFUSED_TITLE, wording.REMOVE_REFUSED)
        case Unknown():
            return navigation.stale()
        case _:
            assert_never(press)


async def _copy(interaction: Interaction, reply: Reply) -> Reply:
    # Opening the conversation can take longer than Discord waits for an answer.
    private = surface_of(interaction) == "private"
    await interaction.response.defer(ephemeral=private, thinking=True)
    try:
        await post(interaction.user, reply)
    except discord.Forbidden:
        return notice(wording.COPY_REFUSED_TITLE, wording.COPY_REFUSED)
    return notice(wording.COPIED_TITLE, wording.COPIED)


async def _share(interaction: Interaction, reply: Reply) -> None:
    """Turn the question into "Shared", so that it cannot be pressed twice, and post."""
    await _instead(interaction, notice(wording.SHARED, ""))
    byline = wording.SHARED_BY.format(who=interaction.user.mention)
    sent = await respond(interaction, reply, "public", byline=byline)
    if any(message.flags.ephemeral for message in sent):
        await respond(
            interaction, notice(wording.SHARE_REFUSED_TITLE, wording.SHARE_HIDDEN), "private"
        )


async def _instead(interaction: Interaction, reply: Reply) -> None:
    (page,) = render(reply)
    await interaction.response.edit_message(view=views.layout(page), allowed_mentions=NOBODY)


async def _remove(interaction: Interaction, earlier: tuple[int, ...]) -> None:
    await interaction.response.defer()
    await interaction.delete_original_response()
    channel = interaction.client.get_partial_messageable(interaction.channel_id)
    for message in earlier:
        try:
            await channel.get_partial_message(message).delete()
        except discord.NotFound:
            continue


def _may_write(interaction: Interaction) -> bool:
    if interaction.guild_id is None:
        return True
    allowed: Any = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return bool(allowed.send_messages_in_threads)
    return bool(allowed.send_messages)


def _may_remove(interaction: Interaction, asker: int) -> bool:
    return interaction.user.id == asker or interaction.permissions.manage_messages
