"""When to answer, ask back, or say "I don't know": the table, value by value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.handlers.matching.decision import (
    ALSO_FLOOR,
    ANSWER_FLOOR,
    CHOICE_FLOOR,
    CLEAR_OF_SECOND,
    DOUBT,
    GUESS_FLOOR,
    NONE_FLOOR,
    ONE_WORD_FLOOR,
    Decision,
    decide,
)
from bot.handlers.matching.results import Match, Ranked


def match(none: float, *shares: float) -> Match:
    """Topics a, b, c … with these probabilities."""
    ranked = (Ranked(topic, share) for topic, share in zip("abcdef", shares, strict=False))
    return Match(tuple(ranked), none)


def one_word(none: float, *shares: float) -> Match:
    """The same for a message of a single word."""
    return replace(match(none, *shares), one_word=True)


NEAR = 1e-6
LIKELY = ANSWER_FLOOR + 0.1
UNSURE = ANSWER_FLOOR - 0.1
UNCLEAR = LIKELY / CLEAR_OF_SECOND
A, AB, ABC = ("a",), ("a", "b"), ("a", "b", "c")
TABLE = [
    ("certain", match(0, 1, 0, 0), Decision("answer", A)),
    ("just enough", match(0, ANSWER_FLOOR, 0.1, 0.1), Decision("answer", A)),
    ("just not enough", match(0, ANSWER_FLOOR - NEAR, 0.1, 0.05), Decision("choices", AB)),
    ("just clear", match(0, LIKELY, UNCLEAR - NEAR), Decision("answer", A, (), ("b",))),
    ("just not clear", match(0, LIKELY, UNCLEAR + NEAR), Decision("choices", AB)),
    ("a second worth naming", match(0, LIKELY, ALSO_FLOOR, 0.1), Decision("answer", A, (), ("b",))),
    ("a second not worth it", match(0, LIKELY, ALSO_FLOOR - NEAR), Decision("answer", A)),
    ("one second at most", match(0, LIKELY, 0.2, 0.2), Decision("answer", A, (), ("b",))),
    ("three that are close", match(0, UNSURE, 0.2, CHOICE_FLOOR), Decision("choices", ABC)),
    ("a third too far off", match(0, UNSURE, 0.2, CHOICE_FLOOR - NEAR), Decision("choices", AB)),
    ("two at least", match(NONE_FLOOR / 2, UNSURE, 0, 0), Decision("choices", AB)),
    ("never more than three", match(0, 0.2, 0.2, 0.2, 0.2, 0.2), Decision("choices", ABC)),
    ("none of them", match(NONE_FLOOR, UNSURE), Decision("none", A)),
    ("a mere guess", match(0, GUESS_FLOOR - NEAR), Decision("none", A)),
    ("nearly none of them", match(NONE_FLOOR - NEAR, LIKELY, 0.1), Decision("choices", AB)),
    ("in doubt", match(DOUBT, LIKELY, 0.1), Decision("choices", AB)),
    ("hardly in doubt", match(DOUBT - NEAR, LIKELY, 0.1), Decision("answer", A)),
    (
        "a likelier topic wins over none",
        match(NONE_FLOOR, NONE_FLOOR + NEAR),
        Decision("choices", A),
    ),
    ("nothing to choose from", match(0), Decision("none", ())),
    ("only one topic there is", match(0, 1), Decision("answer", A)),
    ("one sure word", one_word(0, ONE_WORD_FLOOR, 0.1), Decision("answer", A)),
    ("one word, less sure", one_word(0, ONE_WORD_FLOOR - NEAR, 0.1), Decision("choices", AB)),
]


@pytest.mark.parametrize(
    ("given", "decided"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table_of_decisions(given, decided):
    assert decide(given) == decided
