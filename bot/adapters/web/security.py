"""What every response says about who may do what with it, and how much a request may hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.handlers.errors import UserFacingError

# A question of 100 kB is answered kindly; percent-encoding makes it up to nine times longer.
BODY_MAX = 1_000_000
FIELDS_MAX = 20
# Both the embedded box and its script are for other sites; nothing else is.
EMBEDDED = ("/embed",)
SHARED = ("/embed.js", "/today.atom", "/today.ics")
_ORIGIN = re.compile(r"https?://[a-z0-9.*\[\]:-]+", re.IGNORECASE)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def checked_origins(origins: Sequence[str]) -> tuple[str, ...]:
    """Origins that may be named in a policy. Raises `UserFacingError` for anything else."""
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise UserFacingError(
                "ETHICS_EMBED_ORIGINS holds something that is no web address.",
                hint="Write origins such as https://intranet.example.gov, separated by spaces.",
            )
    return tuple(origins)


class Guarded:
    """ASGI middleware that adds the security headers. No script or style may be inline."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str]) -> None:
        self._app = app
        self._closed = _POLICY.format("'none'")
        self._embedded = _POLICY.format(" ".join(("'self'", *origins)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        embedded = path in EMBEDDED or path.startswith("/embed/")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers["Content-Security-Policy"] = self._embedded if embedded else self._closed
                if not embedded:
                    headers["X-Frame-Options"] = "DENY"
                shared = path in SHARED
                headers["Cross-Origin-Resource-Policy"] = (
                    "cross-origin" if shared else "same-origin"
                )
            await send(message)

        await self._app(scope, receive, send_guarded)


def sent_from_here(request: Request, address: str) -> bool:
    """Whether a form comes from a page of this site, whose public address is given.

    A cookie marked strict does not tell: browsers send it from other hosts of the same domain
    too. They say where a form comes from (`Sec-Fetch-Site`, on plain HTTP `Origin`); what says
    nothing is no browser, and has no cookie that it was not given.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    hosts = (request.headers.get("host"), urlsplit(address).netloc)
    return origin is None or urlsplit(origin).netloc in hosts


async def form(request: Request) -> dict[str, str]:
    """The last value of each field of a posted form. Broken UTF-8 becomes marks.

    Raises `HTTPException`: 415 for anything but a plain form, 413 above `BODY_MAX`, 400 for
    more than `FIELDS_MAX` fields.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_MAX:
            raise HTTPException(413)
    try:
        found = parse_qs(
            body.decode("utf-8", "replace"),
            keep_blank_values=False,
            errors="replace",
            max_num_fields=FIELDS_MAX,
        )
    except ValueError:
        raise HTTPException(400) from None
    return {name: values[-1] for name, values in found.items()}
