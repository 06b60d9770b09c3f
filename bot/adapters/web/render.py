"""A reply as view data: what the templates draw. Pure; Jinja escapes every text.

A page has no size limit of its own, so nothing is shortened here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, assert_never
from urllib.parse import urlencode

from bot.handlers import choice_ids
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
    Reply,
    Tenet,
)
from bot.handlers.replies import wording
from bot.handlers.replies.links import HOME, path_of, public_path

Kind = Literal[
    "heading", "paragraph", "bullets", "quote", "tenet", "link", "copyable", "choices", "note"
]
# Nothing else may become an address that somebody clicks on.
OPENABLE = ("https://", "http://")
_WHICH, _UNKNOWN = "/which", "/unknown"
# Addresses where the very words stand that were said already.
_SAME = (_WHICH, _UNKNOWN, "/situations/", "/help", "/ask-a-person")


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: its words, its id for a conversation, and where it leads without one."""

    id: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Part:
    """One block, ready for a template. `local` marks a rule of the city or the state."""

    kind: Kind
    text: str = ""
    lead: str = ""
    items: tuple[str, ...] = ()
    ordered: bool = False
    number: int = 0
    href: str = ""
    buttons: tuple[Button, ...] = ()
    local: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A whole reply. `address` is its permanent path, or empty where it has none.

    `more`: whether more than this stands there.
    """

    title: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    address: str
    context: str
    more: bool


def render(reply: Reply) -> Card:
    """The reply as a card: its heading, its blocks in order, the small print at its end."""
    drawn = parts(reply.blocks)
    address = address_of(reply)
    return Card(
        title=next((part.text for part in drawn if part.kind == "heading"), wording.NAME),
        parts=tuple(part for part in drawn if part.kind not in ("heading", "note")),
        notes=tuple(part.text for part in drawn if part.kind == "note"),
        address=address,
        context=reply.context or "",
        more=bool(address) and not address.startswith(_SAME),
    )


def parts(blocks: Iterable[Block]) -> tuple[Part, ...]:
    """Each block by itself."""
    return tuple(_part(block) for block in blocks)


def _part(block: Block) -> Part:
    match block:
        case Heading(text):
            return Part("heading", text)
        case Paragraph(text, lead, role):
            return Part("paragraph", text, lead, local=role == "local_rule")
        case Bullets(items, lead, ordered):
            return Part("bullets", lead=lead, items=items, ordered=ordered)
        case Quote(text, source):
            return Part("quote", text, source)
        case Tenet(number, words, edition):
            return Part(
                "tenet", words, edition, number=number, href=path_of(choice_ids.Tenet(number))
            )
        case Link(label, url):
            return Part("link", label, href=url if url.startswith(OPENABLE) else "")
        case Copyable(title, text):
            return Part("copyable", text, title)
        case Choices(options, lead):
            buttons = tuple(Button(o.id, o.label, public_path(o.id)) for o in options)
            return Part("choices", lead=lead, buttons=buttons)
        case Note(text):
            return Part("note", text)
        case _:
            assert_never(block)


def address_of(reply: Reply) -> str:
    """The path that shows this answer again, and holds nothing of what was asked."""
    topics = _topics(reply.near)
    match reply.kind:
        case "which":
            pairs = [("situation", s) for s in _situations(reply.near)]
            pairs += [("topic", topic) for topic in topics]
            return f"{_WHICH}?{urlencode(pairs)}"
        case "unknown":
            return _with(_UNKNOWN, "near", topics)
        case "answer" if reply.about is not None and (path := public_path(reply.about)) != HOME:
            return _with(path, "also", topics)
        case _:
            # A greeting, a fault, a stale button: said once, and nothing to come back to.
            return ""


def _situations(choices: Iterable[str]) -> list[str]:
    values = map(choice_ids.decode, choices)
    return [value.id for value in values if isinstance(value, choice_ids.Situation)]


def _topics(choices: Iterable[str]) -> list[str]:
    values = map(choice_ids.decode, choices)
    return [value.id for value in values if isinstance(value, choice_ids.Topic)]


def _with(path: str, name: str, values: list[str]) -> str:
    return f"{path}?{urlencode([(name, value) for value in values])}" if values else path
