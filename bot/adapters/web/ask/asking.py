"""Asking: the conversation page, and where an answer leads. Nothing asked is kept or logged."""

from __future__ import annotations

import hashlib
import secrets
import time

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.web.render import render
from bot.adapters.web.security import form
from bot.adapters.web.site import NAME, Site, is_fragment
from bot.handlers import daily_entries
from bot.handlers.choice_ids import Listing, encode
from bot.handlers.library import Library
from bot.handlers.messages import CHOICE_ID_MAX, Incoming, Reply
from bot.handlers.ports import Observer, RateLimit
from bot.handlers.replies import navigation

# One more than the core ever offers; an address with more is nobody's bookmark.
LISTED_MAX = 4
SEE_OTHER = 303


class AskingPages:
    """The pages to ask on, with and without JavaScript."""

    def __init__(self, *, site: Site, observer: Observer, rate_limit: RateLimit) -> None:
        self._site = site
        self._observer = observer
        self._rate_limit = rate_limit
        # Addresses of people are only ever held as a hash that no other run can repeat.
        self._salt = secrets.token_bytes(16)

    def wait(self, request: Request, what: str) -> float:
        """Seconds until this person may do this again; 0 for now."""
        host = request.client.host if request.client else ""
        digest = hashlib.blake2b(f"{what} {host}".encode(), key=self._salt, digest_size=12)
        return self._rate_limit.allow(NAME, digest.hexdigest())

    async def home(self, request: Request) -> Response:
        """The page to ask on."""
        library = self._site.guide.library
        entry = daily_entries.entry_for(library, self._site.clock())
        return self._site.draw(request, "home.html", entry=entry, tenet=library.tenet(entry.tenet))

    async def ask(self, request: Request) -> Response:
        """Answer a form: a fragment for our script, else a page at the answer's own address."""
        began = time.perf_counter()
        said = await form(request)
        if wait := self.wait(request, "ask"):
            return self.slow_down(request, wait)
        incoming = incoming_from(said)
        reply = self._site.guide.answer(incoming)
        response = self._respond(request, reply)
        kind = "button" if incoming.choice else "page"
        self._observer.answered(NAME, kind, reply.outcome, time.perf_counter() - began)
        return response

    def _respond(self, request: Request, reply: Reply) -> Response:
        card = render(reply)
        if is_fragment(request):
            return self._site.draw(request, "_card.html", card=card)
        if card.address:
            return RedirectResponse(card.address, SEE_OTHER)
        return self._site.draw(request, "answer.html", card=card)

    def slow_down(self, request: Request, wait: float) -> Response:
        """A kind sentence instead of an answer."""
        card = render(navigation.slow_down(wait))
        template = "_card.html" if is_fragment(request) else "answer.html"
        response = self._site.draw(request, template, status=429, card=card)
        response.headers["Retry-After"] = str(max(1, round(wait)))
        return response

    async def which(self, request: Request) -> Response:
        """Ask back which of these topics it is."""
        topics = _known(request, "topic", self._site.guide.library)
        if not topics:
            return RedirectResponse("/topics", SEE_OTHER)
        reply = navigation.ask_which(self._site.guide.library, topics, topics, 0.0)
        return self._site.draw(request, "answer.html", card=render(reply))

    async def unknown(self, request: Request) -> Response:
        """Nothing known, with the nearest topics."""
        library = self._site.guide.library
        reply = navigation.not_found(library, _known(request, "near", library))
        return self._site.draw(request, "answer.html", card=render(reply))

    async def help(self, request: Request) -> Response:
        """What the bot does."""
        return self._pressed(request, Listing.HELP)

    async def ask_a_person(self, request: Request) -> Response:
        """None of the choices was right."""
        return self._pressed(request, Listing.NONE_OF_THESE)

    def _pressed(self, request: Request, listing: Listing) -> Response:
        reply = self._site.guide.answer(Incoming(choice=encode(listing)))
        return self._site.draw(request, "answer.html", card=render(reply))


def incoming_from(said: dict[str, str]) -> Incoming:
    """What a form says: a pressed button, an example, or what was typed."""
    context = said.get("context", "")[:CHOICE_ID_MAX] or None
    choice = said.get("choice")
    if choice is not None:
        return Incoming(choice=choice[:CHOICE_ID_MAX], context=context)
    return Incoming(text=said.get("example") or said.get("text", ""), context=context)


def _known(request: Request, name: str, library: Library) -> tuple[str, ...]:
    given = dict.fromkeys(request.query_params.getlist(name)[:LISTED_MAX])
    return tuple(topic for topic in given if topic in library.topics)
