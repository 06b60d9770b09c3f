"""One reply of every kind as Discord shows it: its words, its order, its limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.discord import views
from bot.adapters.discord.answer import button_ids
from bot.adapters.discord.layout import ROWS_MAX, TEXT_MAX, Text, weight
from bot.adapters.discord.markup import cut, escape, pieces, shortened
from bot.adapters.discord.render import render
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
)
from tests.support.discord.discord_rules import problem_with
from tests.support.discord.reading import reply_words, shown
from tests.support.discord.sample_guide import town_guide

HOSTILE = (
    "@everyone <@2000> <@&1> <#1> </a:1> [x](https://e.vil) **b** `c` ~~d~~ ||e|| # f\n"
    "# g\n- h\n1. i\n> j"
)


def sent(page):
    """A page as it goes over the wire."""
    view = views.layout(page)
    return {
        "components": view.to_components(),
        "flags": 1 << 15,
        "allowed_mentions": {"parse": []},
    }


EVERY_BLOCK = Reply(
    (
        Heading("Gifts"),
        Paragraph("Say no."),
        Paragraph("Because.", "Why"),
        Bullets(("One.", "Two."), "What next", ordered=True),
        Bullets(("Red.", "Blue.")),
        Quote("Be good.", "A wise woman"),
        Tenet(12, "Public office is a public trust.", "revised April 2023"),
        Link("The Code", "https://icma.org/code_of_ethics"),
        Copyable("A letter", "Dear ____,\n  *not* bold"),
        Choices((Choice("topic:gifts", "Gifts"), Choice("topic:gifts", "Again")), "See also"),
        Note("Reviewed today."),
    ),
    "answer",
    about="topic:gifts",
)


def test_every_block_is_drawn():
    (page,) = render(EVERY_BLOCK)
    assert page.parts[0] == Text(
        "## Gifts\n\nSay no.\n\n**Why:** Because.\n\n"
        "**What next:**\n1. One.\n2. Two.\n\n- Red.\n- Blue.\n\n"
        "> “Be good.”\n> — A wise woman\n\n"
        "> **Tenet 12** (revised April 2023):\n> “Public office is a public trust.”\n\n"
        "[The Code](<https://icma.org/code_of_ethics>)\n\n"
        "**A letter**\n\n```\nDear ____,\n  *not* bold\n```\n\n**See also:**"
    )
    assert [button.label for button in page.parts[1].buttons] == ["Gifts", "Again"]
    assert page.parts[2] == Text("-# Reviewed today.")


def test_empty_words_are_no_fault():
    blocks = (Heading("Empty"), Paragraph("", "Why"), Paragraph(""), Bullets(()), Note(""))
    (page,) = render(Reply(blocks, "none"))
    assert page.text == "## Empty\n\n**Why:** "


CHOICES = [
    "help", "code", "tenets", "topics", "area:work", "topic:gifts", "more:gifts", "tenet:7",
    "cases", "cases:gifts", "case:mug", "documents", "document:recusal", "page:training",
    "contact", "today", "none", "no-such-thing",
]  # fmt: skip


@pytest.mark.parametrize("choice", CHOICES)
def test_no_word_of_an_answer_is_lost_or_moved(choice):
    reply = town_guide().answer(Incoming(choice=choice))
    pages = render(reply)
    assert [word for page in pages for word in shown(page)] == reply_words(reply)


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("place", ["private", "public", "direct"])
def test_every_page_is_taken_by_discord(choice, place):
    reply = town_guide().answer(Incoming(choice=choice))
    for page in render(reply, byline="Shared by <@2000>"):
        full = page.controlled(button_ids.under(reply, place, 2**63, (2**63, 2**63, 2**63)))
        assert problem_with(sent(full)) is None
        embed, view = views.embed(full)
        assert len(embed) <= 4096
        assert (
            problem_with(
                {
                    "embeds": [embed.to_dict()],
                    "components": view.to_components(),
                    "allowed_mentions": {"parse": []},
                }
            )
            is None
        )


def test_hostile_text_neither_pings_nor_formats():
    (page,) = render(Reply((Heading(HOSTILE), Paragraph(HOSTILE)), "none"))
    text = page.parts[0].markdown
    assert "@everyone" not in text
    assert "\n# " not in text
    assert "\n- " not in text
    for mark in ("<@2000>", "<@&1>", "<#1>", "</a:1>", "**b**", "`c`", "~~d~~", "||e||", "[x]("):
        assert mark not in text


@pytest.mark.parametrize("size", [4000, 10_000, 50_000])
@pytest.mark.parametrize("letter", ["x", "*", "word ", "A sentence. ", "é\n", "```"])
def test_long_text_is_split_never_refused(size, letter):
    text = (letter * size)[:size].strip()
    reply = Reply((Heading("Long"), Paragraph(text), Copyable("Letter", text)), "answer")
    pages = render(reply)
    for page in pages:
        assert problem_with(sent(page)) is None
    if letter == "word ":
        found = [word for page in pages for word in shown(page)]
        assert found == reply_words(reply)


def test_a_share_says_who_shared_it_as_the_last_words():
    pages = render(EVERY_BLOCK, byline="Shared by <@2000>")
    assert pages[-1].parts[-1].markdown.endswith("-# Reviewed today.\n-# Shared by <@2000>")


@given(st.text(min_size=1, max_size=200), st.integers(2, 40))
@settings(max_examples=200, deadline=None)
def test_pieces_keep_to_the_limit_and_lose_no_letter(text, limit):
    found = list(pieces(text, escape, max(4, limit)))
    assert all(len(piece) <= max(4, limit) for piece in found)
    plain = "".join(text.split())
    assert len("".join("".join(found).replace("\u200b", "").split())) >= len(
        plain.replace("\u200b", "")
    )


@given(st.text(max_size=300), st.integers(1, 100))
@settings(max_examples=200, deadline=None)
def test_a_cut_keeps_both_parts(text, limit):
    head, tail = cut(text, limit)
    assert len(head) <= limit
    assert "".join((head + tail).split()) == "".join(text.split())


def test_a_label_is_shortened_at_a_word():
    assert shortened("Family members' campaigns", 18) == "Family members'…"
    assert shortened("Gifts", 18) == "Gifts"


def test_a_page_keeps_room_for_its_controls():
    many = tuple(Choice(f"topic:t{n}", f"Topic {n}") for n in range(15))
    blocks = (Heading("Many"), Choices(many), Choices(many), Choices(many))
    for page in render(Reply(blocks, "command")):
        assert sum(not isinstance(part, Text) for part in page.parts) < ROWS_MAX
        assert sum(map(weight, page.parts)) <= 40 - 7
        assert len(page.text) <= TEXT_MAX


@pytest.mark.parametrize(
    ("custom_id", "values", "meaning"),
    [
        ("g:c:topic:gifts", (), button_ids.Ask("topic:gifts")),
        ("g:c2:topic:gifts", (), button_ids.Ask("topic:gifts")),
        ("g:m1:", ("case:mug",), button_ids.Ask("case:mug")),
        ("g:share:topic:gifts", (), button_ids.Share("topic:gifts", confirmed=False)),
        ("g:post:topic:gifts", (), button_ids.Share("topic:gifts", confirmed=True)),
        ("g:copy:tenet:7", (), button_ids.Copy("tenet:7")),
        ("g:no:tenet:7", (), button_ids.Vote("tenet:7", helpful=False)),
        ("g:remove:5.6.7", (), button_ids.Remove(5, (6, 7))),
        ("g:remove:me", (), button_ids.Unknown()),
        ("g:m1:", (), button_ids.Unknown()),
        ("g:c:", (), button_ids.Unknown()),
        ("g:", (), button_ids.Unknown()),
        ("g:later-version:x", (), button_ids.Unknown()),
    ],
)
def test_an_id_says_what_a_press_means(custom_id, values, meaning):
    assert button_ids.read(custom_id, values) == meaning


def test_ids_of_the_longest_choice_fit():
    about = "topic:" + "x" * 58
    reply = replace(EVERY_BLOCK, about=about)
    for place in ("private", "public", "direct"):
        row = button_ids.under(reply, place, 2**63, (2**63,) * 9)
        assert all(len(button.custom_id) <= 100 for button in row.buttons)
        assert len(row.buttons) <= 5
