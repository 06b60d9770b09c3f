"""How a page is made: templates, the page's language, addresses of static files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.adapters.web.locale import preferred
from bot.adapters.web.render import render
from bot.handlers.messages import Reply, ReplyKind
from bot.handlers.ports import Reading
from bot.handlers.replies import wording
from bot.handlers.replies.first_view import edition_of
from bot.handlers.replies.links import public_path
from bot.handlers.situation import CODE_LAYER

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
NAME = "web"
# The attribute of every element that holds what the bot knows, where the page is not English.
IN_ENGLISH = Markup(' lang="en"')
NOTHING = Markup("")
# A fragment is asked for by our own script, which can set a header; a foreign form cannot.
FRAGMENT_HEADER = "x-fragment"
_STATUS: MappingProxyType[ReplyKind, int] = MappingProxyType({"limit": 429, "fault": 500})


class Site:
    """Draws templates. Everything a page needs to know is handed to it here."""

    def __init__(self, *, guide: Reading, clock: Callable[[], date], public_url: str) -> None:
        self.guide = guide
        self.clock = clock
        self._public_url = public_url
        self._templates = Environment(
            loader=FileSystemLoader((FOLDER / "templates", STATIC)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            public_path=public_path,
            static=_stamped(),
            words=wording,
            edition_of=edition_of,
            CODE_LAYER=CODE_LAYER,
        )

    def warm(self) -> None:
        """Compile every template, so that the first page is as quick as the next."""
        for name in self._templates.list_templates(extensions=["html"]):
            self._templates.get_template(name)

    def draw(
        self, request: Request, template: str, *, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """A page, or a fragment of one, in the language the browser asks for."""
        locale = preferred(request.headers.get("accept-language", ""))
        text = self._templates.get_template(template).render(
            t=locale.say,
            locale=locale,
            en=NOTHING if locale.code == "en" else IN_ENGLISH,
            library=self.guide.library,
            signature=lambda about: self.guide.library.signature(about, self.clock()),
            path=request.url.path,
            **context,
        )
        headers = {"Content-Language": locale.code, "Vary": "Accept-Language"}
        # An answer to a form is for one person; everything else may be kept and asked about again.
        headers["Cache-Control"] = "no-cache" if request.method in ("GET", "HEAD") else "no-store"
        return HTMLResponse(text, status, headers)

    def draw_reply(self, request: Request, template: str, reply: Reply) -> HTMLResponse:
        """A reply as a page or a fragment, with the status that browsers and scripts go by."""
        response = self.draw(
            request, template, status=_STATUS.get(reply.kind, 200), card=render(reply)
        )
        if reply.wait:
            response.headers["Retry-After"] = str(max(1, round(reply.wait)))
        return response

    def address(self, request: Request) -> str:
        """The site's address without a final slash: as set, else as the browser sees it."""
        return self._public_url or str(request.base_url).rstrip("/")


def is_fragment(request: Request) -> bool:
    """Whether our script asks for a part of a page."""
    return request.headers.get(FRAGMENT_HEADER) == "1"


def _stamped() -> Callable[[str], str]:
    """Addresses of static files that change with their content, so that they can be kept."""
    stamps = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in STATIC.iterdir()
    }
    return lambda name: f"/static/{name}?v={stamps[name]}"
