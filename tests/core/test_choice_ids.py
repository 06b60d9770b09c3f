"""What a button carries is read back as what it meant, by any version and whatever was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers import choice_ids as ids
from bot.handlers.messages import CHOICE_ID_MAX, Choices, Incoming


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (ids.Listing.HELP, "help"),
        (ids.Listing.NONE_OF_THESE, "none"),
        (ids.Tenet(7), "tenet:7"),
        (ids.Area("work"), "area:work"),
        (ids.Topic("gifts"), "topic:gifts"),
        (ids.More("gifts"), "more:gifts"),
        (ids.CasesOf("gifts"), "cases:gifts"),
        (ids.CasesIn("work"), "cases-in:work"),
        (ids.Case("mug"), "case:mug"),
        (ids.Document("letter"), "document:letter"),
        (ids.Page("privacy"), "page:privacy"),
        (ids.Daily("d1"), "daily:d1"),
        (ids.Situation("board-dinner"), "situation:board-dinner"),
        (ids.Situation("board-dinner", ids.DONE), "situation:board-dinner:done"),
        (ids.Situation("board-dinner", "2"), "situation:board-dinner:2"),
    ],
)
def test_buttons_that_are_out_there_keep_their_meaning(value, text):
    assert ids.encode(value) == text
    assert ids.decode(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", "help:", "help:me", "nothing", "Topic:gifts", "topics:x", "topic:", "cases:"),
        *("tenet", "tenet:", "tenet:0", "tenet:13", "tenet:07", "tenet:٧"),
        *("situation:", "situation::done"),
    ],
)
def test_what_is_no_id_means_nothing(text):
    assert ids.decode(text) is None


@given(st.text(max_size=80))
def test_whatever_is_read_is_written_the_same(text):
    value = ids.decode(text)
    assert value is None or ids.encode(value).rstrip(":") == text.rstrip(":")


def test_every_button_of_the_shipped_knowledge_is_a_short_id(guide):
    waiting, seen = ["topics", "tenets", "code", "cases", "documents", "contact", "help"], set()
    while waiting:
        press = waiting.pop()
        if press in seen:
            continue
        seen.add(press)
        assert ids.decode(press) is not None, press
        assert len(press) <= CHOICE_ID_MAX
        reply = guide.answer(Incoming(choice=press))
        for block in reply.blocks:
            if isinstance(block, Choices):
                waiting += [option.id for option in block.options]
    assert len(seen) > 200
