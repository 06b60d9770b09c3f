"""Blocks as Discord's markdown: text cut to size, then escaped. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import assert_never

from bot.adapters.discord.layout import TEXT_MAX
from bot.handlers.messages import (
    Block,
    Bullets,
    Choices,
    Copyable,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Tenet,
)

# Room a page keeps for a line about who shared it.
BYLINE_MAX = 120
PIECE_MAX = TEXT_MAX - BYLINE_MAX
# Room that a long text to copy leaves on its first page for the words before it.
OPENING_MAX = 800

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


def drawn(block: Block) -> list[str]:
    """A block's markdown, in as many strings as it needs, none longer than `PIECE_MAX`."""
    return [text for text in _drawn(block) if text]


def _drawn(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield from pieces(text, lambda t: f"## {escape(t)}", PIECE_MAX)
        case Paragraph(text, lead):
            yield from _led(lead, text)
        case Bullets(items, lead, ordered):
            yield from _list(items, lead, ordered=ordered)
        case Quote(text, source):
            ending = f"\n— {source}" if source else ""
            yield from pieces(f"“{text}”{ending}", _quotation, PIECE_MAX)
        case Tenet(number, words, edition):
            yield f"> **Tenet {number}** ({escape(edition)}):\n{_quotation(f'“{words}”')}"
        case Link(label, url):
            yield link(label, url)
        case Copyable(title, text):
            yield f"**{escape(title)}**"
            yield from pieces(text, fenced, PIECE_MAX, PIECE_MAX - OPENING_MAX)
        case Note(text):
            yield from pieces(text, lambda t: small(escape(t)), PIECE_MAX)
        case Choices():
            return
        case _:
            assert_never(block)


def _quotation(text: str) -> str:
    return quoted(escape(text))


def _led(lead: str, text: str) -> Iterator[str]:
    if not lead:
        yield from pieces(text, escape, PIECE_MAX)
        return
    start = f"**{escape(lead)}:** "
    first, *others = [*pieces(text, escape, PIECE_MAX, PIECE_MAX - len(start))] or [""]
    yield start + first
    yield from others


def _list(items: Sequence[str], lead: str, *, ordered: bool) -> Iterator[str]:
    held = f"**{escape(lead)}:**" if lead else ""
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if ordered else "- "
        draw = partial(_item, mark)
        for line in pieces(item, draw, PIECE_MAX):
            if held and len(held) + 1 + len(line) > PIECE_MAX:
                yield held
                held = ""
            held = f"{held}\n{line}" if held else line
    if held:
        yield held


def _item(mark: str, text: str) -> str:
    return mark + escape(text)
