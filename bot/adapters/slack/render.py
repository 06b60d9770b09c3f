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
            yield from sections(text, lead)
        case Bullets(items, lead, ordered):
            marks = (f"{n}." if ordered else "•" for n, _ in enumerate(items, 1))
            lines = (f"{mark} {item}" for mark, item in zip(marks, items, strict=True))
            yield from sections("\n".join(lines), lead, below=True)
        case Quote(text, source):
            yield from _quote(text, source)
        case Tenet(number, words, edition):
            yield from _quote(words, "", lead=f"Tenet {number} ({edition})")
        case Link(label, url):
            yield mrkdwn(_link(label, url))
        case Copyable(title, text):
            yield from sections("", title)
            yield from _copyable(text)
        case Choices(options, lead):
            if lead and options:
                yield context([lead])
            for start in range(0, len(options), limits.ACTIONS_ELEMENTS):
                some = options[start : start + limits.ACTIONS_ELEMENTS]
                yield {"type": "actions", "elements": [_say(option, ids) for option in some]}
        case Note(text):
            for part in pieces(text, limits.SECTION_TEXT - 1_000):
                yield context([part])
        case _ as never:
            assert_never(never)


def plain(text: str, limit: int) -> dict[str, Any]:
    """A plain text object: nothing in it can format, link or ping."""
    return {"type": "plain_text", "text": clip(text, limit) or " ", "emoji": False}


def mrkdwn(text: str) -> SlackBlock:
    """A section of text that is already escaped. `verbatim` keeps Slack from parsing @ and #."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def context(texts: Sequence[str]) -> SlackBlock:
    """Small print, as plain text."""
    return {"type": "context", "elements": [plain(text, limits.SECTION_TEXT) for text in texts]}


def sections(text: str, lead: str = "", *, below: bool = False) -> Iterator[SlackBlock]:
    """Text in as many sections as it needs, the first led by a few words in bold."""
    start = f"*{_calm(escape(lead))}*" if lead else ""
    between = ("\n" if below or "\n" in text else "  ") if start and text else ""
    # Escaping makes text longer: at most five characters for one, rarely in prose.
    room = limits.SECTION_TEXT - len(start) - len(between) - 1
    parts = pieces(escape(text), room) if text else [""]
    for n, part in enumerate(parts):
        whole = f"{start}{between}{part}" if n == 0 else part
        if whole:
            yield mrkdwn(whole)


def _quote(text: str, source: str, lead: str = "") -> Iterator[SlackBlock]:
    start = f"*{_calm(escape(lead))}*\n" if lead else ""
    end = f"\n— {escape(source)}" if source else ""
    room = limits.SECTION_TEXT - len(start) - len(end)
    # Each line is marked with two characters: a third of the room holds the shortest lines.
    parts = pieces(escape(text), room - 200)
    if any(len(part) + 2 * (part.count("\n") + 1) > room for part in parts):
        parts = pieces(escape(text), room // 3)
    for n, part in enumerate(parts):
        quoted = "\n".join(f"> {line}" for line in part.split("\n"))
        yield mrkdwn(f"{start if n == 0 else ''}{quoted}{end if n == len(parts) - 1 else ''}")


def _link(label: str, url: str) -> str:
    if url.startswith(_SCHEMES) and not set(url) & set("<>| \n"):
        return f"<{escape(url)}|{_calm(escape(clip(label, 300)))}>"
    return escape(clip(f"{label}: {url}", limits.SECTION_TEXT // 2))


def _copyable(text: str) -> Iterator[SlackBlock]:
    for part in pieces(text, limits.SECTION_TEXT):
        element = {
            "type": "rich_text_preformatted",
            "elements": [{"type": "text", "text": part}],
        }
        yield {"type": "rich_text", "elements": [element]}


def _say(option: Choice, ids: _Ids) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": ids.unique(f"{SAY}{option.id}"),
        "text": plain(option.label, limits.BUTTON_TEXT),
        "value": option.id,
    }


def _calm(text: str) -> str:
    """Words for bold print: no mark of their own, and on one line."""
    return text.replace("*", "").replace("|", "/").replace("\n", " ")
