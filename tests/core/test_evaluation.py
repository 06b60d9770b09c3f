"""The measures of understanding, on questions whose numbers can be counted by hand."""

from __future__ import annotations

import json

import pytest

from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Heading, Reply
from bot.understanding.evaluation import (
    Asked,
    Measure,
    Question,
    ask_all,
    by_topic,
    confusions,
    measures,
    read_questions,
    worse,
)


def asked(right: str | None, outcome: str, *got: str, tenets=(12,)) -> Asked:
    """A question on `right` (None: out of scope), and the topics that were answered."""
    kind = "question" if right else "none"
    topics = tuple(right.split("/")) if right else ()
    return Asked(Question("q", "?", kind, (12,), topics), outcome, got, tenets, 0.5)


ASKED = [
    asked("gifts", "answer", "gifts", "leadership"),
    asked("gifts/leadership", "answer", "leadership", "gifts"),
    asked("gifts", "choices", "a", "b", "gifts", tenets=(3,)),
    asked("social-media", "none", tenets=()),
    asked(None, "none"),
    asked(None, "answer", "gifts"),
]


def measured(name: str) -> Measure:
    return next(measure for measure in measures(ASKED) if measure.name == name)


@pytest.mark.parametrize(
    ("name", "hits", "total"),
    [
        ("topic@1", 1, 4),
        ("any topic@1", 2, 4),
        ("any topic@3", 3, 4),
        ("tenet@1 any", 2, 4),
        ("out of scope answered", 1, 2),
        ("out of scope recognized", 1, 2),
        ("turned away", 1, 4),
        ("answered at once", 2, 4),
        ("question: topic@1", 1, 4),
    ],
)
def test_each_measure_counts_what_its_name_says(name, hits, total):
    assert (measured(name).hits, measured(name).total) == (hits, total)


def test_topics_are_listed_worst_first():
    assert [(m.name, m.hits, m.total) for m in by_topic(ASKED)] == [
        ("social-media", 0, 1),
        ("gifts", 1, 3),
    ]


def test_confusions_say_what_came_first_instead():
    assert confusions([*ASKED, ASKED[2]]) == [
        (2, "gifts", "a"),
        (1, "gifts", "leadership"),
        (1, "social-media", "none"),
    ]


def test_the_interval_is_wilsons():
    """Wilson's interval of 8 out of 10 is 0.490 to 0.943, as any table has it."""
    assert Measure("m", 8, 10).interval == pytest.approx((0.490, 0.943), abs=0.001)
    assert Measure("m", 0, 0).interval == (0.0, 1.0)
    assert Measure("m", 0, 0).share == 0.0
    low, high = Measure("m", 10, 10).interval
    assert low < 1.0
    assert high == pytest.approx(1.0)


def test_a_fall_within_noise_is_no_fall():
    """One standard error of 0.9 on 100 questions is 0.03."""
    before = {"topic@1": 0.9}
    assert worse([Measure("topic@1", 88, 100)], before) == []
    assert worse([Measure("topic@1", 86, 100)], before) == ["topic@1: 0.860, was 0.900"]


def test_for_some_measures_less_is_better():
    before = {"turned away": 0.1}
    assert worse([Measure("turned away", 2, 100)], before) == []
    assert len(worse([Measure("turned away", 20, 100)], before)) == 1


def test_what_the_baseline_does_not_have_is_not_compared():
    assert worse([Measure("new", 0, 100)], {}) == []
    assert worse([Measure("topic@1", 0, 0)], {"topic@1": 1.0}) == []


def line(**changes) -> str:
    question = {
        "id": "q1",
        "query": "tickets?",
        "kind": "question",
        "tenets": [12],
        "topics": ["gifts"],
    }
    return json.dumps(question | changes)


def test_questions_are_read_a_line_each_empty_lines_left_out():
    read = read_questions(f"{line()}\n\n{line(id='q2', extra=1)}\n", "file")
    assert [question.id for question in read] == ["q1", "q2"]
    assert read[0] == Question("q1", "tickets?", "question", (12,), ("gifts",))


@pytest.mark.parametrize(
    "broken", ["{", "[]", "3", '{"id": 1}', line(tenets=["x"]), line(topics=None)]
)
def test_a_broken_line_is_named(broken):
    with pytest.raises(UserFacingError, match="file:2 "):
        read_questions(f"{line()}\n{broken}\n", "file")


def test_a_file_without_questions_is_told():
    with pytest.raises(UserFacingError, match="holds no questions"):
        read_questions("\n", "file")


def test_a_question_that_is_turned_away_counts_as_no_topic():
    reply = Reply((Heading("?"),), "none", ranked=("gifts",))
    (found,) = ask_all([ASKED[0].question], lambda incoming: reply)
    assert found.topics == ()
    reply = Reply((Heading("!"),), "answer", ranked=("gifts",), tenets=(12,), score=0.9)
    (found,) = ask_all([ASKED[0].question], lambda incoming: reply)
    assert (found.topics, found.tenets, found.score) == (("gifts",), (12,), 0.9)
