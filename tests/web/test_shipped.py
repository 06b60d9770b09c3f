"""Every page of the knowledge that ships: there, within its size, and leading nowhere wrong."""

from __future__ import annotations

import re

import httpx

from tests.support.fakes import NoLimit, Observed
from tests.support.web.site import Running, make_door

HTML_MAX = 60_000
LINK = re.compile(r'(?:href|src)="([^"]*)"')


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
