"""What somebody said in a message: its text, or that of its blocks and attachments. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.adapters.slack.text import said

# Slack's own marks: <#C…|name>, <!here>, <!subteam^S…|@name>, <https://…|words>.
_MARK = re.compile(r"<([#!]|https?://|mailto:)([^<>|]{0,2000})(?:\|([^<>]{0,2000}))?>")
# More than anybody asks; a message by an app can hold a hundred times that.
_MOST = 6_000
_DEEPEST = 8
_INSIDE = ("pretext", "title", "text", "fields", "elements", "blocks")
_BUTTONS = ("actions", "context_actions", "button")


def words(typed: str) -> str:
    """What a person typed, without Slack's marks: a link's words, a channel's name."""
    return said(_MARK.sub(_inside, typed))


def message(event: Mapping[str, Any]) -> str:
    """What a message says. Apps write messages that have blocks or attachments and no text."""
    typed = words(str(event.get("text") or ""))
    if typed:
        return typed
    parts: list[str] = []
    for name in ("blocks", "attachments"):
        found = event.get(name)
        if isinstance(found, list):
            parts.extend(_texts(found, _DEEPEST))
    return words(" ".join(parts)[:_MOST])


def _inside(mark: re.Match[str]) -> str:
    kind, rest, shown = mark.groups()
    if shown:
        return f" {shown} "
    return " " if kind in "#!" else f" {kind}{rest} "


def _texts(value: Any, deeper: int) -> Iterator[str]:
    """Every text in blocks or attachments, in reading order."""
    if isinstance(value, str):
        yield value
    elif deeper and isinstance(value, list):
        for item in value:
            yield from _texts(item, deeper - 1)
    elif deeper and isinstance(value, dict) and value.get("type") not in _BUTTONS:
        found = [text for name in _INSIDE for text in _texts(value.get(name), deeper - 1)]
        # An attachment's fallback says the same again, for those who cannot see the rest.
        yield from found or _texts(value.get("fallback"), deeper - 1)
