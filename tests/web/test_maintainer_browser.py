"""The maintainer's pages in a real Chromium: for everybody, on a phone, without JavaScript."""

from __future__ import annotations

import pytest

from tests.support.web.accessibility import in_light_and_dark, too_wide, violations
from tests.support.web.site import SECRET, maintain, window

pytestmark = pytest.mark.chromium

HERE = "/admin/daily/slack:T1:C1"
PAUSED = "/admin/daily/slack:T1:C2"
PAGES = (
    "/admin",
    "/admin/knowledge",
    "/admin/votes",
    "/admin/daily",
    HERE,
    PAUSED,
    f"{HERE}/preview",
    f"{HERE}/off",
    "/admin/daily/slack:T1:C9",
)
HTML_MAX, NODES_MAX = 60_000, 1_500
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with maintain(tmp_path_factory.mktemp("house")) as running:
        running.say("slack:T1:C1", "9:00 weekdays in Chicago")
        running.say("slack:T1:C2", "case of the week")
        running.say("slack:T1:C2", "pause")
        yield running


@pytest.fixture
def outside(chromium, house):
    with window(chromium, house.address) as opened:
        yield opened


@pytest.fixture
def inside(outside):
    let_in(outside)
    return outside


def let_in(page):
    page.goto("/admin/login")
    page.fill("#secret", SECRET)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_inside(inside, path):
    inside.goto(path)
    assert in_light_and_dark(inside) == []


def test_axe_finds_nothing_in_an_explanation(inside):
    inside.fill("#text", "free tikets")
    inside.get_by_role("button", name="Explain").click()
    inside.wait_for_selector("table")
    assert in_light_and_dark(inside) == []


def test_axe_finds_nothing_at_a_wrong_secret_nor_at_the_locked_door(chromium, tmp_path):
    with maintain(tmp_path) as house, window(chromium, house.address) as page:
        for told in ("That is not the secret.",) * 4 + ("Too many wrong secrets.",):
            page.goto("/admin/login")
            assert in_light_and_dark(page) == []
            page.fill("#secret", "a guess")
            page.keyboard.press("Enter")
            page.get_by_role("alert").filter(has_text=told).wait_for()
            assert in_light_and_dark(page) == []


def test_axe_finds_nothing_in_forms_with_faults(inside):
    inside.goto(HERE)
    inside.fill("#at", "25:30")
    inside.fill("#zone", "Chikago")
    inside.fill("#holidays", "QQ")
    inside.fill("#by", "ann")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        inside.get_by_label(day).uncheck()
    inside.get_by_role("button", name="Save").click()
    assert inside.get_by_role("alert").get_by_role("link").count() == 5
    assert inside.evaluate("document.activeElement.role") == "alert", "read out at once"
    assert inside.title().startswith("Nothing was changed.")
    assert in_light_and_dark(inside) == []
    inside.set_viewport_size(PHONE)
    assert too_wide(inside) <= 0
    inside.get_by_role("link", name="Choose at least one day").click()
    assert inside.evaluate("document.activeElement.id") == "days"
    inside.goto("/admin/daily")
    inside.fill("#channel", "#general")
    inside.get_by_role("button", name="Go on").click()
    assert inside.get_by_label("The channel's address or ids").get_attribute("aria-invalid")
    assert in_light_and_dark(inside) == []


def test_nothing_is_cut_off_on_a_phone_and_each_page_keeps_its_budget(inside):
    inside.set_viewport_size(PHONE)
    for path in PAGES:
        html = inside.goto(path).body()
        assert too_wide(inside) <= 0, path
        assert len(html) < HTML_MAX, path
        assert inside.evaluate("document.querySelectorAll('*').length") < NODES_MAX, path


def test_from_the_secret_to_a_daily_post_by_keyboard_without_javascript(chromium, house):
    context = chromium.new_context(base_url=house.address, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(5000)
    let_in(page)
    page.get_by_role("link", name="Daily posts").press("Enter")
    page.get_by_label("The channel's address or ids").fill("https://app.slack.com/client/T1/C5")
    page.keyboard.press("Enter")
    page.get_by_label("Time", exact=True).fill("7:30 am")
    page.get_by_label("Time zone").fill("Denver")
    page.get_by_label("Saturday").press("Space")
    page.get_by_label("Who is told").fill("U7")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Daily post saved").wait_for()
    assert page.get_by_text("at 7:30 a.m. – Tenet").count() == 3
    page.get_by_role("link", name="Stop and forget").press("Enter")
    page.get_by_role("button", name="Stop and forget").press("Enter")
    page.get_by_role("status").filter(has_text="Daily post stopped").wait_for()
    context.close()
    assert house.schedule("slack:T1:C5") is None


def test_every_field_of_the_form_has_a_name_and_shows_where_the_keyboard_is(inside):
    inside.goto(HERE)
    fields = inside.locator("main input, main select, main button")
    for number in range(fields.count()):
        field = fields.nth(number)
        field.focus()
        assert field.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    assert violations(inside, ["label", "button-name", "select-name"]) == []
