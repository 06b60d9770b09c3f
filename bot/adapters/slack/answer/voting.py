"""Helpful or not: an answer's id and a vote, once a person; and Forget me."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import request, wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import modals
from bot.adapters.slack.ask.choice_buttons import teller
from bot.adapters.slack.context import SlackContext, notice
from bot.adapters.slack.render import GO
from bot.adapters.slack.request import Body, RequestOrigin

# What people type to be forgotten, in a direct message or after /ethics.
FORGET_WORDS = ("forget me", "forget", "delete my data", "olvidame")


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Take votes, and forget people."""

    async def vote(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = request.of_press(body), context.client
        assert client is not None  # noqa: S101 - Bolt sets one for every request
        slack.start(body, _vote(slack, client, body, here), teller(slack, client, body, here))

    app.action(re.compile(f"^{GO}(vote|up|down)$"))(vote)
    for word in FORGET_WORDS:
        slack.words[word] = _forget_by_word


async def _vote(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    go = answer_actions.ActionValue.read(body["actions"][0]["value"])
    reply = await slack.again(here, go.about)
    if reply.about == go.about:
        await slack.votes.cast(here.workspace, here.user, go.about, helpful=go.extra == "up")
    match here.surface:
        case "modal":
            view = modals.answer(reply, go.page, wording.VOTED, without=("vote",))
            await client.views_update(view_id=body["view"]["id"], view=view)
        case "private" | "direct":
            drawn = answer_actions.message(
                reply, here.surface, number=go.page, notice=wording.VOTED, without=("vote",)
            )
            await slack.respond(here, drawn, replace_original=True)
        case "public":
            await slack.respond(here, notice(wording.VOTED))


async def _forget_by_word(
    slack: SlackContext,
    client: AsyncWebClient,
    body: Body,  # noqa: ARG001 - every word is called with the same arguments
    here: RequestOrigin,
    text: str,  # noqa: ARG001 - the same
) -> None:
    count = await slack.votes.forget(here.workspace, here.user)
    done = notice(wording.FORGOTTEN.format(count=count))
    if here.surface == "direct":
        await slack.post(client, here, done)
    else:
        await slack.whisper(client, here, done)
