"""Reply → Block Kit. Pure: the same reply always gives the same blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from bot.adapters.slack import limits, wording
from bot.adapters.slack.text import clip, clip_bytes, escape, pieces
from bot.handlers.messages import (
    Block,
    Bullets,
    Choice,
    Choices,
    Copyable,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Reply,
    Tenet,
    plain_text,
)

SlackBlock = dict[str, Any]

SAY = "say:"  # Begins the action id of every button that says something to the guide.
GO = "go:"  # Begins that of every button that does something with an answer.
# What ends an answer: it stands on every page of a long one.
_Tail = Choices | Link | Note
_SCHEMES = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """One page of an answer: its blocks without any bar, and how many pages there are."""

    blocks: tuple[SlackBlock, ...]
    number: int
    pages: int


def fallback(reply: Reply) -> str:
    """The whole reply as text, for notifications and screen readers."""
    text, most = plain_text(reply), limits.FALLBACK_TEXT_BYTES
    room = most
    # Escaping makes text longer, so it is cut again in proportion until it fits.
    while (size := len((whole := escape(clip_bytes(text, room))).encode())) > most:
        room = min(room - 1, room * most // size)
    return whole


def page(reply: Reply, number: int = 1) -> RenderedPage:
    """Page `number` of a reply; one that is not there gives the last one.

    Nearly every answer is one page. A long one is continued behind a button, never cut.
    """
    whole = _draw_all(reply.blocks)
    if len(whole) <= limits.PAGE_BLOCKS and _size(whole) <= limits.PAGE_TEXT:
        return RenderedPage(tuple(whole), 1, 1)
    ending = _ending(reply.blocks)
    body = [b for b in reply.blocks if not isinstance(b, Heading) and b not in ending]
    ids = _Ids()
    parts = _pack(_draw_all(body, ids))
    number = max(1, min(number, len(parts)))
    place = context([wording.PAGE.format(page=number, pages=len(parts))])
    head = _draw_all([b for b in reply.blocks if isinstance(b, Heading)])
    tail = _draw_all(ending, ids)
    room = limits.PAGE_BLOCKS + 4 - len(parts[number - 1])
    return RenderedPage((*head, place, *parts[number - 1], *tail[:room]), number, len(parts))


def _draw_all(blocks: Sequence[Block], ids: _Ids | None = None) -> list[SlackBlock]:
    ids = ids or _Ids()
    return [drawn for block in blocks for drawn in draw(block, ids)]


def _ending(blocks: Sequence[Block]) -> list[Block]:
    """What stands at the end of every page: the last buttons, links and notes that fit there."""
    found: list[Block] = []
    room = limits.PAGE_TAIL
    for block in reversed(blocks):
        if isinstance(block, _Tail):
            room -= _size(_draw_all([block]))
            if room < 0:
                break
            found.insert(0, block)
    return found


def _pack(blocks: Sequence[SlackBlock]) -> list[list[SlackBlock]]:
    pages: list[list[SlackBlock]] = [[]]
    used = 0
    for block in blocks:
        size = _size(block)
        if pages[-1] and (
            used + size > limits.PAGE_TEXT or len(pages[-1]) >= limits.PAGE_BODY_BLOCKS
        ):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += size
    return pages


def _size(value: Any) -> int:
    """The characters of all texts in it."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum([_size(item) for key, item in value.items() if key != "type"])
    return sum([_size(item) for item in value]) if isinstance(value, list) else 0


class _Ids:
    """Gives every button of a message an action id of its own: Slack refuses two alike."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def unique(self, action: str) -> str:
        name, n = action, 1
        while name in self._seen:
            n += 1
            name = f"{action}#{n}"
        self._seen.add(name)
        return name


def draw(block: Block, ids: _Ids) -> Iterator[SlackBlock]:
    """One block of a reply as Block Kit blocks."""
    match block:
        case Heading(text):
            yield {"type": "header", "text": plain(text, limits.HEADER_TEXT)}
        case Paragraph(text, lead):
            yield from paragraphs(text, lead)
        case Bullets(items, lead, ordered):
            yield from _lists(items, lead, "ordered" if ordered else "bullet")
        case Quote(text, source):
            yield from _quotes(text, f"— {source}" if source else "")
        case Tenet(number, words, edition):
            yield from _quotes(words, "", f"Tenet {number} ({edition})")
        case Link(label, url):
            yield _rich(_section(_link(label, url)))
        case Copyable(title, text):
            yield from paragraphs("", title)
            for part in _parts(text):
                yield _rich({"type": "rich_text_preformatted", "elements": [_text(part)]})
        case Choices(options, lead):
            if lead and options:
                yield context([lead])
            for start in range(0, len(options), limits.ACTIONS_ELEMENTS):
                some = options[start : start + limits.ACTIONS_ELEMENTS]
                yield {"type": "actions", "elements": [_say(option, ids) for option in some]}
        case Note(text):
            for part in _parts(text, limits.SECTION_TEXT - 1_000):
                yield context([part])
        case _ as never:
            assert_never(never)


def plain(text: str, limit: int) -> dict[str, Any]:
    """A plain text object: nothing in it can format, link or ping."""
    kept = text if len(text) <= limit else clip(text, limit)
    return {"type": "plain_text", "text": kept or " ", "emoji": False}


def mrkdwn(text: str) -> SlackBlock:
    """A section of markup of our own. `verbatim` keeps Slack from parsing @ and #."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def context(texts: Sequence[str]) -> SlackBlock:
    """Small print, as plain text."""
    return {"type": "context", "elements": [plain(text, limits.SECTION_TEXT) for text in texts]}


# Text goes out as rich text: Slack looks for no markup in its elements, so that an asterisk is an
# asterisk, and nothing links or pings that is not an element of its own.
# https://docs.slack.dev/reference/block-kit/blocks/rich-text-block


def _rich(*elements: SlackBlock) -> SlackBlock:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*elements: SlackBlock) -> SlackBlock:
    return {"type": "rich_text_section", "elements": list(elements)}


def _text(text: str, *, bold: bool = False) -> SlackBlock:
    return {"type": "text", "text": text, **({"style": {"bold": True}} if bold else {})}


def _parts(text: str, limit: int = limits.SECTION_TEXT) -> Sequence[str]:
    """The text in as many parts as it needs."""
    if len(text) <= limit:
        return [text] if text.strip() else []
    return pieces(text, limit)


def paragraphs(text: str, lead: str = "", channel: str = "") -> Iterator[SlackBlock]:
    """Text in as many blocks as it needs, the first led by a few words in bold, or a channel."""
    first = [_text(lead, bold=True)] if lead else []
    if channel:
        first.append({"type": "channel", "channel_id": channel})
    between = "\n" if "\n" in text else "  "
    for part in _parts(text) or ([""] if first else []):
        glued = f"{between}{part}" if first and part else part
        yield _rich(_section(*first, *([_text(glued)] if glued else [])))
        first = []


def _lists(items: Sequence[str], lead: str, style: str) -> Iterator[SlackBlock]:
    """A list in as many blocks as it needs; an ordered one goes on counting."""
    if lead:
        yield _rich(_section(_text(lead, bold=True)))
    held: list[SlackBlock] = []
    size = first = 0
    for number, item in enumerate(items):
        for part in _parts(item):
            if held and size + len(part) > limits.SECTION_TEXT:
                yield _rich(_list(held, style, first))
                held, size, first = [], 0, number
            held.append(_section(_text(part)))
            size += len(part)
    if held:
        yield _rich(_list(held, style, first))


def _list(items: list[SlackBlock], style: str, offset: int) -> SlackBlock:
    begin = {"offset": offset} if offset else {}
    return {"type": "rich_text_list", "style": style, "elements": items, **begin}


def _quotes(text: str, end: str, lead: str = "") -> Iterator[SlackBlock]:
    parts = _parts(text)
    for n, part in enumerate(parts, 1):
        top = [_section(_text(lead, bold=True))] if lead and n == 1 else []
        bottom = f"\n{end}" if end and n == len(parts) else ""
        yield _rich(*top, {"type": "rich_text_quote", "elements": [_text(part + bottom)]})


def _link(label: str, url: str) -> SlackBlock:
    if url.startswith(_SCHEMES) and not set(url) & set("<>| \n"):
        return {"type": "link", "url": url, "text": clip(label, limits.LINK_TEXT) or url}
    return _text(clip(f"{label}: {url}", limits.SECTION_TEXT))


def _say(option: Choice, ids: _Ids) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": ids.unique(f"{SAY}{option.id}"),
        "text": plain(option.label, limits.BUTTON_TEXT),
        "value": option.id,
    }
