"""The box on an intranet page: another origin, a real frame, a real browser."""

from __future__ import annotations

import pytest
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.support.fakes import NoLimit, Observed
from tests.support.web.site import Running, make_door

pytestmark = pytest.mark.chromium


class Intranet:
    """A page of somebody else's that asks for the box, with its own strict policy."""

    def __init__(self) -> None:
        self.guide = ""

    async def page(self, _):
        policy = f"default-src 'none'; script-src {self.guide}; frame-src {self.guide}"
        page = f'<h1>Intranet</h1><script src="{self.guide}/embed.js" data-title="Ask"></script>'
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    def routes(self):
        return [Route("/", self.page)]


@pytest.fixture
def intranet():
    home = Intranet()
    with Running(home) as address:
        yield home, address


def test_the_box_answers_inside_a_listed_intranet_page(chromium, intranet):
    home, address = intranet
    door = make_door(Observed(), NoLimit(), embed_origins=(address,))
    with Running(door) as home.guide:
        page = chromium.new_page()
        page.set_default_timeout(5000)
        page.goto(address)
        box = page.frame_locator("iframe[title='Ask']")
        box.get_by_label("Your question").fill("a gift or a vote")
        box.get_by_role("button", name="Ask", exact=True).click()
        box.get_by_role("button", name="Gifts", exact=True).click()
        box.get_by_role("heading", name="Gifts").wait_for()
        more = box.get_by_role("link", name="Read more on its own page")
        assert more.get_attribute("href") == "/topics/gifts"
        with page.expect_popup() as opened:
            box.get_by_role("link", name="Tenet 12").click()
        assert opened.value.url == f"{home.guide}/tenets/12"
        with page.expect_popup() as opened:
            more.click()
        assert opened.value.url == f"{home.guide}/topics/gifts"
        page.wait_for_function("parseFloat(document.querySelector('iframe').style.height) > 400")
        assert page.context.cookies() == []
        page.close()


def test_the_box_stays_empty_in_a_page_that_is_not_listed(chromium, intranet):
    home, address = intranet
    door = make_door(Observed(), NoLimit(), embed_origins=("https://intranet.example.gov",))
    with Running(door) as home.guide:
        page = chromium.new_page()
        refused = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(address)
        page.wait_for_selector("iframe", state="attached")
        page.wait_for_timeout(300)
        assert page.frames[-1].locator("textarea").count() == 0
        assert any("frame-ancestors" in text for text in refused)
        page.close()
