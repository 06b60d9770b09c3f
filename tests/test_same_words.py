"""One answer says the same words in the same order in Slack, Discord, browser and terminal.

Colors, boxes, list marks and open addresses are each door's own; words and their order are not.
"""

from __future__ import annotations

import html
import io
import re

import pytest
from rich.console import Console

from bot.adapters.console.render import render as in_terminal
from bot.adapters.discord.render import render as in_discord
from bot.adapters.slack.render import page as in_slack
from bot.adapters.web.render import render as in_browser
from bot.handlers.messages import (
    Bullets,
    Choice,
    Choices,
    Copyable,
    Heading,
    Incoming,
    Link,
    Note,
    Paragraph,
    Quote,
    Reply,
    Tenet,
    plain_text,
)
from bot.handlers.replies import navigation
from tests.support.discord.reading import shown
from tests.support.discord.sample_guide import town_guide

# What each door draws around words: list marks, tenet boxes, addresses, Slack's <url|words>.
_MARKS = re.compile(r"^\s*(\d+\\?\.|[-•›>])\s", re.MULTILINE)
_ADDRESS = re.compile(r"<https?://[^|>]*\|([^>]*)>|:?\s*https?://\S+")


def words(text: str) -> list[str]:
    text = _MARKS.sub("", _MARKS.sub("", text))
    return re.findall(r"\w+", _ADDRESS.sub(lambda m: m[1] or "", text))


def discord(reply: Reply) -> list[str]:
    return [word for page in in_discord(reply) for word in shown(page)]


def slack(reply: Reply) -> list[str]:
    def texts(value):
        if isinstance(value, list):
            return [text for item in value for text in texts(item)]
        if not isinstance(value, dict):
            return []
        if isinstance(value.get("text"), str):
            return [value["text"]]
        return [text for key, item in value.items() if key != "value" for text in texts(item)]

    page = in_slack(reply)
    assert page.pages == 1
    opened = _ADDRESS.sub(lambda m: m[1] or "", "\n".join(texts(list(page.blocks))))
    return words(html.unescape(opened))


def terminal(reply: Reply) -> list[str]:
    console = Console(file=io.StringIO(), width=4000, no_color=True)
    console.print(in_terminal(reply))
    return words(re.sub(r"[│╭╮╰╯─]", " ", console.file.getvalue()))


def browser(reply: Reply) -> list[str]:
    def texts(part):
        yield f"Tenet {part.number}" if part.kind == "tenet" else ""
        yield from ("", part.text, part.lead) if part.kind == "quote" else (part.lead, part.text)
        yield from part.items
        yield from (button.label for button in part.buttons)

    card = in_browser(reply)
    inside = [text for part in card.parts for text in texts(part)]
    return words("\n".join((card.title, *inside, *card.notes)))


DOORS = {"discord": discord, "slack": slack, "terminal": terminal, "browser": browser}
EVERY_BLOCK = Reply(
    (
        Heading("Gifts & *favours*"),
        Paragraph("Say no to <all> of them."),
        Paragraph("Because_of trust.", "Why"),
        Bullets(("First thing.", "Second thing."), "What next", ordered=True),
        Bullets(("Red.", "Blue.")),
        Quote("Be good.", "A wise woman"),
        Tenet(12, "Public office is a public trust.", "revised April 2023"),
        Link("The Code of Ethics", "https://icma.org/code"),
        Copyable("A letter", "Dear friend,\nI must say no."),
        Choices((Choice("topic:a", "Hiring"), Choice("topic:b", "Elections")), "See also"),
        Note("Reviewed today."),
        Note("General information."),
    ),
    "answer",
)
CHOICES = (
    "help", "tenets", "topics", "topic:gifts", "more:gifts", "tenet:7", "cases",
    "cases:gifts", "case:mug", "documents", "page:training", "contact", "today", "none", "gone",
)  # fmt: skip


def replies():
    guide = town_guide()
    yield pytest.param(EVERY_BLOCK, id="every block")
    for choice in CHOICES:
        yield pytest.param(guide.answer(Incoming(choice=choice)), id=choice)
    for text in ("my nephew has tickets", "how do I bake bread", "hello", "thanks"):
        yield pytest.param(guide.answer(Incoming(text)), id=text)
    yield pytest.param(navigation.incident("abc123"), id="incident")
    yield pytest.param(navigation.slow_down(5), id="slow down")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("reply", list(replies()))
def test_every_door_says_the_same_words_in_the_same_order(door, reply):
    assert DOORS[door](reply) == words(plain_text(reply))
