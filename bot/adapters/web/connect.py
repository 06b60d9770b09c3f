"""The browser door: pages to ask and to read, on Starlette. The server belongs to `bot.app`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.adapters.shared.services import conversation_memory
from bot.adapters.web.admin.maintainer import AdminPages, Maintenance
from bot.adapters.web.ask.asking import AskingPages
from bot.adapters.web.ask.embed import EmbedPages
from bot.adapters.web.ask.searching import SearchPages
from bot.adapters.web.read.reading import ReadingPages
from bot.adapters.web.security import Guarded, checked_origins
from bot.adapters.web.site import NAME, STATIC, Site, is_fragment
from bot.adapters.web.today.today import TodayPages
from bot.handlers.answering import Answering
from bot.handlers.daily_post import DailyOrders
from bot.handlers.matching.results import Match
from bot.handlers.ports import Health, Observer, RateLimit, Reading, VoteCounts
from bot.handlers.replies import navigation

Endpoint = Callable[[Request], Awaitable[Response]]
# Addresses of static files hold a hash of their content: what they name never changes.
KEEP_FOREVER = "public, max-age=31536000, immutable"


class WebDoor:
    """The pages. `routes()` takes every path that is left over, so it comes last."""

    name = NAME

    def __init__(
        self,
        *,
        guide: Reading,
        observer: Observer,
        rate_limit: RateLimit,
        clock: Callable[[], date] = date.today,
        public_url: str = "",
        embed_origins: Sequence[str] = (),
        admin_secret: str = "",
        explain: Callable[[str], Match] | None = None,
        faults: Callable[[], Sequence[str]] | None = None,
        confusions: Callable[[], Sequence[tuple[int, str, str]]] | None = None,
        votes: VoteCounts | None = None,
        daily: DailyOrders | None = None,
    ) -> None:
        """`clock` says what day it is where the bot is at home.

        The maintainer's pages exist only with an `admin_secret` and all of: `explain`, how a
        message is understood; `faults`, the knowledge check, a line a fault; `confusions`, how
        often, the right topic, the one that took its question; `votes`. Those about the daily
        post also need the desk, `daily`.

        Raises `UserFacingError` when `embed_origins` holds something that is no origin.
        """
        self._observer = observer
        self._origins = checked_origins(embed_origins)
        self._open = False
        tools = None
        if admin_secret and explain and faults and confusions and votes:
            tools = Maintenance(explain, faults, confusions, votes, daily)
        self._site = Site(guide=guide, clock=clock, public_url=public_url)
        answering = Answering(
            NAME,
            guide=guide,
            observer=observer,
            conversations=conversation_memory(),
            rate_limit=rate_limit,
        )
        self._asking = AskingPages(site=self._site, answering=answering)
        self._admin = (
            AdminPages(site=self._site, secret=admin_secret, tools=tools) if tools else None
        )

    async def start(self) -> None:
        """Nothing to connect to; the templates are made ready, so that nobody waits for them."""
        self._site.warm()
        self._open = True

    async def stop(self) -> None:
        """Nothing is kept between two requests; the server finishes those in hand."""
        self._open = False

    def health(self) -> Health:
        """Ready from start to stop."""
        return Health(self._open, "Pages are served." if self._open else "Not started.")

    def routes(self) -> list[BaseRoute]:
        """One mount that answers every path it is given, its own error pages included."""
        pages = Starlette(
            routes=self._routes(),
            middleware=[Middleware(Guarded, origins=self._origins)],
            exception_handlers={HTTPException: self._refused},
        )
        return [Mount("/", app=pages)]

    def _routes(self) -> list[BaseRoute]:
        asking, site = self._asking, self._site
        reading, today = ReadingPages(site=site, asking=asking), TodayPages(site=site)
        searching = SearchPages(site=site, asking=asking)
        get: dict[str, Endpoint] = {
            "/": asking.home,
            "/ask": asking.home,
            "/which": asking.which,
            "/unknown": asking.unknown,
            "/help": asking.help,
            "/situations/{id}": asking.situation,
            "/situations/{id}/{branch}": asking.situation,
            "/ask-a-person": asking.ask_a_person,
            "/code": reading.code,
            "/tenets": reading.tenets,
            "/tenets/{number}": reading.tenet,
            "/topics": reading.topics,
            "/topics/{id}": reading.topic,
            "/cases": reading.cases,
            "/cases/{id}": reading.case,
            "/documents": reading.documents,
            "/documents/{id}.txt": reading.document_txt,
            "/documents/{id}.docx": reading.document_docx,
            "/documents/{id}": reading.document,
            "/pages/{id}": reading.page,
            "/contact": reading.contact,
            "/changes": reading.changes,
            "/search": searching.empty,
            "/today": today.page,
            "/today.atom": today.atom,
            "/today.ics": today.icalendar,
            "/today/{id}": today.entry,
        }
        post: dict[str, Endpoint] = {"/ask": asking.ask, "/search": searching.search}
        if self._origins:
            embed = EmbedPages(site=site, asking=asking)
            get |= {"/embed": embed.box, "/embed.js": embed.script}
            post["/embed/ask"] = embed.ask
        if self._admin:
            get |= self._admin.get()
            post |= self._admin.post()
        return [
            *(self._route(path, endpoint, "GET") for path, endpoint in get.items()),
            *(self._route(path, endpoint, "POST") for path, endpoint in post.items()),
            Mount("/static", app=_Kept(directory=STATIC)),
        ]

    def _route(self, path: str, endpoint: Endpoint, method: str) -> Route:
        async def guarded(request: Request) -> Response:
            try:
                return await endpoint(request)
            except HTTPException:
                raise
            except ClientDisconnect:
                return Response(status_code=400)  # nobody is there to read it
            except Exception as error:  # noqa: BLE001 - one page's fault stays with that page
                return self._failed(request, error)

        return Route(path, guarded, methods=[method])

    def _failed(self, request: Request, error: Exception) -> Response:
        template = "_card.html" if is_fragment(request) else "answer.html"
        incident = navigation.incident(self._observer.incident(NAME, error))
        return self._site.draw_reply(request, template, incident)

    async def _refused(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = getattr(error, "headers", None) or {}
        response = self._site.draw(request, "problem.html", status=status, code=status)
        response.headers.update(headers)
        return response


class _Kept(StaticFiles):
    """Static files that a browser may keep for as long as it likes."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = KEEP_FOREVER
        return response
