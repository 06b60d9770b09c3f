"""A local rule on every day that matters, and whom it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.handlers.guide import Guide
from bot.handlers.library import Case
from bot.handlers.local_layer import Contact, Layer, LocalRule
from bot.handlers.messages import Incoming, Tenet, plain_text
from tests.support.discord.sample_guide import LIBRARY, TITLES, WORDS
from tests.support.sample_knowledge import CODE, MONDAY, WordMatcher

DAY = timedelta(days=1)
EFFECTIVE, REVIEW = date(2026, 1, 1), date(2026, 12, 31)
RULE = LocalRule("limit", "gifts", "At most $50 a year.", EFFECTIVE, REVIEW, "city")


def asked(today, rule=RULE, contacts=(), choice="topic:gifts"):
    """What the answer says on that day, in a city with that rule and those contacts."""
    library = replace(
        LIBRARY,
        rules=(rule,),
        layers=(Layer("city", "City of Riverbend"),),
        contacts=(*LIBRARY.contacts, *contacts),
    )
    guide = Guide(library, WordMatcher(WORDS, TITLES), lambda: today)
    return plain_text(guide.answer(Incoming(choice=choice)))


@pytest.mark.parametrize("choice", ["topic:gifts", "more:gifts"])
@pytest.mark.parametrize(
    ("today", "shown", "withheld"),
    [
        (EFFECTIVE - DAY, False, False),
        (EFFECTIVE, True, False),
        (EFFECTIVE + DAY, True, False),
        (REVIEW - DAY, True, False),
        (REVIEW, True, False),
        (REVIEW + DAY, False, True),
    ],
)
def test_a_rule_is_shown_from_the_day_it_takes_effect_to_the_day_of_its_review(
    today, shown, withheld, choice
):
    text = asked(today, choice=choice)
    assert ("At most $50" in text) == shown
    assert ("December 31, 2026" in text) == withheld


def person(name, layer, **more):
    return Contact(name, name.title(), "Ethics.", CODE, MONDAY, name=name, layer=layer, **more)


def test_an_overdue_rule_names_its_own_contact():
    people = (person("Ana", "city"), person("Bo", "city"))
    text = asked(REVIEW + DAY, replace(RULE, contact="Bo"), people)
    withheld = next(line for line in text.splitlines() if "December 31, 2026" in line)
    assert "Bo" in withheld
    assert "Ana" not in withheld


def test_an_overdue_rule_without_one_names_the_contact_of_its_layer():
    people = (person("Stan", "state"), person("Ana", "city"))
    text = asked(REVIEW + DAY, RULE, people)
    withheld = next(line for line in text.splitlines() if "December 31, 2026" in line)
    assert "Ana" in withheld
    assert "Stan" not in withheld


def test_where_its_layer_has_no_contact_it_names_the_officer_everybody_has():
    text = asked(REVIEW + DAY, RULE, (person("Stan", "state"),))
    withheld = next(line for line in text.splitlines() if "December 31, 2026" in line)
    assert "Stan" not in withheld
    assert "ethics officer" in withheld


def test_a_case_quotes_its_first_two_tenets():
    case = Case("ride", "A ride", "gifts", (12, 3, 7), "A ride.", "Take it?", "No.", "Trust.",
                CODE, "illustration")  # fmt: skip
    guide = Guide(
        replace(LIBRARY, cases={"ride": case}), WordMatcher(WORDS, TITLES), lambda: MONDAY
    )
    blocks = guide.answer(Incoming(choice="case:ride")).blocks
    assert [block.number for block in blocks if isinstance(block, Tenet)] == [12, 3]
