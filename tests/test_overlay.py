"""A city's own layer over the Code: the example in examples/riverbend, as the docs show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.handlers.guide import Guide
from bot.handlers.matching.matcher import TrainedMatcher
from bot.handlers.messages import Incoming, Note, Paragraph, plain_text
from bot.knowledge import loading, sources
from bot.settings import load
from bot.understanding import model_files
from bot.understanding.build_guide import shipped_model

ROOT = Path(__file__).parent.parent
RIVERBEND = ROOT / "examples" / "riverbend"
QUESTION = "how much can a gift be worth"
TODAY = date(2026, 11, 23)


@dataclass
class Calendar:
    """A clock that can be moved."""

    today: date = TODAY

    def __call__(self) -> date:
        return self.today


@pytest.fixture(scope="module")
def calendar():
    return Calendar()


@pytest.fixture(scope="module")
def riverbend(calendar):
    """The guide with the city's layer, on the model that ships: only its own names are new."""
    known = loading.load((sources.shipped_folder(), RIVERBEND))
    matcher = TrainedMatcher(model_files.load(shipped_model()), known.library)
    return Guide(known.library, matcher, calendar)


def beginning(guide, said):
    """The start of an answer, as the docs print it."""
    return plain_text(guide.answer(Incoming(text=said))).split("\n\nWhy: ")[0]


def test_a_local_rule_stands_right_behind_the_answer_and_is_marked(riverbend):
    reply = riverbend.answer(Incoming(choice="topic:gifts"))
    short, rule = [block for block in reply.blocks if isinstance(block, Paragraph)][:2]
    assert rule.lead == "Local rule – City of Riverbend"
    assert "$50" in rule.text
    assert short.text == riverbend.library.topics["gifts"].short


def test_it_counts_for_the_finer_topics_too(riverbend):
    assert "$50" in plain_text(riverbend.answer(Incoming(choice="topic:gift-meals")))


def test_a_rule_past_its_review_date_is_withheld_and_says_whom_to_ask(riverbend):
    reply = riverbend.answer(Incoming(choice="topic:political-activity"))
    text = plain_text(reply)
    assert "campaign buttons" not in text
    assert "December 31, 2024" in text
    assert "ethics@riverbend.example" in text


def test_a_rule_is_not_shown_before_it_takes_effect(riverbend, calendar):
    calendar.today = date(2025, 12, 31)
    assert "$50" not in plain_text(riverbend.answer(Incoming(choice="topic:gifts")))
    calendar.today = TODAY
    assert "$50" in plain_text(riverbend.answer(Incoming(choice="topic:gifts")))


def test_the_citys_own_topic_is_found_by_its_name(riverbend):
    reply = riverbend.answer(Incoming(text="River Days pass"))
    assert reply.about == "topic:river-days-tickets"
    assert reply.topic == "gifts"
    assert any(
        "comes from City of Riverbend" in b.text for b in reply.blocks if isinstance(b, Note)
    )


def test_every_answer_carries_the_citys_disclaimer(riverbend):
    for choice in ("topic:gifts", "topic:training", "page:enforcement"):
        text = plain_text(riverbend.answer(Incoming(choice=choice)))
        assert "union contract come first" in text


def test_the_citys_contact_comes_first(riverbend):
    roles = [
        b.lead
        for b in riverbend.answer(Incoming(text="contact")).blocks
        if isinstance(b, Paragraph) and b.lead
    ]
    assert roles[0] == "Riverbend ethics officer"


def test_a_document_of_the_city_can_be_copied(riverbend):
    assert "CITY OF RIVERBEND" in plain_text(
        riverbend.answer(Incoming(text="document riverbend log"))
    )


def test_the_superseded_contact_is_never_offered(guide):
    text = plain_text(guide.answer(Incoming(text="contact")))
    assert "Perego" not in text
    assert "962-3668" not in text
    assert any("Perego" in contact.name for contact in guide.library.contacts)


def test_layers_are_named_by_one_setting():
    settings = load({"ETHICS_LOCAL": f"{RIVERBEND}:/srv/city"}, dotenv=None)
    assert sources.folders_of(settings)[1:] == (RIVERBEND, Path("/srv/city"))


def test_the_docs_show_what_is_really_answered(guide, riverbend):
    page = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
    for mark, answering in (("before", guide), ("after", riverbend)):
        shown = re.search(
            rf"<!-- {mark} -->\n```text\n(.*?)\n```\n<!-- /{mark} -->", page, re.DOTALL
        )
        assert shown, mark
        assert shown[1] == beginning(answering, QUESTION)
