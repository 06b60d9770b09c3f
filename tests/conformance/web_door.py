"""The browser door, asked as a browser without scripts does: its pages, and the embedded box."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html.parser import HTMLParser

import httpx
from starlette.applications import Starlette

from bot.adapters.web.connect import WebDoor
from tests.conformance.harness import ASKER, Ability, Seen, World

CAN: frozenset[Ability] = frozenset(("limits", "counts"))


class WebHarness:
    """Somebody at the page. Nothing is kept, and nobody else is there."""

    can = CAN

    def __init__(self, http: httpx.AsyncClient, path: str) -> None:
        self._http, self._path = http, path
        self._context = ""
        self.refused: list[str] = []

    async def ask(self, text: str) -> list[Seen]:
        return await self._post({"text": text})

    async def press(self, seen: Seen, label: str, by: str = ASKER) -> list[Seen]:
        return await self._post({"choice": seen.handle[label]})

    async def _post(self, fields: dict[str, str]) -> list[Seen]:
        form = {**fields, "context": self._context}
        page = await self._http.post(self._path, data=form, headers={"X-Fragment": "1"})
        card = Card(page.text)
        self._context = card.context or self._context
        seen = Seen("\n".join(card.texts), private=True, buttons=tuple(card.choices))
        seen.links, seen.handle = tuple(card.links), card.choices
        return [seen]


class Card(HTMLParser):
    """The article of a page as a browser shows it."""

    _BLOCKS = ("p", "h1", "h2", "h3", "li", "pre", "blockquote", "div", "footer", "td", "dt", "dd")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = [""]
        self.links: list[str] = []
        self.choices: dict[str, str] = {}
        self.context = ""
        self._inside = 0
        self._button = ""
        self._own = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "article":
            self._inside += 1
            self.context = given.get("data-context") or ""
        if not self._inside:
            return
        # Only what the templates draw: a tag made of somebody's text would be another one.
        assert tag != "b", "a text became a tag"
        if tag in self._BLOCKS:
            self.texts.append("")
        # The way to the answer's own page is the page's, as is every menu.
        self._own = given.get("class") == "address" if tag == "p" else self._own
        self._button = given.get("data-choice") or (
            (given.get("value") or "") if tag == "button" else ""
        )
        if tag == "a" and not self._button and (href := given.get("href") or "").startswith("http"):
            self.links.append(href)

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "article"
        if tag in self._BLOCKS:
            self.texts.append("")
        if tag in ("a", "button"):
            self._button = ""

    def handle_data(self, data: str) -> None:
        if not self._inside or self._own:
            return
        if self._button:
            self.choices[data.strip()] = self._button
        else:
            self.texts[-1] += data


@asynccontextmanager
async def _opened(world: World, path: str) -> AsyncIterator[WebHarness]:
    door = WebDoor(
        guide=world.guide, observer=world.observer, rate_limit=world.rate_limit,
        embed_origins=("https://intranet.example.gov",),
    )  # fmt: skip
    await door.start()
    transport = httpx.ASGITransport(app=Starlette(routes=door.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://guide.example") as http:
        try:
            yield WebHarness(http, path)
        finally:
            await door.stop()


@asynccontextmanager
async def web(world: World) -> AsyncIterator[WebHarness]:
    """The page to ask on."""
    async with _opened(world, "/ask") as harness:
        yield harness


@asynccontextmanager
async def embed(world: World) -> AsyncIterator[WebHarness]:
    """The box in an intranet page."""
    async with _opened(world, "/embed/ask") as harness:
        yield harness
