"""Helpful or not: an answer's id and a vote, once a person."""

from __future__ import annotations

import re
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


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Take votes."""

    async def vote(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = request_from(slack, body, request.of_press(body), context)
        value = ActionValue.of(body)
        pressed.take(
            "vote",
            lambda: slack.answering.vote(pressed.person, value.about, helpful=value.extra == "up"),
            lambda said: _thank(pressed, value, said),
        )

    app.action(re.compile(f"^{GO}(vote|up|down)$"))(vote)


async def _thank(pressed: SlackRequest, value: ActionValue, said: Reply) -> None:
    """Beside the answer, whose buttons stay: a vote can be changed. A modal has only one place."""
    if pressed.origin.surface != "modal" or said.kind != "done":
        await pressed.beside(said)
        return
    answer = await pressed.slack.answering.again(pressed.person, value.about)
    view = modals.answer(answer, value.page, answer_actions.sentence(said), without=("vote",))
    await pressed.show_modal(view)
