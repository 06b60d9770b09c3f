"""The maintainer's pages: why an answer is what it is, and where the knowledge is weak."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.web.admin.admin_sessions import Lock, Sessions
from bot.adapters.web.admin.daily_channel import DailyChannel
from bot.adapters.web.admin.daily_list import DailyList
from bot.adapters.web.read import listings
from bot.adapters.web.security import form, sent_from_here
from bot.adapters.web.site import Site
from bot.handlers.daily_post import DailyOrders
from bot.handlers.matching.decision import decide
from bot.handlers.matching.results import Match
from bot.handlers.ports import VoteCounts

Endpoint = Callable[[Request], Awaitable[Response]]
COOKIE = "ethics_admin"
# Fewer votes than this on one answer could point to a person.
VOTES_SHOWN_FROM = 5
RANKED_SHOWN = 8
SEE_OTHER = 303
_PAGES = (
    ("/admin", "Why this answer?"),
    ("/admin/knowledge", "The knowledge"),
    ("/admin/votes", "Votes"),
)
_DAILY = ("/admin/daily", "Daily posts")


@dataclass(frozen=True, slots=True)
class Maintenance:
    """What the pages show, as `WebDoor` was given it. The functions may take a second.

    Without a `desk` there are no pages about the daily post.
    """

    explain: Callable[[str], Match]
    faults: Callable[[], Sequence[str]]
    confusions: Callable[[], Sequence[tuple[int, str, str]]]
    votes: VoteCounts
    service: DailyOrders | None = None


class AdminPages:
    """Behind the secret. A wrong one is counted; too many lock the door for a while."""

    def __init__(self, *, site: Site, secret: str, tools: Maintenance) -> None:
        self._site = site
        self._tools = tools
        self._sessions = Sessions(secret)
        self._lock = Lock()
        service, draw = tools.service, self._draw
        self._daily = (
            (DailyList(draw=draw, service=service), DailyChannel(draw=draw, service=service))
            if service
            else ()
        )

    def get(self) -> dict[str, Endpoint]:
        """Pages."""
        pages: dict[str, Endpoint] = {
            "/admin": self.overview,
            "/admin/knowledge": self.knowledge,
            "/admin/votes": self.votes,
        }
        for part in self._daily:
            pages |= part.get()
        inside = {path: self._inside(page) for path, page in pages.items()}
        return {**inside, "/admin/login": self.login_page}

    def post(self) -> dict[str, Endpoint]:
        """Forms."""
        forms: dict[str, Endpoint] = {"/admin": self.explain}
        for part in self._daily:
            forms |= part.post()
        inside = {path: self._inside(page) for path, page in forms.items()}
        outside = {"/admin/login": self.login, "/admin/logout": self.logout}
        return {path: self._ours(page) for path, page in {**inside, **outside}.items()}

    def _draw(self, request: Request, template: str, **context: Any) -> Response:
        """A page inside, with the ways to the others."""
        links = (*_PAGES, _DAILY) if self._daily else _PAGES
        return self._site.draw(request, template, links=links, **context)

    def _ours(self, page: Endpoint) -> Endpoint:
        async def checked(request: Request) -> Response:
            if not sent_from_here(request, self._site.address(request)):
                raise HTTPException(403)
            return await page(request)

        return checked

    def _inside(self, page: Endpoint) -> Endpoint:
        async def checked(request: Request) -> Response:
            if not self._sessions.valid(request.cookies.get(COOKIE, "")):
                return RedirectResponse("/admin/login", SEE_OTHER)
            response = await page(request)
            response.headers["Cache-Control"] = "no-store"
            return response

        return checked

    async def login_page(self, request: Request) -> Response:
        """Ask for the secret."""
        return self._login(request)

    def _login(self, request: Request, *, wrong: bool = False, wait: int = 0) -> Response:
        status = 429 if wait else 403 if wrong else 200
        response = self._site.draw(
            request, "admin/login.html", status=status, wrong=wrong, wait=wait
        )
        response.headers["Cache-Control"] = "no-store"
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response

    async def login(self, request: Request) -> Response:
        """Open for the secret, and say so in a cookie; else count the attempt."""
        who = request.client.host if request.client else ""
        if wait := self._lock.wait(who):
            return self._login(request, wait=wait)
        given = (await form(request)).get("secret", "")
        if not self._sessions.is_secret(given):
            self._lock.failed(who)
            return self._login(request, wrong=True, wait=self._lock.wait(who))
        self._lock.passed(who)
        response = RedirectResponse("/admin", SEE_OTHER)
        response.set_cookie(
            COOKIE,
            self._sessions.issue(),
            max_age=self._sessions.seconds,
            path="/admin",
            secure=self._site.address(request).startswith("https://"),
            httponly=True,
            samesite="strict",
        )
        return response

    async def logout(self, _: Request) -> Response:
        """Forget the cookie."""
        response = RedirectResponse("/admin/login", SEE_OTHER)
        response.delete_cookie(COOKIE, path="/admin", httponly=True, samesite="strict")
        return response

    async def overview(self, request: Request) -> Response:
        """A box to try any message in."""
        return self._draw(request, "admin/explain.html", typed="", match=None, decision=None)

    async def explain(self, request: Request) -> Response:
        """What the bot would answer to a message, and why."""
        typed = (await form(request)).get("text", "")
        if not typed.strip():
            return await self.overview(request)
        match = await run_in_threadpool(self._tools.explain, typed)
        return self._draw(
            request,
            "admin/explain.html",
            typed=typed,
            match=match,
            ranked=match.ranked[:RANKED_SHOWN],
            decision=None if match.tenet else decide(match),
        )

    async def knowledge(self, request: Request) -> Response:
        """The check's faults, and topics that take each other's questions."""
        faults = await run_in_threadpool(self._tools.faults)
        confusions = await run_in_threadpool(self._tools.confusions)
        return self._draw(
            request, "admin/knowledge.html", faults=list(faults), confusions=list(confusions)
        )

    async def votes(self, request: Request) -> Response:
        """Votes by answer; small counts are withheld."""
        tallies = await self._tools.votes.tallies()
        shown = [t for t in tallies if t.helpful + t.unhelpful >= VOTES_SHOWN_FROM]
        shown.sort(key=lambda t: (-t.unhelpful / (t.helpful + t.unhelpful), t.about))
        return self._draw(
            request,
            "admin/votes.html",
            tallies=shown,
            titles={t.about: listings.title(self._site.guide.library, t.about) for t in shown},
            withheld=len(tallies) - len(shown),
            least=VOTES_SHOWN_FROM,
        )
