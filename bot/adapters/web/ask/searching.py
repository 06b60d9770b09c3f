"""Search: topics through the matcher, everything else by its name. What is typed is posted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.web.ask.asking import AskingPages
from bot.adapters.web.read import listings
from bot.adapters.web.security import form
from bot.adapters.web.site import Site, is_fragment
from bot.handlers.replies.links import public_path
from bot.handlers.text import clean

# A search is a few words; what is longer belongs into a question.
TYPED_MAX = 200


class SearchPages:
    """The search page, and its results while somebody types."""

    def __init__(self, *, site: Site, asking: AskingPages) -> None:
        self._site = site
        self._asking = asking

    async def empty(self, request: Request) -> Response:
        """The search page before anything is typed."""
        return self._draw(request, "")

    async def search(self, request: Request) -> Response:
        """The results. They are posted, so that no address and no log holds what was typed."""
        said = await form(request)
        if wait := self._asking.wait(request, "search"):
            return self._asking.slow_down(request, wait)
        return self._draw(request, clean(said.get("q", ""))[:TYPED_MAX])

    def _draw(self, request: Request, typed: str) -> Response:
        guide = self._site.guide
        topics = [
            listings.Entry(choice.label, public_path(choice.id), "Topic")
            for choice in (guide.suggest(typed, listings.TOPICS_SUGGESTED) if typed else ())
        ]
        others = listings.found(guide.library, typed)
        template = "_found.html" if is_fragment(request) else "search.html"
        return self._site.draw(request, template, typed=typed, topics=topics, others=others)
