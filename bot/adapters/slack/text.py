"""Text made safe for Slack and cut where people would cut it. Pure."""

from __future__ import annotations

import re

from bot.handlers.text import sentences

_MENTION = re.compile(r"<@[UWB][A-Z0-9]{1,40}(?:\|[^<>]{0,200})?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def escape(text: str) -> str:
    """Text that stays text in mrkdwn: no mention, link or date can begin.

    https://docs.slack.dev/messaging/formatting-message-text names these three characters.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def said(text: str) -> str:
    """What a person typed: mentions of anybody dropped, Slack's three entities undone."""
    text = _MENTION.sub(" ", text)
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text.strip()


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with an ellipsis when something is missing."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    kept = head.rpartition(" ")[0] if " " in head else head
    return f"{kept.rstrip(' ,;:.')}…"


def clip_bytes(text: str, limit: int) -> str:
    """At most `limit` bytes of UTF-8, whole sentences where there are any."""
    if len(text.encode()) <= limit:
        return text
    room = text.encode()[: limit - len("…".encode())].decode(errors="ignore")
    end = max(room.rfind(mark) for mark in (". ", "\n", "? ", "! "))
    kept = room[: end + 1] if end > 0 else room.rpartition(" ")[0] or room
    return f"{kept.rstrip()}…"


def pieces(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` characters: whole lines, sentences, words if it can."""
    if len(text) <= limit:
        return [whole] if (whole := text.strip("\n")) else []
    parts: list[str] = []
    for line in text.split("\n"):
        for sentence in sentences(line) if len(line) > limit else [line]:
            parts.extend(_words(sentence, limit))
        parts.append("\n")
    return _join(parts[:-1], limit)


def _words(sentence: str, limit: int) -> list[str]:
    rest, found = sentence, []
    while len(rest) > limit:
        cut = rest.rfind(" ", 1, limit)
        cut = cut if cut > 0 else limit
        found.append(rest[:cut])
        rest = rest[cut:].lstrip(" ")
    return [*found, rest]


def _join(parts: list[str], limit: int) -> list[str]:
    joined: list[str] = []
    current = ""
    for part in parts:
        glue = "" if part == "\n" or not current or current.endswith("\n") else " "
        if current and len(current) + len(glue) + len(part) > limit:
            joined.append(current.strip("\n"))
            current = "" if part == "\n" else part
        else:
            current += glue + part
    return [part for part in [*joined, current.strip("\n")] if part]
