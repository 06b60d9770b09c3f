"""/ethics-admin: a server's own settings, for those who may manage the server, and only there."""

from __future__ import annotations

from dataclasses import replace

from discord import Permissions, app_commands

from bot.adapters.discord import wording
from bot.adapters.discord.interactions import (
    Interaction,
    InteractionResponder,
    is_member,
    person_of,
)
from bot.handlers.local_contact import CONTACT_MAX, one_line
from bot.handlers.messages import Reply
from bot.handlers.person import Person
from bot.handlers.replies.notices import titled


def group(responder: InteractionResponder) -> app_commands.Group:
    """The group. Contexts and installs are spelled out: left out, Discord allows them all.

    `default_permissions` hides it from others, but is not looked at everywhere and can be changed
    by a server, so `is_manager` is asked again with every command.
    """
    found = AdminGroup(
        name="ethics-admin",
        description="Settings of the ethics guide on this server",
        default_permissions=Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    _add_settings(found, responder)
    return found


class AdminGroup(app_commands.Group):
    """A group whose every command, a feature's too, is refused to those who may not manage."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Asked before each command of the group."""
        return is_manager(interaction)


def is_manager(interaction: Interaction) -> bool:
    """Whether this person may manage this server, as Discord says with each interaction."""
    return is_member(interaction) and interaction.permissions.manage_guild


def _add_settings(group: app_commands.Group, responder: InteractionResponder) -> None:
    workspaces = responder.workspaces

    async def show(person: Person, title: str = wording.ADMIN_SETTINGS_TITLE) -> Reply:
        contact = (await workspaces.config(person.workspace)).contact
        told = wording.ADMIN_CONTACT_SET.format(contact=contact)
        return titled(title, told if contact else wording.ADMIN_CONTACT_NONE)

    async def save(person: Person, contact: str) -> Reply:
        config = await workspaces.config(person.workspace)
        await workspaces.save(person.workspace, replace(config, contact=contact))
        responder.contacts.changed(person.workspace)
        saved, cleared = wording.ADMIN_CONTACT_SAVED_TITLE, wording.ADMIN_CONTACT_CLEARED_TITLE
        return await show(person, saved if contact else cleared)

    @group.command(name="settings", description="See what is set on this server")
    async def settings(interaction: Interaction) -> None:
        await responder.serve(interaction, lambda: show(person_of(interaction)))

    @group.command(
        name="contact", description="Name whom people here should ask; leave empty to clear"
    )
    @app_commands.describe(who="For example: Jane Doe, ethics officer, ethics@example.gov")
    async def contact_(
        interaction: Interaction, who: app_commands.Range[str, 1, CONTACT_MAX] | None = None
    ) -> None:
        contact = one_line(who or "")
        await responder.serve(interaction, lambda: save(person_of(interaction), contact))
