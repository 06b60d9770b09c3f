"""Any reply becomes something Slack takes, and no word of it is lost on the way."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import modals
from bot.adapters.slack.render import page
from bot.adapters.slack.request import idempotency_key, workspace_of
from bot.adapters.slack.text import clip, escape, pieces, said
from bot.handlers.messages import (
    Bullets,
    Choice,
    Choices,
    Copyable,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Reply,
    Tenet,
)
from tests.support.slack.slack_rules import check_message, check_view, words

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200).filter(str.strip)
LONG = st.builds(lambda text, n: text * n, TEXT, st.integers(1, 60))
CHOICE = st.builds(Choice, st.sampled_from([f"topic:t{n}" for n in range(30)]), TEXT)
BLOCK = st.one_of(
    st.builds(Paragraph, LONG, st.one_of(st.just(""), TEXT)),
    st.builds(Bullets, st.lists(TEXT, min_size=1, max_size=40).map(tuple), TEXT, st.booleans()),
    st.builds(Quote, LONG, TEXT),
    st.builds(Tenet, st.integers(1, 12), TEXT, TEXT),
    st.builds(Link, TEXT, st.sampled_from(["https://a.example/?a=1&b=2", "javascript:x", "a|b"])),
    st.builds(Copyable, TEXT, LONG),
    st.builds(Choices, st.lists(CHOICE, max_size=60).map(tuple), TEXT),
    st.builds(Note, LONG),
)
REPLY = st.builds(
    lambda title, blocks: Reply((Heading(title), *blocks), "answer", about="topic:gifts"),
    TEXT,
    st.lists(BLOCK, max_size=30).map(tuple),
)


@given(REPLY, st.sampled_from(["private", "direct", "public"]), st.integers(1, 5))
@given_settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_reply_keeps_to_every_limit(reply, surface, number):
    drawn = answer_actions.message(reply, surface, number=number, asker="U1", notice="Done.")
    check_message(drawn.message())
    check_view(modals.answer(reply, number))


def _reply(*blocks):
    return Reply((Heading("Title"), *blocks), "answer", about="topic:gifts")


def test_the_same_button_twice_gets_two_action_ids():
    again = Choices((Choice("contact", "A"), Choice("contact", "B")))
    drawn = answer_actions.message(_reply(again, Paragraph("x"), again), "private")
    check_message(drawn.message())


def test_a_long_answer_keeps_every_word_over_its_pages():
    numbered = [f"word{n}" for n in range(6_000)]
    reply = _reply(Paragraph(" ".join(numbered)), Choices((Choice("contact", "Whom"),)))
    first = page(reply)
    assert first.pages > 1
    seen = " ".join(words(page(reply, n).blocks) for n in range(1, first.pages + 1))
    assert re.findall(r"word\d+", seen) == numbered


def test_nothing_in_a_text_can_ping_link_or_begin_markup():
    hostile = "<!channel> <@U1> <https://a|b> & *x* _y_ `z` :smile: https://a.example"
    drawn = answer_actions.message(_reply(Paragraph(hostile, hostile)), "private")
    (section,) = drawn.blocks[1]["elements"]
    assert [part["type"] for part in section["elements"]] == ["text", "text"]
    assert section["elements"][1]["text"].strip() == hostile
    assert "<" not in drawn.text


def test_a_link_that_is_no_web_address_stays_text():
    drawn = page(_reply(Link("Click", "javascript:alert(1)"))).blocks
    assert "<javascript" not in words(drawn)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("<@U0BOT> hello", "hello"),
        ("<@U0BOT|Ethics Bot> hello", "hello"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("  ", ""),
    ],
)
def test_what_people_typed_is_read_as_they_typed_it(typed, heard):
    assert said(typed) == heard


@given(LONG, st.integers(20, 300))
@given_settings(max_examples=60, deadline=None)
def test_pieces_fit_and_lose_nothing_but_spaces(text, limit):
    parts = pieces(text, limit)
    assert all(0 < len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_short_text_is_left_alone_and_long_text_is_cut_at_a_word():
    assert clip("as it is", 20) == "as it is"
    assert clip("one two three", 9) == "one two…"
    assert escape("<&>") == "&lt;&amp;&gt;"


@pytest.mark.parametrize(
    ("body", "workspace"),
    [
        ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "false"}, "slack:T1"),
        ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "true"}, "slack:E1"),
        ({"team": {"id": "T1"}, "enterprise": None, "is_enterprise_install": False}, "slack:T1"),
        ({"team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True}, "slack:E1"),
        ({"team": None, "user": {"id": "U1", "team_id": "T2"}}, "slack:T2"),
        (
            {
                "team_id": "T1",
                "authorizations": [
                    {"team_id": "T3", "enterprise_id": None, "is_enterprise_install": False}
                ],
            },
            "slack:T3",
        ),
    ],
)
def test_the_workspace_is_the_one_the_app_is_installed_in(body, workspace):
    assert workspace_of(body) == workspace


def test_keys_of_requests_hold_no_secret_and_tell_requests_apart():
    one = {"trigger_id": "1.secret", "response_url": "https://hooks.slack.com/secret"}
    assert "secret" not in idempotency_key(one)
    assert idempotency_key(one) == idempotency_key(dict(one))
    assert idempotency_key(one) != idempotency_key(one | {"trigger_id": "2.secret"})
    assert idempotency_key({"event_id": "Ev1", "event": {}}) != idempotency_key(
        {"event_id": "Ev2", "event": {}}
    )


def test_long_notes_and_the_same_button_twice_are_kept_over_the_pages():
    numbered = [f"note{n}" for n in range(3_000)]
    first, again = Choices((Choice("contact", "Ask"),)), Choices((Choice("contact", "Whom"),))
    long = Note(" ".join(numbered))
    reply = _reply(Paragraph("word " * 100), first, long, again, Note("End."))
    pages = page(reply).pages
    shown = [page(reply, n) for n in range(1, pages + 1)]
    for n in range(1, pages + 1):
        check_message(answer_actions.message(reply, "private", number=n).message())
    seen = " ".join(words(part.blocks) for part in shown)
    assert re.findall(r"note\d+", seen) == numbered
    assert all("End." in words(part.blocks) for part in shown)
