"""Asking: the conversation page, and where an answer leads. Nothing asked is kept or logged."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope
from starlette.types import Send as ASGISend

from bot.adapters.web.render import render
from bot.adapters.web.security import form
from bot.adapters.web.site import NAME, Site, is_fragment
from bot.handlers import choice_ids, daily_entries
from bot.handlers.answering import Answering
from bot.handlers.choice_ids import Listing, encode
from bot.handlers.messages import CHOICE_ID_MAX, Incoming, Reply
from bot.handlers.person import Person
from bot.handlers.ports import TurnKind
from bot.handlers.replies import navigation, situations
from bot.handlers.turn import Make, Turns

# One more than the core ever offers; an address with more is nobody's bookmark.
LISTED_MAX = 4
SEE_OTHER = 303

Draw = Callable[[Request, Reply], Response]


class AskingPages:
    """The pages to ask on, with and without JavaScript."""

    def __init__(self, *, site: Site, answering: Answering) -> None:
        self._site = site
        self._answering = answering
        # Addresses of people are only ever held as a hash that no other run can repeat.
        self._salt = secrets.token_bytes(16)

    def wait(self, request: Request, what: str) -> float:
        """Seconds until this person may do this again; 0 for now."""
        return self._answering.wait(self.person(request, what))

    def person(self, request: Request, what: str = "ask") -> Person:
        """Who is at the page: told apart for the limits only. The page hands back the context."""
        host = request.client.host if request.client else ""
        digest = hashlib.blake2b(f"{what} {host}".encode(), key=self._salt, digest_size=12)
        return Person(NAME, digest.hexdigest())

    async def home(self, request: Request) -> Response:
        """The page to ask on."""
        library = self._site.guide.library
        entry = daily_entries.entry_for(library, self._site.clock())
        return self._site.draw(request, "home.html", entry=entry, tenet=library.tenet(entry.tenet))

    async def ask(self, request: Request) -> Response:
        """Answer a form: a fragment for our script, else a page at the answer's own address."""
        return await self.answer(request, self._drawn)

    async def answer(self, request: Request, draw: Draw) -> Response:
        """Answer a form, drawn by `draw`; it is counted once the answer has been sent."""
        incoming = incoming_from(await form(request))
        person = self.person(request)
        return SentTurn(
            self._answering.turns,
            "button" if incoming.choice else "page",
            lambda: self._answering.ask(person, incoming),
            lambda reply: draw(request, reply),
        )

    def _drawn(self, request: Request, reply: Reply) -> Response:
        card = render(reply)
        if not is_fragment(request) and card.address:
            return RedirectResponse(card.address, SEE_OTHER)
        template = "_card.html" if is_fragment(request) else "answer.html"
        return self._site.draw_reply(request, template, reply)

    def slow_down(self, request: Request, wait: float) -> Response:
        """A kind sentence instead of a page."""
        return self._drawn(request, navigation.slow_down(wait))

    async def which(self, request: Request) -> Response:
        """Ask back which of these situations or topics it is."""
        library = self._site.guide.library
        topics = _listed(request, "topic", library.topics)
        found = [library.situations[s] for s in _listed(request, "situation", library.situations)]
        if not topics and not found:
            return RedirectResponse("/topics", SEE_OTHER)
        reply = situations.which_situation(library, found, topics, 0.0, topics=topics)
        return self._site.draw_reply(request, "answer.html", reply)

    async def situation(self, request: Request) -> Response:
        """A situation, after it happened, or with an answer to its question chosen."""
        place = request.path_params
        chosen = choice_ids.Situation(place["id"], place.get("branch", ""))
        reply = self._site.guide.answer(Incoming(choice=encode(chosen)))
        if reply.situation is None:
            raise HTTPException(404)
        return self._site.draw_reply(request, "answer.html", reply)

    async def unknown(self, request: Request) -> Response:
        """Nothing known, with the nearest topics."""
        library = self._site.guide.library
        reply = navigation.not_found(library, _listed(request, "near", library.topics))
        return self._site.draw_reply(request, "answer.html", reply)

    async def help(self, request: Request) -> Response:
        """What the bot does."""
        return self._pressed(request, Listing.HELP)

    async def ask_a_person(self, request: Request) -> Response:
        """None of the choices was right."""
        return self._pressed(request, Listing.NONE_OF_THESE)

    def _pressed(self, request: Request, listing: Listing) -> Response:
        reply = self._site.guide.answer(Incoming(choice=encode(listing)))
        return self._site.draw_reply(request, "answer.html", reply)


class SentTurn(Response):
    """Makes its reply when it is sent, so that the time counted ends with its last byte."""

    def __init__(
        self, turns: Turns, kind: TurnKind, make: Make, draw: Callable[[Reply], Response]
    ) -> None:
        super().__init__()
        self._turns = turns
        self._kind = kind
        self._make = make
        self._draw = draw

    async def __call__(self, scope: Scope, receive: Receive, send: ASGISend) -> None:
        """Answer, and send what was drawn."""

        async def sent(reply: Reply) -> None:
            await self._draw(reply)(scope, receive, send)

        await self._turns.run(self._kind, self._make, sent)


def incoming_from(said: dict[str, str]) -> Incoming:
    """What a form says: a pressed button, an example, or what was typed."""
    context = said.get("context", "")[:CHOICE_ID_MAX] or None
    choice = said.get("choice")
    if choice is not None:
        return Incoming(choice=choice[:CHOICE_ID_MAX], context=context)
    return Incoming(text=said.get("example") or said.get("text", ""), context=context)


def _listed(request: Request, name: str, known: Collection[str]) -> tuple[str, ...]:
    """The ids that an address lists under a name, of those that are known."""
    given = dict.fromkeys(request.query_params.getlist(name)[:LISTED_MAX])
    return tuple(id_ for id_ in given if id_ in known)
