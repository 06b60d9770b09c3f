"""Short things people type that are no question, and questions that only look like them."""

from __future__ import annotations

import pytest

from bot.handlers.choice_ids import encode
from bot.handlers.commands import parse as commands
from bot.handlers.text import key

TOPICS = {"gifts": "gifts", "gift": "gifts"}
CASES = {"gifts-1"}
DOCUMENTS = {"pledge": "ethics-pledge"}


def parse(text: str) -> str | None:
    """What a message stands for, where three topics, cases and documents are known."""
    value = commands.parse(
        text,
        find_topic=TOPICS.get,
        find_case=lambda name: name.replace(" ", "-") if name.replace(" ", "-") in CASES else None,
        find_document=DOCUMENTS.get,
    )
    return None if value is None else encode(value)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("7", 7),
        ("#7", 7),
        ("# 12", 12),
        ("7th", 7),
        ("1?", 1),
        ("tenet 7", 7),
        ("Tenet #7", 7),
        ("tenets 3", 3),
        ("tenet seven", 7),
        ("the seventh tenet", 7),
        ("tenet vii", 7),
        ("tenet VII.", 7),
        ("principio siete", 7),
        ("rule 8", 8),
        ("number one", 1),
        ("tenant 12 of the code", 12),
        ("tennet 4", 4),
        ("tenet eigth", 8),
        ("tenet twelth", 12),
        ("what does tenet seven of the code say", 7),
        ("qué dice el principio doce del código", 12),
        ("tenet 13", 13),
        ("tenet 99", 99),
    ],
)
def test_a_tenet_is_named(said, number):
    assert commands.tenet_number(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "",
        "0",
        "13",
        "99",
        "100",
        "seven",
        "tenet",
        "tenets",
        "tenant rent",
        "tenet 7 or 8",
        "is accepting tickets against tenet 12",
        "can i be fired for breaking tenet 3 at home with my own money",
        "rule of thumb",
        "$7",
        "7 gifts",
        "tenet seventyfive",
        "tenet ٧٧٧٧",
    ],
)
def test_no_tenet_is_named(said):
    assert commands.tenet_number(said) is None


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("", "help"),
        ("HELP!", "help"),
        ("ayuda", "help"),
        ("The twelve tenets?", "tenets"),
        ("código de ética", "code"),
        ("temas", "topics"),
        ("tenet 7", "tenet:7"),
        ("tenet 13", "tenets"),
        ("tenet of the day", "today"),
        ("case gifts-1", "case:gifts-1"),
        ("case gifts", "cases:gifts"),
        ("casos gift", "cases:gifts"),
        ("topic gifts", "topic:gifts"),
        ("tema gift", "topic:gifts"),
        ("document pledge", "document:ethics-pledge"),
        ("document nothing like it", "documents"),
        ("form pledge", "document:ethics-pledge"),
    ],
)
def test_a_command_is_another_way_to_press_a_button(said, choice):
    assert parse(said) == choice


@pytest.mark.parametrize(
    "said",
    [
        "gifts",
        "case of beer from a vendor",
        "topic of my talk is paid for by a vendor",
        "form a political committee",
        "help me with a vendor who offers tickets",
        "can i be on the code enforcement board",
        "contact with a bidder",
    ],
)
def test_a_question_that_begins_like_a_command_stays_a_question(said):
    assert parse(said) is None


def test_every_fixed_word_can_be_typed():
    """A word that folding would change could never be reached."""
    said = [*commands.FIXED, *commands.GREETINGS, *commands.THANKS]
    assert [word for word in said if key(word) != word] == []


def test_greetings_and_thanks_are_no_commands():
    assert not (commands.GREETINGS | commands.THANKS) & set(commands.FIXED)
