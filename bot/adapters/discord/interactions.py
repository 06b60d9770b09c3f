"""Where interactions are answered, whatever their kind."""

from __future__ import annotations

from typing import Any

import discord

from bot.adapters.discord.answer.button_ids import Surface
from bot.adapters.discord.people import PLATFORM, person
from bot.adapters.discord.send import respond
from bot.adapters.shared.in_flight import InFlight
from bot.adapters.shared.local_contacts import WorkspaceContacts
from bot.handlers.answering import Answering
from bot.handlers.messages import Reply
from bot.handlers.person import Person
from bot.handlers.ports import TurnKind, Workspaces
from bot.handlers.turn import Make, Send

Interaction = discord.Interaction[Any]


class InteractionResponder:
    """What every feature of the Discord door works with."""

    def __init__(
        self, answering: Answering, workspaces: Workspaces, contacts: WorkspaceContacts
    ) -> None:
        self.answering = answering
        self.workspaces = workspaces
        self.contacts = contacts
        self.in_flight = InFlight()

    async def serve(
        self,
        interaction: Interaction,
        make: Make,
        kind: TurnKind = "command",
        send: Send | None = None,
    ) -> None:
        """Answer an interaction, to its person only where others could see it."""
        surface = surface_of(interaction)
        started = self.answering.clock()

        async def tell(reply: Reply) -> None:
            await respond(interaction, reply, surface)
            self.answering.observer.acked(PLATFORM, self.answering.clock() - started)

        await self.run(kind, make, send or tell, tell)

    async def run(
        self, kind: TurnKind, make: Make, send: Send, tell: Send, *, key: str = ""
    ) -> None:
        """Run a turn. After the door began to close, nothing new is taken."""
        if not self.in_flight.closed:
            turn = self.answering.turns.run(kind, make, send, tell, key=key)
            await self.in_flight.run(turn)


def person_of(interaction: Interaction) -> Person:
    """Who asks. A server counts only where it has taken in the guide itself.

    Elsewhere the guide came with the person, and nothing may be kept for the server: we would
    never learn that it is time to delete it.
    """
    guild = interaction.guild_id if is_member(interaction) else None
    return person(interaction.user.id, interaction.channel, guild)


def is_member(interaction: Interaction) -> bool:
    """Whether the guide is a member of the server this comes from."""
    guild = interaction.guild_id
    return guild is not None and interaction.client.get_guild(guild) is not None


def surface_of(interaction: Interaction) -> Surface:
    """Private wherever somebody else could be reading; plain in a direct message with us."""
    return "direct" if interaction.context.dm_channel else "private"
