"""One request from Slack, and every way to reply to it.

A refusal of Slack's to post becomes `NotSentError`; whatever else goes wrong is a fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.answer.answer_actions import Drawn
from bot.adapters.slack.ask import modals
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.request import Body, RequestOrigin, idempotency_key
from bot.adapters.slack.transport.api_errors import MAY_NOT_POST, TOKEN_GONE, refusal
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Reply
from bot.handlers.person import Person
from bot.handlers.ports import TurnKind
from bot.handlers.turn import Make, NotSentError, Send


@dataclass(frozen=True, slots=True)
class SlackRequest:
    """A request: what Slack sent, where it comes from, and a client for its workspace."""

    slack: SlackContext
    body: Body
    origin: RequestOrigin
    client: AsyncWebClient

    @property
    def person(self) -> Person:
        """Who it is from."""
        return self.origin.person

    def take(
        self, kind: TurnKind | None, make: Make, send: Send | None = None, tell: Send | None = None
    ) -> None:
        """Make a reply and send it in the background, unless this very request was taken before."""
        turns = self.slack.answering.turns
        key = idempotency_key(self.body)
        turn = turns.run(kind, make, send or self.answer, tell or self.beside, key=key)
        self.slack.in_flight.start(turn)

    async def require_configurer(self) -> None:
        """Raises `UserFacingError` for those who may not configure: a button may be an old one."""
        if not await self.slack.admins.may_configure(self.client, self.origin):
            raise UserFacingError(wording.SETTINGS_REFUSED)

    async def answer(self, reply: Reply, number: int = 1) -> None:
        """Page `number` of a reply where the request came from.

        A private answer is replaced, so that a conversation does not pile up; a direct message
        goes on below; a press on something public is answered to the person alone; a modal turns
        into the answer, and a press on the Home tab opens one.
        """
        await self._show(reply, number, replace=True)

    async def beside(self, reply: Reply) -> None:
        """The same for the asker alone, and no answer is taken away for it."""
        await self._show(reply, 1, replace=False)

    async def _show(self, reply: Reply, number: int, *, replace: bool) -> None:
        match self.origin.surface:
            case "modal":
                await self.show_modal(modals.answer(reply, number))
            case "private":
                drawn = answer_actions.message(reply, "private", number=number)
                await self.respond(drawn, replace_original=replace)
            case "direct":
                await self.post(answer_actions.message(reply, "direct", number=number))
            case "public":
                await self.whisper(answer_actions.message(reply, "private", number=number))

    async def privately(self, reply: Reply) -> None:
        """A new private message."""
        await self.respond(answer_actions.message(reply, "private"))

    async def in_public(self, reply: Reply) -> None:
        """A message for everybody in the thread, which the asker may remove."""
        await self.post(answer_actions.message(reply, "public", asker=self.origin.user))

    async def show_modal(self, view: dict[str, Any]) -> None:
        """Turn the modal into another one; on the Home tab, open one."""
        shown = self.body["view"]
        if shown.get("type") == "modal":
            await self.client.views_update(view_id=shown["id"], view=view)
        else:
            await self.client.views_open(trigger_id=self.body["trigger_id"], view=view)

    async def respond(
        self, drawn: Drawn, *, replace_original: bool = False, for_all: bool = False
    ) -> None:
        """A message through the response address; replaces the one pressed if asked to."""
        payload = {"replace_original": replace_original, **drawn.message()}
        if for_all:
            payload["response_type"] = "in_channel"
        elif not replace_original or self.origin.surface == "private":
            # A direct message that is replaced stays what it is, a message for both.
            payload["response_type"] = "ephemeral"
        if self.origin.thread and not replace_original:
            payload["thread_ts"] = self.origin.thread
        await self.slack.sender.respond(self.origin.response_url, payload)

    async def post(self, drawn: Drawn) -> None:
        """A message in the channel or direct message, in its thread if it has one."""
        await self._post({"channel": self.origin.channel, "thread_ts": self.origin.thread}, drawn)

    async def direct(self, drawn: Drawn) -> None:
        """A direct message to the person."""
        await self._post({"channel": self.origin.user}, drawn)

    async def _post(self, where: dict[str, str], drawn: Drawn) -> None:
        message = {name: value for name, value in where.items() if value} | drawn.message()
        try:
            await self.client.chat_postMessage(**message)
        except SlackApiError as error:
            if refusal(error) in MAY_NOT_POST:
                raise NotSentError("refused") from error
            # Reinstalled or renewed by another replica since we looked: once more, its token.
            gone = refusal(error) in TOKEN_GONE
            client = await self.slack.renewed(self.client, self.origin.workspace) if gone else None
            if client is None:
                raise
            await client.chat_postMessage(**message)

    async def whisper(self, drawn: Drawn) -> None:
        """A message only one person sees: where it was asked, else as a direct message."""
        if self.origin.response_url:
            await self.respond(drawn)
            return
        try:
            await self.client.chat_postEphemeral(
                channel=self.origin.channel,
                user=self.origin.user,
                thread_ts=self.origin.thread or None,
                text=drawn.text,
                blocks=drawn.blocks,
            )
        except SlackApiError as error:
            if refusal(error) not in MAY_NOT_POST:
                raise
            await self.direct(drawn)


def request_from(
    slack: SlackContext, body: Body, origin: RequestOrigin, context: AsyncBoltContext
) -> SlackRequest:
    """The request with the client that Bolt made for its workspace. Raises `RuntimeError`."""
    if context.client is None:
        raise RuntimeError("Bolt sets a client for every request")
    return SlackRequest(slack, body, origin, context.client)
