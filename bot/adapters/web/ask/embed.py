"""The box for an intranet page: a small page in a frame, and the script that puts it there."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.adapters.web.ask.asking import AskingPages, incoming_from
from bot.adapters.web.render import render
from bot.adapters.web.security import form
from bot.adapters.web.site import NAME, STATIC, Site
from bot.handlers.ports import Observer
from bot.handlers.replies import navigation


class EmbedPages:
    """The embedded box. In a frame an answer needs no address: its buttons post again."""

    def __init__(self, *, site: Site, asking: AskingPages, observer: Observer) -> None:
        self._site = site
        self._asking = asking
        self._observer = observer

    async def box(self, request: Request) -> Response:
        """The box before anything was asked."""
        return self._site.draw(request, "embed.html", card=None)

    async def ask(self, request: Request) -> Response:
        """The box with an answer."""
        began = time.perf_counter()
        said = await form(request)
        if wait := self._asking.wait(request, "ask"):
            card = render(navigation.slow_down(wait))
            return self._site.draw(request, "embed.html", status=429, card=card)
        incoming = incoming_from(said)
        reply = self._site.guide.answer(incoming)
        response = self._site.draw(request, "embed.html", card=render(reply))
        kind = "button" if incoming.choice else "page"
        self._observer.answered(NAME, kind, reply.outcome, time.perf_counter() - began)
        return response

    async def script(self, _: Request) -> Response:
        """The script for `<script src=…/embed.js>` on an intranet page."""
        return FileResponse(
            STATIC / "embed.js",
            media_type="text/javascript",
            headers={"Cache-Control": "public, max-age=3600"},
        )
