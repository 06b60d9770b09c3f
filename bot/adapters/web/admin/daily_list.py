"""The maintainer's list of daily posts: all channels, and the way to a new one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.web.admin.daily_channel import Draw, Endpoint
from bot.adapters.web.admin.daily_form import HOME, Channel, done
from bot.adapters.web.render import render
from bot.adapters.web.security import form
from bot.handlers.daily_post import DailyOrders
from bot.handlers.errors import UserFacingError

PAGE = 20
SEE_OTHER, UNPROCESSABLE = 303, 422


class DailyList:
    """Every channel of every workspace that has a daily post, a page at a time."""

    def __init__(self, *, draw: Draw, service: DailyOrders) -> None:
        self._draw = draw
        self._service = service

    def get(self) -> dict[str, Endpoint]:
        """Pages."""
        return {HOME: self.home}

    def post(self) -> dict[str, Endpoint]:
        """Forms."""
        return {HOME: self.open}

    async def home(self, request: Request) -> Response:
        """How each daily post stands."""
        return await self._home(request)

    async def open(self, request: Request) -> Response:
        """Lead to the channel that was named, whether it has a daily post or not."""
        typed = (await form(request)).get("channel", "")
        try:
            channel = Channel(self._service.channel(typed))
        except UserFacingError as error:
            return await self._home(request, typed=typed, refused=str(error))
        if await self._service.schedule(channel.key) is None and not self._service.checks(
            channel.key
        ):
            return await self._home(request, typed=typed, missing=channel.platform)
        return RedirectResponse(channel.address, SEE_OTHER)

    async def _home(
        self, request: Request, *, typed: str = "", refused: str = "", missing: str = ""
    ) -> Response:
        found = await self._service.page(self._after(request), PAGE + 1)
        return self._draw(
            request,
            "admin/daily.html",
            status=UNPROCESSABLE if refused or missing else 200,
            rows=[(Channel(s.channel), s, render(status)) for s, status in found[:PAGE]],
            more=found[PAGE - 1][0].channel if len(found) > PAGE else "",
            typed=typed,
            refused=refused,
            missing=missing,
            done=done(request.query_params.get("done", "")),
        )

    def _after(self, request: Request) -> str:
        """The channel that the page before ended with; none where the address names none."""
        try:
            return self._service.channel(request.query_params.get("after", ""))
        except UserFacingError:
            return ""
