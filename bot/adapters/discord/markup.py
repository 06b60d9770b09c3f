"""Discord's markdown: escaping text for it, and cutting text to size before it is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Any of these may begin formatting, a link, a mention, an emoji or a time stamp.
_SPECIAL = re.compile(r"([\\*_~`|<>\[\]])")
# These format only at the start of a line: headings, lists and small print.
_LINE_START = re.compile(r"^([ \t]*\d*)([#+.)-])", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_CALL = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_BOUNDARIES = ("\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ")
# A cut that leaves less than this share of the room used is worse than a cut at a smaller mark.
_LEAST_USED = 0.4
ZERO_WIDTH = "\u200b"


def escape(text: str) -> str:
    r"""Text that Discord shows as it is. Addresses stay whole, so that they can be opened.

    >>> escape("*vendor* <@123> @everyone")
    '\\*vendor\\* \\<@123\\> @\u200beveryone'
    """
    pieces, end = [], 0
    for address in _ADDRESS.finditer(text):
        pieces += [_SPECIAL.sub(r"\\\1", text[end : address.start()]), address[0]]
        end = address.end()
    pieces.append(_SPECIAL.sub(r"\\\1", text[end:]))
    safe = _LINE_START.sub(r"\1\\\2", "".join(pieces))
    return _CALL.sub("@" + ZERO_WIDTH, safe)


def quoted(markdown: str) -> str:
    """Every line set apart as a quotation."""
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def small(markdown: str) -> str:
    """Every line as small print."""
    return "\n".join(f"-# {line}" for line in markdown.split("\n") if line.strip())


def fenced(text: str) -> str:
    """A text to copy out as it is."""
    safe = text.replace("```", f"`{ZERO_WIDTH}`{ZERO_WIDTH}`")
    return f"```\n{safe}\n```"


def link(label: str, url: str) -> str:
    """Words that open an address; of an address that is not one of the web, only the words."""
    words = escape(label)
    return f"[{words}](<{url}>)" if _ADDRESS.fullmatch(url) else f"{words}: {escape(url)}"


def cut(text: str, limit: int) -> tuple[str, str]:
    """The first part of a text, at most `limit` long, and the rest; a word is cut only alone."""
    if len(text) <= limit:
        return text, ""
    head = text[: limit + 1]
    for mark in _BOUNDARIES:
        at = head.rfind(mark)
        if at > limit * _LEAST_USED:
            end = at + len(mark.rstrip())
            return text[:end].rstrip(), text[end:].lstrip()
    at = head.rfind(" ")
    return (text[:at], text[at:].lstrip()) if at > 0 else (text[:limit], text[limit:])


def pieces(
    text: str, draw: Callable[[str], str], limit: int, first: int | None = None
) -> Iterator[str]:
    """A text drawn in as many pieces as it needs for each to be at most `limit` long.

    `first` is a smaller limit for the first piece, where it shares its place.
    """
    rest = text
    room = first or limit
    while rest:
        most = room
        head, tail = cut(rest, room)
        while len(draw(head)) > most:
            room = max(1, min(room - 1, int(room * most / len(draw(head)))))
            head, tail = cut(rest, room)
        yield draw(head)
        rest, room = tail, limit


def shortened(text: str, limit: int) -> str:
    """A label that fits: cut at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rpartition(" ")[0] or head).rstrip() + "…"
