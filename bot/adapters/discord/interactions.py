"""Answers one interaction: rate limit, reply, timing, error containment."""

from __future__ import annotations

from typing import Any

import discord

from bot.adapters.discord.answer.button_ids import Surface
from bot.adapters.discord.answering import PLATFORM, DiscordAnswering, Person
from bot.adapters.discord.in_flight import InFlight, Make
from bot.adapters.discord.send import respond
from bot.handlers.messages import Reply

Interaction = discord.Interaction[Any]


class InteractionResponder:
    """A desk, and the turns taken at it."""

    def __init__(self, answering: DiscordAnswering) -> None:
        self.answering = answering
        self.in_flight = InFlight(answering.observer, answering.clock)

    async def serve(self, interaction: Interaction, make: Make, kind: str = "command") -> None:
        """Answer an interaction, to its person only where others could see it."""
        surface = surface_of(interaction)
        started = self.answering.clock()

        async def send(reply: Reply) -> None:
            await respond(interaction, reply, surface)
            self.answering.observer.acked(PLATFORM, self.answering.clock() - started)

        await self.in_flight.run(kind, make, send)


def person_of(interaction: Interaction) -> Person:
    """Who asks. A server counts only where it has taken in the guide itself.

    Elsewhere the guide came with the person, and nothing may be kept for the server: we would
    never learn that it is time to delete it.
    """
    guild = interaction.guild_id if is_member(interaction) else None
    return Person(interaction.user.id, interaction.channel_id or 0, guild)


def is_member(interaction: Interaction) -> bool:
    """Whether the guide is a member of the server this comes from."""
    guild = interaction.guild_id
    return guild is not None and interaction.client.get_guild(guild) is not None


def surface_of(interaction: Interaction) -> Surface:
    """Private wherever somebody else could be reading; plain in a direct message with us."""
    return "direct" if interaction.context.dm_channel else "private"
