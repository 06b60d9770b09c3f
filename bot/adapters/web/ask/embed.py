"""The box for an intranet page: a small page in a frame, and the script that puts it there."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.adapters.web.ask.asking import AskingPages
from bot.adapters.web.site import STATIC, Site
from bot.handlers.messages import Reply


class EmbedPages:
    """The embedded box. In a frame an answer needs no address: its buttons post again."""

    def __init__(self, *, site: Site, asking: AskingPages) -> None:
        self._site = site
        self._asking = asking

    async def box(self, request: Request) -> Response:
        """The box before anything was asked."""
        return self._site.draw(request, "embed.html", card=None)

    async def ask(self, request: Request) -> Response:
        """The box with an answer."""
        return await self._asking.answer(request, self._drawn)

    def _drawn(self, request: Request, reply: Reply) -> Response:
        return self._site.draw_reply(request, "embed.html", reply)

    async def script(self, _: Request) -> Response:
        """The script for `<script src=…/embed.js>` on an intranet page."""
        return FileResponse(
            STATIC / "embed.js",
            media_type="text/javascript",
            headers={"Cache-Control": "public, max-age=3600"},
        )
