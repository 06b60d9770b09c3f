"""Every page of the knowledge that ships: there, within its size, and leading nowhere wrong."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.support.fakes import NoLimit, Observed
from tests.support.web.site import Running, make_door

HTML_MAX = 60_000
LINK = re.compile(r'(?:href|src)="([^"]*)"')


@pytest.fixture
def shipped(guide):
    """The page with the knowledge that ships."""
    door = make_door(Observed(), NoLimit(), guide=guide)
    with Running(door) as address, httpx.Client(base_url=address, verify=False) as http:  # noqa: S501
        yield http


def test_every_page_of_the_shipped_knowledge(guide):
    """Follow every link from the first page on, until there is nothing new."""
    observer = Observed()
    door = make_door(observer, NoLimit(), guide=guide)
    seen: dict[str, set[str]] = {}
    wanted: set[tuple[str, str, str]] = set()
    waiting = {"/", "/ask-a-person", "/help"}
    with Running(door) as address, httpx.Client(base_url=address, verify=False) as http:  # noqa: S501
        while waiting:
            path = waiting.pop()
            page = http.get(path)
            assert page.status_code == 200, path
            assert len(page.content) < HTML_MAX, path
            html = page.text if page.headers["content-type"].startswith("text/html") else ""
            seen[path] = set(re.findall(r' id="([^"]+)"', html))
            for link in LINK.findall(html):
                assert link.startswith(("/", "#", "https://", "http://", "mailto:", "tel:")), link
                target, _, fragment = link.partition("#")
                if link.startswith(("/", "#")):
                    wanted.add((path, target or path, fragment))
                    waiting |= {target or path} - seen.keys()
    library = guide.library
    assert {f"/topics/{topic}" for topic in library.topics} <= seen.keys()
    assert {f"/cases/{case}" for case in library.cases} <= seen.keys()
    assert {f"/documents/{document}.docx" for document in library.documents} <= seen.keys()
    lost = [(at, to, part) for at, to, part in wanted if part and part not in seen[to]]
    assert lost == []
    assert observer.incidents == []


def test_a_situation_has_an_address_of_its_own(shipped):
    said = shipped.get("/situations/tickets-game-from-vendor")
    assert said.status_code == 200
    assert "No, turn them down" in said.text
    assert "happened" in shipped.get("/situations/tickets-game-from-vendor/done").text
    assert shipped.get("/situations/no-such-thing").status_code == 404


def test_candidates_keep_their_verdicts_at_their_address(shipped):
    asked = shipped.post("/ask", data={"text": "hiring"}, follow_redirects=False)
    assert asked.headers["location"].startswith("/which?situation=")
    assert "Which of these is it?" in shipped.get(asked.headers["location"]).text
