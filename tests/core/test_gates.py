"""What nobody should be answered with a topic: danger, harm, crime, and people it is not for."""

from __future__ import annotations

import json

import pytest

from bot.adapters.console.connect import record
from bot.handlers.messages import Choices, Incoming, plain_text


def said(guide, text):
    """The reply to a message."""
    return guide.answer(Incoming(text=text))


def test_somebody_who_wants_to_die_is_given_a_number_first_and_nothing_else(guide):
    """No topic, no vote, no choice stands between them and a person."""
    reply = said(guide, "i'm thinking of suicide")
    text = plain_text(reply)
    assert reply.gate == "self-harm"
    assert "988" in text.splitlines()[0]
    assert (reply.about, reply.topic, reply.context) == (None, None, None)
    assert not any(isinstance(block, Choices) for block in reply.blocks)
    assert "Tenet" not in text


def test_a_greeting_a_link_and_a_mention_around_it_hide_nothing(guide):
    """What people wrap around a message is not read."""
    text = "<@U123> hello!! <https://example.org|my diary> i want to kill myself, thanks"
    assert said(guide, text).gate == "self-harm"


def test_a_message_in_spanish_is_answered_in_spanish(guide):
    """With the Spanish way to the same line."""
    text = plain_text(said(guide, "ya no quiero vivir"))
    assert "oprima el 2" in text
    assert "Call" not in text


def test_harassment_is_answered_first_and_its_page_stands_behind(guide):
    """The page is one button; the reply is no topic's."""
    reply = said(guide, "my supervisor says i'll pass probation if i sleep with him")
    (choices,) = (block for block in reply.blocks if isinstance(block, Choices))
    assert [option.id for option in choices.options] == ["topic:harassment-and-bullying"]
    assert guide.answer(Incoming(choice=choices.options[0].id)).about == choices.options[0].id


def test_who_confesses_is_sent_to_a_lawyer_and_not_told_to_give_it_back(guide):
    """Giving it back or owning up at once can hurt them."""
    reply = said(guide, "i sold the city's scrap metal and kept the cash")
    text = plain_text(reply)
    assert reply.gate == "crime-confessed"
    assert "lawyer of your own" in text
    assert "Don't give anything back" in text


@pytest.mark.parametrize(
    "text",
    [
        "this budget is killing me",
        "shoot me the file",
        "the deadline is murder",
        "is there a bomb cyclone tomorrow",
        "suicide prevention month proclamation",
        "gun range permit",
        "my boss will kill me if i miss this",
        "can we march for domestic violence awareness",
        "he killed it in the presentation",
    ],
)
def test_figures_of_speech_are_no_danger(guide, text):
    """People kill time, shoot files and bomb tests every day."""
    assert said(guide, text).gate is None


@pytest.mark.parametrize(
    "text",
    [
        "vendor offered tickets",
        "my boss asked me to hire his nephew",
        "a resident tipped our crew",
        "councilman wants me to approve his friend's permit",
        "retaliation",
        "harassment policy",
        "can i have dinner with a lobbyist",
    ],
)
def test_plain_questions_of_ethics_still_reach_their_topic(guide, text):
    """A gate is for what a topic must not answer."""
    reply = said(guide, text)
    assert reply.gate is None
    assert reply.outcome != "none"


def test_no_name_of_a_topic_meets_a_gate(guide):
    """What is typed to find a page finds it."""
    names = [n for t in guide.library.topics.values() for n in (t.title, *t.names.all())]
    assert [name for name in names if said(guide, name).gate] == []


def test_scripts_read_the_gate(guide):
    """`ethics ask --json` names it, or null."""
    for text, gate in (("shots fired at city hall", "threat"), ("gifts", None)):
        assert json.loads(json.dumps(record(text, said(guide, text))))["gate"] == gate


def test_every_gate_says_its_number_or_act_in_few_words(guide):
    """Read under stress, on a phone: at most 130 words, and never that somebody was told."""
    for gate in guide.library.gates.values():
        for text in (gate.text("en"), gate.text("es")):
            whole = " ".join((text.heading, *text.do, text.say))
            assert len(whole.split()) <= 150, gate.id
            for claim in ("has been alerted", "have been notified", "help is on the way"):
                assert claim not in whole.lower()
