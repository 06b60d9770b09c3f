"""When to answer, ask back, or say "I don't know": the table, value by value."""

from __future__ import annotations

import pytest

from bot.handlers.matching.decision import (
    ALSO_FLOOR,
    ANSWER_FLOOR,
    CHOICE_FLOOR,
    CLEAR_OF_SECOND,
    NONE_FLOOR,
    Decision,
    decide,
)
from bot.handlers.matching.results import Match, Ranked


def match(none: float, *shares: float) -> Match:
    """Topics a, b, c … with these probabilities."""
    ranked = (Ranked(topic, share) for topic, share in zip("abcdef", shares, strict=False))
    return Match(tuple(ranked), none)


NEAR = 1e-6
TABLE = [
    ("certain", match(0.0, 1.0, 0.0, 0.0), Decision("answer", ("a",))),
    ("just enough", match(0.0, ANSWER_FLOOR, 0.1, 0.1), Decision("answer", ("a",))),
    (
        "just not enough",
        match(0.0, ANSWER_FLOOR - NEAR, 0.1, 0.05),
        Decision("choices", ("a", "b")),
    ),
    (
        "just clear of the second",
        match(0.0, 0.45, 0.45 / CLEAR_OF_SECOND, 0.0),
        Decision("answer", ("a",), ("b",)),
    ),
    (
        "just not clear",
        match(0.0, 0.45, 0.45 / CLEAR_OF_SECOND + NEAR, 0.0),
        Decision("choices", ("a", "b")),
    ),
    ("a second worth naming", match(0.0, 0.6, ALSO_FLOOR, 0.1), Decision("answer", ("a",), ("b",))),
    ("a second not worth it", match(0.0, 0.6, ALSO_FLOOR - NEAR), Decision("answer", ("a",))),
    ("one second at most", match(0.0, 0.6, 0.2, 0.2), Decision("answer", ("a",), ("b",))),
    (
        "three that are close",
        match(0.0, 0.3, 0.29, CHOICE_FLOOR),
        Decision("choices", ("a", "b", "c")),
    ),
    (
        "a third too far off",
        match(0.0, 0.3, 0.29, CHOICE_FLOOR - NEAR),
        Decision("choices", ("a", "b")),
    ),
    ("two at least", match(0.3, 0.3, 0.0, 0.0), Decision("choices", ("a", "b"))),
    (
        "never more than three",
        match(0.0, 0.2, 0.2, 0.2, 0.2, 0.2),
        Decision("choices", ("a", "b", "c")),
    ),
    ("none of them", match(NONE_FLOOR, 0.5), Decision("none", ("a",))),
    ("nearly none of them", match(NONE_FLOOR - NEAR, 0.5), Decision("answer", ("a",))),
    (
        "none wins over a likely one",
        match(0.6, 0.4, 0.0, 0.0, 0.0),
        Decision("none", ("a", "b", "c")),
    ),
    ("nothing to choose from", match(0.0), Decision("none", ())),
    ("only one topic there is", match(0.0, 1.0), Decision("answer", ("a",))),
]


@pytest.mark.parametrize(
    ("given", "decided"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table_of_decisions(given, decided):
    assert decide(given) == decided
