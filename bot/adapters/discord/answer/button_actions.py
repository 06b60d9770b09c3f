"""What each press does."""

from __future__ import annotations

from typing import Any, assert_never

import discord

from bot.adapters.discord import permissions, views, wording
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
from bot.adapters.discord.interactions import (
    Interaction,
    InteractionResponder,
    person_of,
    surface_of,
)
from bot.adapters.discord.render import render
from bot.adapters.discord.send import NOBODY, post, respond
from bot.handlers.messages import Incoming, Reply
from bot.handlers.replies import navigation, notices
from bot.handlers.turn import NotSentError

SHARE_QUESTION = notices.titled(wording.SHARE_TITLE, wording.SHARE_TEXT)


async def answer(responder: InteractionResponder, interaction: Interaction, press: Press) -> None:
    """Do what a press says, and answer it."""
    answering, person = responder.answering, person_of(interaction)
    match press:
        case Ask(choice):
            incoming = Incoming(choice=choice)
            await responder.serve(interaction, lambda: answering.ask(person, incoming), "button")
        case Vote(about, helpful):
            await responder.serve(
                interaction, lambda: answering.vote(person, about, helpful=helpful), "vote"
            )
        case Share(about, confirmed):
            share = _share if confirmed else _ask_whether_to_share
            await share(responder, interaction, about)
        case Copy(about):
            await _copy(responder, interaction, about)
        case Keep():
            await responder.serve(
                interaction, _say(notices.notice(wording.KEPT)), "share", _in_place(interaction)
            )
        case Remove(asker, earlier):
            await _remove(responder, interaction, str(asker), earlier)
        case Unknown():
            await responder.serve(interaction, _say(navigation.stale()), "button")
        case _:
            assert_never(press)


def _say(reply: Reply) -> Any:
    async def make() -> Reply:
        return reply

    return make


def _in_place(interaction: Interaction) -> Any:
    """Sends a reply in place of the message that was pressed."""

    async def send(reply: Reply) -> None:
        (page,) = render(reply)
        await interaction.response.edit_message(view=views.layout(page), allowed_mentions=NOBODY)

    return send


async def _ask_whether_to_share(
    responder: InteractionResponder, interaction: Interaction, about: str
) -> None:
    async def send(reply: Reply) -> None:
        controls = confirm(about) if reply is SHARE_QUESTION else None
        await respond(interaction, reply, "private", controls=controls)

    allowed = permissions.may_write(_permissions(interaction), interaction.channel)
    question = SHARE_QUESTION if allowed else notices.notice(wording.SHARE_NOT_ALLOWED)
    await responder.serve(interaction, _say(question), "share", send)


async def _share(responder: InteractionResponder, interaction: Interaction, about: str) -> None:
    """Turn the question into "Shared", so that it cannot be pressed twice, and post."""

    async def everybody(reply: Reply) -> None:
        await _in_place(interaction)(notices.notice(notices.SHARED, "done"))
        byline = wording.SHARED_BY.format(who=interaction.user.mention)
        sent = await respond(interaction, reply, "public", byline=byline)
        if any(message.flags.ephemeral for message in sent):
            raise NotSentError("refused")

    async def send(said: Reply) -> None:
        if said.kind != "done":
            await respond(interaction, said, "private")

    person, answering = person_of(interaction), responder.answering
    await responder.serve(
        interaction, lambda: answering.share(person, about, everybody), "share", send
    )


async def _copy(responder: InteractionResponder, interaction: Interaction, about: str) -> None:
    async def directly(reply: Reply) -> None:
        # Opening the conversation can take longer than Discord waits for an answer.
        private = surface_of(interaction) == "private"
        await interaction.response.defer(ephemeral=private, thinking=True)
        await post(interaction.user, reply)

    person, answering = person_of(interaction), responder.answering
    await responder.serve(interaction, lambda: answering.copy(person, about, directly), "copy")


async def _remove(
    responder: InteractionResponder, interaction: Interaction, asker: str, earlier: tuple[int, ...]
) -> None:
    async def moderates() -> bool:
        return interaction.permissions.manage_messages

    async def send(said: Reply) -> None:
        if said.kind == "done":
            await _delete(interaction, earlier)
        else:
            await respond(interaction, said, surface_of(interaction))

    person, answering = person_of(interaction), responder.answering
    await responder.serve(
        interaction, lambda: answering.remove(person, asker, moderates), "remove", send
    )


async def _delete(interaction: Interaction, earlier: tuple[int, ...]) -> None:
    """Delete the message that was pressed, and the earlier ones that it continues."""
    await interaction.response.defer()
    await interaction.delete_original_response()
    channel = interaction.client.get_partial_messageable(interaction.channel_id)
    for message in earlier:
        try:
            await channel.get_partial_message(message).delete()
        except discord.NotFound:
            continue


def _permissions(interaction: Interaction) -> discord.Permissions | None:
    """What the person may do there; outside a server there is nothing to ask."""
    return interaction.permissions if interaction.guild_id is not None else None
