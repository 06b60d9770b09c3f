"""Asking on the page, without JavaScript: said, answered, and where the answer stands."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.adapters.web.read import listings
from bot.handlers.replies.links import public_path

ASKED = [
    ("a gift from a vendor", "/topics/gifts"),
    ("free tickets", "/topics/gift-event-tickets"),
    ("tenet 7", "/tenets/7"),
    ("code", "/code"),
    ("tenets", "/tenets"),
    ("topics", "/topics"),
    ("contact", "/contact"),
    ("training", "/pages/training"),
    ("document recusal", "/documents/recusal"),
    ("help", "/help"),
    ("", "/help"),
    ("a gift or a vote", "/which?topic=gifts&topic=elections"),
    ("the weather", "/unknown?near=gifts&near=elections&near=town-cars"),
]


@pytest.mark.parametrize(("said", "address"), ASKED)
def test_an_answer_has_an_address_that_holds_nothing_of_the_question(http, said, address):
    page = http.post("/ask", data={"text": said})
    assert page.status_code == 200
    assert page.url.raw_path.decode() == address
    assert http.get(page.url).text == page.text


@pytest.mark.parametrize(
    ("said", "more"),
    [("a gift", True), ("tenet 7", True), ("a gift or a vote", False), ("the weather", False),
     ("help", False), ("hello", False)],
)  # fmt: skip
def test_only_where_more_is_to_be_read_a_link_says_so(http, said, more):
    card = http.post("/ask", data={"text": said}, headers={"X-Fragment": "1"}).text
    assert ("Read more on its own page" in card) == more


def test_a_press_is_answered_like_the_words_it_says(http):
    assert http.post("/ask", data={"choice": "topic:gifts"}).url.path == "/topics/gifts"
    assert "older version" in http.post("/ask", data={"choice": "topic:gone"}).text


def test_a_follow_up_is_understood_by_the_context_the_page_hands_back(http):
    first = http.post("/ask", data={"text": "a gift"})
    assert 'name="context" value="topic:gifts"' in first.text
    second = http.post("/ask", data={"text": "and my spouse?", "context": "topic:gifts"})
    assert second.url.path == "/topics/gifts"


def test_what_else_it_may_mean_stays_in_the_address(http):
    page = http.get("/topics/gifts?also=elections&also=gone")
    assert "You may also mean" in page.text
    assert "gone" not in page.text


def test_a_hello_is_answered_though_it_has_no_address(http):
    page = http.post("/ask", data={"text": "hello"})
    assert page.url.path == "/ask"
    assert "What would you like to ask?" in page.text
    assert page.headers["cache-control"] == "no-store"


HOSTILE = [
    "<script>alert(1)</script> gift",
    "@everyone <!channel> gift",
    "'; DROP TABLE votes; -- gift",
    "\u202egift\x00\x1b[31m",
    "🙈🙉🙊",
    "gift " * 20_000,
    "x" * 100_000,
    "{{ 7777*7777 }} {% raw %} gift",
]


@pytest.mark.parametrize("said", HOSTILE, ids=lambda s: ascii(s[:20]))
def test_hostile_text_gets_a_kind_page_and_comes_back_nowhere(http, site, said):
    for path, field in (("/ask", "text"), ("/embed/ask", "text"), ("/search", "q")):
        page = http.post(path, data={field: said})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "60481729" not in page.text
    assert not site.observer.incidents


def test_broken_utf8_and_many_fields_do_no_harm(http):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert http.post("/ask", content=b"text=%ff%fegift", headers=form).status_code == 200
    assert http.post("/ask", content=b"a=1&" * 50, headers=form).status_code == 400
    assert http.post("/ask", content=b"text=" + b"a" * 1_000_001, headers=form).status_code == 413
    assert http.post("/ask", content=b"{}").status_code == 415


def test_asking_too_fast_gets_a_kind_sentence_and_a_time(serve):
    with httpx.Client(base_url=serve(wait=7.2).address) as http:
        page = http.post("/ask", data={"text": "gift"})
        assert (page.status_code, page.headers["retry-after"]) == (429, "7")
        assert "try again in 7 seconds" in page.text
        assert http.post("/embed/ask", data={"text": "gift"}).status_code == 429
        assert http.post("/search", data={"q": "gift"}).status_code == 429
        assert http.get("/topics/gifts").status_code == 200


def test_our_own_fault_gets_a_number_and_stays_with_that_page(http, site, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret words")

    monkeypatch.setattr(listings, "by_area", broken)
    page = http.get("/topics")
    assert page.status_code == 500
    assert "test0001" in page.text
    assert "secret words" not in page.text
    assert len(site.observer.incidents) == 1
    assert http.get("/code").status_code == 200


def test_every_answer_is_counted_once_without_words(http, site):
    http.post("/ask", data={"text": "gift"})
    http.post("/ask", data={"choice": "topic:gifts"})
    assert site.observer.answers == [("web", "page", "answer"), ("web", "button", "answer")]


def test_the_script_gets_only_the_card(http):
    page = http.post("/ask", data={"text": "gift"}, headers={"X-Fragment": "1"})
    assert page.text.lstrip().startswith("<article")
    assert 'data-address="/topics/gifts"' in page.text
    assert 'data-context="topic:gifts"' in page.text


@pytest.mark.parametrize(
    ("about", "path"),
    [
        ("topic:gifts", "/topics/gifts"),
        ("more:gifts", "/topics/gifts"),
        ("cases:gifts", "/topics/gifts#cases"),
        ("area:money", "/topics#money"),
        ("none", "/ask-a-person"),
        ("daily:t01-one", "/today/t01-one"),
        ("topic:../admin", "/topics/..%2Fadmin"),
        ("javascript:alert", "/"),
        ("", "/"),
    ],
)
def test_every_button_leads_to_a_page(about, path):
    assert public_path(about) == path


def test_no_button_on_any_page_leads_nowhere(http):
    seen, waiting = set(), ["/", "/which?topic=gifts", "/unknown?near=gifts", "/ask-a-person"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        page = http.get(path)
        assert page.status_code == 200, path
        ids = set(re.findall(r' id="([^"]+)"', page.text))
        for href in re.findall(r'href="(/[^"]*|#[^"]*)"', page.text):
            target, _, fragment = href.partition("#")
            if not target:
                assert fragment in ids, f"{path} has no #{fragment}"
            elif not target.startswith("/static/"):
                waiting.append(target)
    assert len(seen) > 35
