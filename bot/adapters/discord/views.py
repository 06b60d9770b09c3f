"""Pages → discord.py's views: components, and embeds for places that lack components."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot.adapters.discord.answer.button_item import ButtonItem
from bot.adapters.discord.layout import (
    BUTTONS_A_ROW,
    EMBED_DESCRIPTION_MAX,
    Button,
    Menu,
    MessagePage,
    Part,
    Row,
    Text,
)

STYLES = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "success": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}


def layout(page: MessagePage) -> ui.LayoutView:
    """A page as a card with its controls under it."""
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=page.accent)
    for part in page.parts:
        container.add_item(_component(part))
    view.add_item(container)
    if page.controls:
        view.add_item(_component(page.controls))
    # Presses are told by their ids, so discord.py need not remember the view: for a private answer
    # it would do so for a quarter of an hour, with a task to forget it.
    view.stop()
    return view


def _component(part: Part) -> ui.Item[Any]:
    if isinstance(part, Text):
        return ui.TextDisplay(part.markdown)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for item in _items(part):
        row.add_item(item)
    return row


def _items(part: Row | Menu) -> list[ui.Item[Any]]:
    if isinstance(part, Menu):
        return [ButtonItem(_select(part))]
    return [ButtonItem(_button(button)) for button in part.buttons]


def _button(button: Button) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=button.label, custom_id=button.custom_id, style=STYLES[button.style])


def _select(menu: Menu) -> ui.Select[ui.LayoutView]:
    options = [discord.SelectOption(label=o.label, value=o.value) for o in menu.options]
    return ui.Select(custom_id=menu.custom_id, placeholder=menu.placeholder, options=options)


def embed(page: MessagePage) -> tuple[discord.Embed, ui.View]:
    """The same page for a place without components: text in an embed, buttons below."""
    card = discord.Embed(description=page.text[:EMBED_DESCRIPTION_MAX], color=page.accent)
    view = ui.View(timeout=None)
    rows: list[Row | Menu] = [part for part in page.parts if isinstance(part, Row | Menu)]
    if page.controls:
        rows.append(page.controls)
    for number, part in enumerate(rows):
        for item in _items(part)[:BUTTONS_A_ROW]:
            item.row = number
            view.add_item(cast("ui.Item[ui.View]", item))
    view.stop()  # as in `layout`
    return card, view
