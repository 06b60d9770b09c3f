"""The maintainer's page about one channel's daily post: to see, change and stop it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.web.admin import daily_form
from bot.adapters.web.admin.daily_form import HOME, Channel, Entered, done
from bot.adapters.web.render import render
from bot.adapters.web.security import form
from bot.handlers.daily_post import Asker, DailyOrders
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Reply

Endpoint = Callable[[Request], Awaitable[Response]]
Draw = Callable[..., Response]
ONE = HOME + "/{channel}"
# A browser narrows the list down while somebody types.
ZONES = 1_000
SEE_OTHER, UNPROCESSABLE = 303, 422
_NO_ERRORS: Mapping[str, str] = MappingProxyType({})


class DailyChannel:
    """Whatever is set here goes through the desk: the words and rules are those of the chats."""

    def __init__(self, *, draw: Draw, service: DailyOrders) -> None:
        self._draw = draw
        self._service = service

    def get(self) -> dict[str, Endpoint]:
        """Pages. None of them changes anything."""
        return {
            ONE: self.channel,
            f"{ONE}/preview": self.preview,
            f"{ONE}/off": self.off_page,
        }

    def post(self) -> dict[str, Endpoint]:
        """Forms."""
        return {
            ONE: self.save,
            f"{ONE}/pause": self.pause,
            f"{ONE}/resume": self.resume,
            f"{ONE}/off": self.off,
            f"{ONE}/say": self.say,
        }

    async def channel(self, request: Request) -> Response:
        """How a channel's daily post stands, and everything that can be done about it."""
        return await self._page(request, self._named(request))

    async def save(self, request: Request) -> Response:
        """Save the form, or say beside each field what is wrong with it."""
        channel = self._named(request)
        typed = daily_form.entered(await form(request))
        filled = typed.filled()
        known = await self._service.schedule(channel.key)
        if known is None and not self._service.checks(channel.key):
            raise HTTPException(404)
        errors = self._service.faults(filled)
        if problem := daily_form.told(channel, known, typed.by):
            errors = {**errors, "by": problem}
        if errors:
            return await self._page(request, channel, typed=typed, errors=errors)
        try:
            await self._service.submit(Asker(channel.key, typed.by), filled)
        except UserFacingError as error:
            return await self._page(request, channel, typed=typed, refused=str(error))
        return _back(channel, "saved")

    async def pause(self, request: Request) -> Response:
        """Post nothing for a while, or until somebody resumes it."""
        until = (await form(request)).get("until", "").strip()
        order = f"pause until {until}" if until else "pause"
        return await self._order(request, order, "paused", field="until", typed=until)

    async def resume(self, request: Request) -> Response:
        """Post again."""
        return await self._order(request, "resume", "saved")

    async def off(self, request: Request) -> Response:
        """Post no more, and forget what was set: somebody has confirmed it."""
        return await self._order(request, "off", "stopped")

    async def _order(
        self, request: Request, order: str, end: str, *, field: str = "", typed: str = ""
    ) -> Response:
        channel = await self._known(request)
        try:
            await self._service.say(Asker(channel.key, ""), order)
        except UserFacingError as error:
            if not field:
                return await self._page(request, channel, refused=str(error))
            errors = {field: str(error)}
            return await self._page(request, channel, errors=errors, until=typed)
        return _back(channel, end)

    async def say(self, request: Request) -> Response:
        """Do what the words order, as in chat; the answer stands on the channel's page."""
        channel = await self._known(request)
        words = (await form(request)).get("words", "").strip()
        try:
            reply = await self._service.say(Asker(channel.key, ""), daily_form.order(words))
        except UserFacingError as error:
            return await self._page(request, channel, errors={"words": str(error)}, words=words)
        return await self._page(request, channel, reply=reply)

    async def preview(self, request: Request) -> Response:
        """The next post, to this person alone."""
        channel = await self._known(request)
        reply = await self._service.say(Asker(channel.key, ""), "preview")
        return self._draw(request, "admin/preview.html", channel=channel, card=render(reply))

    async def off_page(self, request: Request) -> Response:
        """Ask once more before what is set is forgotten."""
        channel = await self._known(request)
        return self._draw(request, "admin/off.html", channel=channel)

    async def _page(
        self,
        request: Request,
        channel: Channel,
        *,
        typed: Entered | None = None,
        errors: Mapping[str, str] = _NO_ERRORS,
        refused: str = "",
        reply: Reply | None = None,
        until: str = "",
        words: str = "",
    ) -> Response:
        known = await self._service.schedule(channel.key)
        if known is None and not self._service.checks(channel.key):
            raise HTTPException(404)
        answered = reply is not None
        if reply is None and known:
            reply = await self._service.say(Asker(channel.key, ""), "status")
        return self._draw(
            request,
            "admin/channel.html",
            status=UNPROCESSABLE if errors or refused else 200,
            channel=channel,
            schedule=known,
            card=render(reply) if reply else None,
            answered=answered,
            form=typed or daily_form.standing(known),
            zones=self._service.zones("/", ZONES),
            one_is_told=channel.one_is_told,
            errors=errors,
            refused=refused,
            until=until,
            said=words,
            done=done(request.query_params.get("done", "")),
        )

    def _named(self, request: Request) -> Channel:
        """The channel in the address. Raises `HTTPException` 404 for what is none."""
        said: str = request.path_params["channel"]
        try:
            channel = self._service.channel(said)
        except UserFacingError:
            raise HTTPException(404) from None
        if channel != said:
            raise HTTPException(404)
        return Channel(channel)

    async def _known(self, request: Request) -> Channel:
        """The channel in the address, which has a daily post. Raises `HTTPException` 404."""
        channel = self._named(request)
        if await self._service.schedule(channel.key) is None:
            raise HTTPException(404)
        return channel


def _back(channel: Channel, end: str) -> Response:
    """To where the change can be seen; loading that again changes nothing."""
    path = HOME if end == "stopped" else channel.address
    return RedirectResponse(f"{path}?done={end}", SEE_OTHER)
