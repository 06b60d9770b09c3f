"""Every number that decides between an answer, a question back and a page, and both its sides.

The numbers come from the questions on file (docs/matching.md). Whoever changes one runs
`make heart`, and writes the new one here.
"""

from __future__ import annotations

from datetime import date

import pytest

from bot.handlers import respond
from bot.handlers.guide import Guide
from bot.handlers.matching import decision
from bot.handlers.matching.decision import (
    SITUATION_FLOOR,
    YES_FLOOR,
    YES_SITUATION_FLOOR,
    decide,
)
from bot.handlers.matching.results import Match, Ranked, RankedSituation
from bot.handlers.messages import Incoming
from tests.support.discord.sample_guide import LIBRARY

MEASURED = {
    "NONE_FLOOR": 0.5,
    "DOUBT": 0.3,
    "ANSWER_FLOOR": 0.4,
    "ONE_WORD_FLOOR": 0.9,
    "CLEAR_OF_SECOND": 1.2,
    "SITUATION_FLOOR": 0.1,
    "YES_SITUATION_FLOOR": 0.25,
    "YES_FLOOR": 0.5,
    "CHOICE_FLOOR": 0.08,
    "ALSO_FLOOR": 0.15,
    "GUESS_FLOOR": 0.12,
}
NEAR = 1e-6


def test_the_numbers_are_those_that_were_measured():
    there = {n: value for n, value in vars(decision).items() if isinstance(value, float)}
    assert there == MEASURED


def ruled(*found, vague=False):
    """The situations a verdict is given on, or shown beside the page, of page a."""
    likely = tuple(
        RankedSituation(f"{page}{n}", page, verdict, share)
        for n, (page, verdict, share) in enumerate(found)
    )
    return decide(Match((Ranked("a", 0.9),), 0.0, situations=likely, vague=vague)).situations


@pytest.mark.parametrize(
    ("share", "given"),
    [(SITUATION_FLOOR - NEAR, False), (SITUATION_FLOOR, True), (SITUATION_FLOOR + NEAR, True)],
)
@pytest.mark.parametrize("verdict", ["no", "depends", "steps"])
def test_a_verdict_is_given_from_its_floor_on(verdict, share, given):
    assert ruled(("a", verdict, share), ("a", "no", 0.01)) == (("a0",) if given else ("a0", "a1"))


@pytest.mark.parametrize(
    ("share", "others", "given"),
    [
        (YES_SITUATION_FLOOR - NEAR, YES_FLOOR, False),
        (YES_SITUATION_FLOOR, YES_FLOOR - YES_SITUATION_FLOOR, True),
        (YES_SITUATION_FLOOR + NEAR, YES_FLOOR - YES_SITUATION_FLOOR, True),
        (YES_SITUATION_FLOOR, YES_FLOOR - YES_SITUATION_FLOOR - NEAR, False),
    ],
)
def test_a_yes_must_be_surer_by_itself_and_together(share, others, given):
    """The other Yes is another page's: it agrees, and is not shown on this one."""
    found = ruled(("a", "yes", share), ("b", "yes", others), ("a", "no", 0.01))
    assert found == (("a0",) if given else ("a0", "a2"))


def test_what_does_not_say_what_happened_gets_no_verdict():
    assert ruled(("a", "no", 0.9), vague=True) == ("a0",)
    assert ruled(("a", "no", 0.9), ("a", "no", 0.1), vague=True) == ("a0", "a1")


class Sure:
    """A matcher that takes any message for hiring, so surely; keeps what it was asked."""

    def __init__(self, share):
        self.asked = []
        self._match = Match((Ranked("hiring", share), Ranked("gifts", 0.0)), 0.0)

    def match(self, text, *, about=None, explain=False):
        self.asked.append(text)
        return self._match


@pytest.mark.parametrize(
    ("share", "alone"),
    [
        (respond.NEW_TOPIC - NEAR, False),
        (respond.NEW_TOPIC, True),
        (respond.NEW_TOPIC + NEAR, True),
    ],
)
def test_a_continuation_that_surely_names_another_topic_is_a_question_of_its_own(share, alone):
    matcher = Sure(share)
    guide = Guide(LIBRARY, matcher, lambda: date(2026, 11, 23))
    guide.answer(Incoming("what about a cousin who applies?", context="topic:gifts"))
    assert matcher.asked[-1].startswith("Gifts. ") != alone


def test_the_topic_of_a_conversation_counts_for_more(guide):
    """It makes its own family likelier, and every other one less likely."""
    text = "is it fine if they pay for it"
    plain = {item.topic: item.probability for item in guide.explain(text).ranked}
    for about in ("gifts", "outside-employment", "investments"):
        if about not in plain:
            continue
        leaning = {r.topic: r.probability for r in guide.explain(text, about=about).ranked}
        assert leaning[about] > plain[about]
        assert sum(leaning.values()) - leaning[about] < sum(plain.values()) - plain[about]
    assert plain.keys() >= {"gifts", "investments"}
