"""The pages in a real Chromium: for everybody, on a phone, by keyboard, without JavaScript."""

from __future__ import annotations

import pytest

from tests.support.web.accessibility import in_light_and_dark, too_wide, violations
from tests.support.web.sample_guide import LIBRARY, PAGES
from tests.support.web.site import TALL

pytestmark = pytest.mark.chromium

NARROW = {"width": 360, "height": 740}
# 200 % on a screen 1280 pixels wide.
ZOOMED = {"width": 640, "height": 450}
HTML_MAX = 60_000
PAGE_MAX = 120_000
REQUESTS_MAX = 4
NODES_MAX = 1_500


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_light_and_dark(page, path):
    page.goto(path)
    assert in_light_and_dark(page) == []


def test_axe_finds_nothing_in_a_conversation_a_search_or_the_box(page):
    page.goto("/")
    page.fill("#text", "a gift or a vote")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Gifts", exact=True).click()
    page.wait_for_selector(".card + .said + .card")
    assert violations(page) == []
    page.goto("/search")
    page.fill("#q", "mug")
    page.wait_for_selector("#found a")
    assert violations(page) == []
    page.goto("/embed")
    page.fill("#text", "tickets")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(".card")
    assert violations(page) == []


@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["360 px", "200 %"])
def test_nothing_is_cut_off_on_a_phone_or_enlarged(page, size):
    page.set_viewport_size(size)
    for path in PAGES:
        page.goto(path)
        assert too_wide(page) <= 0, path


REACHABLE = """() => [...document.querySelectorAll('a[href],button,input,textarea,[tabindex="0"]')]
  .filter(e => e.type !== 'hidden' && !e.hidden && e.checkVisibility()).length"""
FOCUSED = """() => { const e = document.activeElement; if (e === document.body) return null;
  window.__seen ??= new Map(); if (!window.__seen.has(e)) window.__seen.set(e, window.__seen.size);
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {n: window.__seen.get(e), ring: s.outlineStyle !== 'none', seen: r.bottom > 0 &&
          r.top < innerHeight && r.width > 0}; }"""


@pytest.mark.parametrize("path", ["/", "/topics/gifts", "/documents/recusal", "/search"])
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(page, path):
    page.goto(path)
    wanted = page.evaluate(REACHABLE)
    for number in range(wanted):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert at is not None, f"{number} of {wanted}"
        assert (at["n"], at["ring"], at["seen"]) == (number, True, True)


def test_a_conversation_by_keyboard(page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the content
    page.keyboard.press("Tab")
    page.keyboard.type("can I keep a gift?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    assert page.locator(".said").inner_text() == "can I keep a gift?"
    assert page.evaluate("document.activeElement.textContent") == "Gifts"
    assert page.url.endswith("/topics/gifts")
    page.reload()
    assert page.locator("h1").inner_text() == "Gifts"


IN_VIEW = """([e, below]) => { const r = document.querySelector(e).getBoundingClientRect();
  return r.top >= 0 && r.top < innerHeight - below; }"""


@pytest.mark.parametrize("said", ["a gift", "the weather", "a gift " * 600])
@pytest.mark.parametrize("size", [TALL, NARROW], ids=["desk", "phone"])
def test_an_answer_begins_in_view_above_the_box_at_the_windows_foot(page, size, said):
    page.set_viewport_size(size)
    page.goto("/")
    page.fill("#text", said)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card h2")
    assert page.evaluate(IN_VIEW, [".card h2", 150])
    foot = page.evaluate(
        "innerHeight - document.getElementById('ask').getBoundingClientRect().bottom"
    )
    assert -1 <= foot <= 1


def test_what_was_asked_stays_in_the_window(page, site):
    page.goto("/")
    page.fill("#text", "a gift for Wilhelmina")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert kept == '[{},{},""]'
    assert "Wilhelmina" not in page.url
    page.fill("#text", "and my spouse?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card + .said + .card")
    assert page.locator(".card h2").all_inner_texts() == ["Gifts", "Gifts"]
    page.reload()
    assert "Wilhelmina" not in page.content()


def test_an_answer_that_does_not_arrive_is_said(page, site):
    page.goto("/")
    page.route("**/ask", lambda route: route.fulfill(status=200, body="<p>a proxy</p>"))
    page.fill("#text", "gift")
    page.evaluate("document.getElementById('ask').requestSubmit()")
    assert "did not arrive" in page.get_by_role("alert").inner_text()
    assert page.input_value("#text") == "gift"


def test_search_while_typing_keeps_the_address_clean(page):
    page.goto("/search")
    page.locator("#q").press_sequentially("recus")
    page.wait_for_selector("#found a:text('Recusal statement')")
    assert page.url.endswith("/search")


def test_copying_a_document_copies_its_very_words(chromium, site):
    context = chromium.new_context(
        base_url=site.address, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto("/documents/recusal")
    page.get_by_role("button", name="Copy").click()
    page.wait_for_selector("button:text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert copied == LIBRARY.documents["recusal"].text


def test_without_javascript_everything_still_works(chromium, site):
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("#text", "a gift or a vote")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("link", name="Gifts").click()
    assert page.url.endswith("/topics/gifts")
    page.fill("#text", "what about my spouse?")
    page.get_by_role("button", name="Ask", exact=True).click()
    assert page.url.endswith("/topics/gifts")
    page.goto("/")
    page.get_by_role("button", name="Somebody offered my office a gift basket").click()
    assert page.url.endswith("/topics/gifts")
    page.goto("/search")
    page.fill("#q", "mug")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="The mug").click()
    assert page.locator("h1").inner_text() == "The mug"
    assert not page.get_by_role("button", name="Print").is_visible()
    context.close()


def test_each_page_keeps_its_budget_and_asks_no_other_host(page, site):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        asked.clear()
        html = page.goto(path).body()
        assert len(html) < HTML_MAX, path
        assert all(url.startswith(site.address) for url in asked), asked
        assert len(asked) <= REQUESTS_MAX, asked
        assert page.evaluate("document.querySelectorAll('*').length") < NODES_MAX, path
        sizes = (
            "performance.getEntriesByType('resource').reduce((n, e) => n + e.decodedBodySize, 0)"
        )
        assert page.evaluate(sizes) + len(html) < PAGE_MAX, path
        assert page.context.cookies() == []


def test_paper_shows_the_words_and_nothing_to_press(page):
    page.goto("/code")
    page.emulate_media(media="print")
    assert page.get_by_text("The words of tenet 12").is_visible()
    assert page.locator("button:visible, nav:visible").count() == 0
