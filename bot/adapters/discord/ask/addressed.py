"""Which messages are meant for the guide. Everything else is left alone."""

from __future__ import annotations

import discord

from bot.adapters.discord.answer.button_ids import about_of
from bot.adapters.discord.components import custom_ids

_SAID_BY_PEOPLE = (discord.MessageType.default, discord.MessageType.reply)


def is_for_us(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether a person spoke to us: a direct message, or a mention by name.

    Bots, webhooks, ourselves and Discord's own notices are never answered.
    """
    if message.author.bot or message.webhook_id or message.author.id == me.id:
        return False
    if message.type not in _SAID_BY_PEOPLE:
        return False
    if message.guild is None:
        return True
    return any(user.id == me.id for user in message.mentions) or names_our_role(message)


def names_our_role(message: discord.Message) -> bool:
    """Whether the role that Discord gave our bot was mentioned: an easy slip in the list.

    The words may be hidden from us then, so this reads the list of roles, not the words.
    """
    role = message.guild.self_role if message.guild else None
    return role is not None and role in message.role_mentions


def follows(message: discord.Message, me: discord.ClientUser) -> str | None:
    """What our message that this one replies to was about, read off its buttons."""
    origin = message.reference.resolved if message.reference else None
    if not isinstance(origin, discord.Message) or origin.author.id != me.id:
        return None
    return about_of(list(custom_ids(origin.components)))
