"""Reading what was sent as a person would: words in order, buttons by their labels."""

from __future__ import annotations

import re

from bot.adapters.discord.layout import Menu, Row, Text
from bot.handlers.messages import plain_text


def components(message):
    """Every component of a message as plain JSON, outer ones first, in reading order."""
    found, stack = [], [c if isinstance(c, dict) else c.to_dict() for c in message.components]
    while stack:
        component = stack.pop(0)
        found.append(component)
        stack = [*component.get("components", ()), *stack]
    return found


def said(message):
    """All text of a message."""
    return "\n".join(c["content"] for c in components(message) if c["type"] == 10)


def buttons(message):
    """Labels of all buttons and lines of menus."""
    menus = (o["label"] for c in components(message) if c["type"] == 3 for o in c["options"])
    return [*(c["label"] for c in components(message) if c["type"] == 2), *menus]


def words(text):
    """The words of a text, without markup."""
    text = re.sub(r"^\d+\\?\. |^- |^-# |^> |^#+ ", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]*)\]\(<[^)]*>\)", r"\1", text).replace("\\", "").replace("\u200b", "")
    return re.findall(r"\w+", text)


def reply_words(reply):
    """The words of a reply, addresses and list marks left out as a card leaves them out."""
    text = re.sub(r": https?://\S+$", "", plain_text(reply), flags=re.MULTILINE)
    return words(text)


def shown(page):
    """A page's words in reading order: texts, and labels of buttons and menus."""
    for part in page.parts:
        match part:
            case Text(markdown):
                yield from words(markdown)
            case Row(buttons):
                for button in buttons:
                    yield from words(button.label)
            case Menu(_, _, options):
                for option in options:
                    yield from words(option.label)
