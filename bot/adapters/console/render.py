"""A reply as terminal text: rich markup for a screen, plain text for a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

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
)

# Lines longer than this tire the eye, however wide the window is.
WIDTH_MAX = 88


def choices(reply: Reply) -> tuple[Choice, ...]:
    """Every choice of a reply, in the order it is shown: number 1 is the first."""
    return tuple(
        option for block in reply.blocks if isinstance(block, Choices) for option in block.options
    )


def render(reply: Reply, *, numbered: bool = False) -> RenderableType:
    """A reply to print with rich. `numbered` puts a number before each choice."""
    parts: list[RenderableType] = []
    number = 1
    for block in reply.blocks:
        if isinstance(block, Choices):
            parts.append(_choices(block, number if numbered else None))
            number += len(block.options)
        else:
            parts.append(_block(block))
        parts.append(Text())
    return Group(*parts[:-1])


def _block(block: Block) -> RenderableType:
    match block:
        case Heading(text):
            return Text(text, style="bold underline")
        case Paragraph(text, lead):
            return Text.assemble((f"{lead}\n", "bold"), text) if lead else Text(text)
        case Bullets():
            return Text("\n").join(_bullets(block))
        case Quote(text, source):
            return Padding(Text(f"{text}\n— {source}" if source else text, style="italic"), (0, 2))
        case Tenet(number, words, edition):
            title = f"Tenet {number} · {edition}"
            return Panel(
                Text(words, style="italic"),
                title=title,
                title_align="left",
                box=box.ROUNDED,
                border_style="blue",
            )
        case Link(label, url):
            return Text.assemble((f"{label}: ", "dim"), (url, "underline dim"))
        case Copyable(title, text):
            return Group(Rule(title, align="left"), Text(text), Rule())
        case Choices():
            return _choices(block, None)
        case Note(text):
            return Text(text, style="dim")
        case _:
            assert_never(block)


def _bullets(block: Bullets) -> Iterator[Text]:
    if block.lead:
        yield Text(block.lead, style="bold")
    for number, item in enumerate(block.items, 1):
        yield Text(f" {number}. {item}" if block.ordered else f" • {item}")


def _choices(block: Choices, first: int | None) -> Text:
    lines = [Text(block.lead, style="bold")] if block.lead else []
    for number, option in enumerate(block.options, first or 0):
        mark = f" [{number}] " if first is not None else " › "
        lines.append(Text.assemble((mark, "bold blue"), option.label))
    return Text("\n").join(lines)
