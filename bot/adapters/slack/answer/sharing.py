"""What can be done with an answer: share it, send a copy, take it away again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack import request
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.answer.answer_actions import ActionValue
from bot.adapters.slack.ask import modals
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.render import GO
from bot.adapters.slack.replying import SlackRequest, request_from
from bot.handlers.messages import Reply
from bot.handlers.turn import NotSentError


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Take presses of Share, Send me a copy and Remove."""

    async def share(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = PressedAction(request_from(slack, body, request.of_press(body), context))
        pressed.request.take("share", pressed.share, pressed.say)

    async def copy(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = PressedAction(request_from(slack, body, request.of_press(body), context))
        pressed.request.take("copy", pressed.copy, pressed.say)

    async def remove(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = request_from(slack, body, request.of_press(body), context)
        pressed.take("remove", lambda: _remove(pressed), pressed.beside)

    app.action(f"{GO}share")(share)
    app.action(f"{GO}copy")(copy)
    app.action(f"{GO}remove")(remove)


class PressedAction:
    """A press that passes an answer on, and where it is said what became of it."""

    def __init__(self, pressed: SlackRequest) -> None:
        self.request = pressed
        self._passed_on: Reply | None = None
        self._button = ""

    async def share(self) -> Reply:
        """Post it anew for everybody: a private message can never become a public one."""
        self._button = "share"
        answering, about = self.request.slack.answering, self._value.about
        return await answering.share(self.request.person, about, self._post)

    async def copy(self) -> Reply:
        """Send it to the person as a direct message."""
        self._button = "copy"
        answering, about = self.request.slack.answering, self._value.about
        return await answering.copy(self.request.person, about, self._send_copy)

    @property
    def _value(self) -> ActionValue:
        return ActionValue.of(self.request.body)

    async def _post(self, reply: Reply) -> None:
        self._passed_on = reply
        user = self.request.origin.user
        drawn = answer_actions.message(reply, "public", asker=user, shared_by=user)
        try:
            await self.request.post(drawn)
        except NotSentError:
            if not self.request.origin.response_url:
                raise
            # Where the bot is no member, Slack lets it answer by the response address.
            await self.request.respond(drawn, for_all=True)

    async def _send_copy(self, reply: Reply) -> None:
        self._passed_on = reply
        drawn = answer_actions.message(reply, "direct", number=self._value.page)
        await self.request.direct(drawn)

    async def say(self, said: Reply) -> None:
        """What became of it: on top of the private answer itself, or beside a public one."""
        answer = self._passed_on
        if answer is None or self.request.origin.surface not in ("private", "modal"):
            await self.request.beside(said)
            return
        without: Sequence[str] = (self._button,) if said.kind == "done" else ()
        number, notice = self._value.page, answer_actions.sentence(said)
        if self.request.origin.surface == "modal":
            view = modals.answer(answer, number, notice, without=without)
            await self.request.show_modal(view)
            return
        drawn = answer_actions.message(
            answer, "private", number=number, notice=notice, without=without
        )
        await self.request.respond(drawn, replace_original=True)


async def _remove(pressed: SlackRequest) -> Reply | None:
    """Only whoever asked, or an admin of the workspace, may take a public answer away."""
    slack, origin = pressed.slack, pressed.origin

    async def is_admin() -> bool:
        return await slack.admins.is_admin(pressed.client, origin)

    asker = ActionValue.of(pressed.body).extra
    said = await slack.answering.remove(pressed.person, asker, is_admin)
    if said.kind != "done":
        return said
    if origin.response_url:
        await slack.sender.respond(origin.response_url, {"delete_original": True})
    else:
        message = pressed.body["container"]["message_ts"]
        await pressed.client.chat_delete(channel=origin.channel, ts=message)
    return None
