"""Buttons that say something to the guide, wherever they stand, and reading on."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack import request
from bot.adapters.slack.answer.answer_actions import ActionValue
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.render import GO, SAY
from bot.adapters.slack.replying import request_from
from bot.adapters.slack.request import Body
from bot.handlers.messages import CHOICE_ID_MAX, Incoming


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Answer presses."""
    answering = slack.answering

    async def say(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = request_from(slack, body, request.of_press(body), context)
        incoming = Incoming(choice=chosen(body))
        pressed.take("button", lambda: answering.ask(pressed.person, incoming))

    async def read_on(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = request_from(slack, body, request.of_press(body), context)
        value = ActionValue.of(body)
        pressed.take(
            "continue",
            lambda: answering.again(pressed.person, value.about),
            lambda reply: pressed.answer(reply, value.page),
        )

    app.action(re.compile(f"^{SAY}"))(say)
    app.action(f"{GO}continue")(read_on)


def chosen(body: Body) -> str:
    """The choice id a press or a pick stands for."""
    action = body["actions"][0]
    option = action.get("selected_option") or {}
    return str(action.get("value") or option.get("value") or "")[:CHOICE_ID_MAX]
