"""The tenet of the day: a page, a permanent page for each entry, and the feeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.web.site import Site
from bot.adapters.web.today import feeds
from bot.handlers import daily_entries
from bot.handlers.library import DailyEntry, Library

Maker = Callable[[Library, date, str], bytes]
# Readers of feeds ask often; once an hour is enough for something that changes daily.
FEED_HEADERS = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}


class TodayPages:
    """Everything about the tenet of the day."""

    def __init__(self, *, site: Site) -> None:
        self._site = site
        # The feeds as last made: they change once a day, or with the knowledge.
        self._made: dict[Maker, tuple[tuple[str, date, str], bytes]] = {}

    async def page(self, request: Request) -> Response:
        """Today's entry."""
        day = self._site.clock()
        return self._draw(
            request, daily_entries.entry_for(self._site.guide.library, day), dated=True
        )

    async def entry(self, request: Request) -> Response:
        """An entry by its id."""
        try:
            entry = daily_entries.entry_named(self._site.guide.library, request.path_params["id"])
        except KeyError:
            raise HTTPException(404) from None
        return self._draw(request, entry, dated=False)

    def _draw(self, request: Request, entry: DailyEntry, *, dated: bool) -> Response:
        library = self._site.guide.library
        return self._site.draw(
            request,
            "today.html",
            entry=entry,
            tenet=library.tenet(entry.tenet),
            edition=library.edition,
            day=self._site.clock() if dated else None,
        )

    async def atom(self, request: Request) -> Response:
        """The feed."""
        made = self._feed(request, feeds.atom)
        return Response(made, media_type=feeds.ATOM, headers=FEED_HEADERS)

    async def icalendar(self, request: Request) -> Response:
        """The calendar."""
        made = self._feed(request, feeds.icalendar)
        return Response(made, media_type=feeds.ICALENDAR, headers=FEED_HEADERS)

    def _feed(self, request: Request, make: Maker) -> bytes:
        library, day = self._site.guide.library, self._site.clock()
        site = self._site.address(request)
        known = (library.digest, day, site)
        if make not in self._made or self._made[make][0] != known:
            self._made[make] = (known, make(library, day, site))
        return self._made[make][1]
