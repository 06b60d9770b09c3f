"""The one component of ours: whatever is pressed, its id says what it means."""

from __future__ import annotations

import re
from typing import Any, Protocol, cast

import discord
from discord import ui

from bot.adapters.discord.answer import button_ids


class HandlesPresses(Protocol):
    """A client that knows what to do with a press."""

    async def pressed(self, interaction: discord.Interaction[Any], press: button_ids.Press) -> None:
        """Answer a press."""
        ...


# All our ids, those of older and newer versions too: none may be left without an answer.
class ButtonItem(ui.DynamicItem[ui.Item[Any]], template=re.escape(button_ids.PREFIX) + r"(?s:.*)"):
    """A button or a menu of ours, alive as long as its message."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> ButtonItem:
        """The component that was pressed, as it came back from Discord."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over to the client."""
        data = cast("dict[str, Any]", interaction.data or {})
        values = tuple(str(value) for value in data.get("values", ()))
        press = button_ids.read(str(data.get("custom_id", "")), values)
        await cast("HandlesPresses", interaction.client).pressed(interaction, press)
