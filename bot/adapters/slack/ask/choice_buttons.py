"""Buttons that say something to the guide, wherever they stand."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import request
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import modals
from bot.adapters.slack.context import SlackContext, Tell
from bot.adapters.slack.render import GO, SAY
from bot.adapters.slack.request import Body, RequestOrigin
from bot.handlers.messages import CHOICE_ID_MAX, Incoming, Reply


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Answer presses."""

    async def say(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = request.of_press(body), context.client
        assert client is not None  # noqa: S101 - Bolt sets one for every request
        choice = chosen(body)
        slack.start(
            body, _say(slack, client, body, here, choice), teller(slack, client, body, here)
        )

    async def turn(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = request.of_press(body), context.client
        assert client is not None  # noqa: S101 - Bolt sets one for every request
        slack.start(body, _turn(slack, client, body, here), teller(slack, client, body, here))

    app.action(re.compile(f"^{SAY}"))(say)
    app.action(f"{GO}continue")(turn)


def chosen(body: Body) -> str:
    """The choice id a press or a pick stands for."""
    action = body["actions"][0]
    option = action.get("selected_option") or {}
    return str(action.get("value") or option.get("value") or "")[:CHOICE_ID_MAX]


def teller(slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin) -> Tell:
    """Says what went wrong where the press came from, and takes no answer away for it."""

    async def tell(reply: Reply) -> None:
        await show(slack, client, body, here, reply, beside=True)

    return tell


async def _say(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin, choice: str
) -> None:
    if slow := slack.too_fast(here):
        await show(slack, client, body, here, slow, beside=True)
        return
    reply = await slack.reply("button", here, Incoming(choice=choice))
    await show(slack, client, body, here, reply)


async def _turn(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    go = answer_actions.ActionValue.read(body["actions"][0]["value"])
    reply = await slack.again(here, go.about)
    await show(slack, client, body, here, reply, number=go.page)


async def show(
    slack: SlackContext,
    client: AsyncWebClient,
    body: Body,
    here: RequestOrigin,
    reply: Reply,
    *,
    number: int = 1,
    beside: bool = False,
) -> None:
    """Show a reply to whoever pressed.

    A private answer is replaced, so that a conversation does not pile up; a direct message goes
    on below; a press on something public is answered to the person alone; a modal turns into
    the answer, and a press on the Home tab opens one. `beside` leaves a private answer there.
    """
    match here.surface:
        case "modal":
            await _show_modal(client, body, modals.answer(reply, number))
        case "private":
            drawn = answer_actions.message(reply, "private", number=number)
            await slack.respond(here, drawn, replace_original=not beside)
        case "direct":
            await slack.post(client, here, answer_actions.message(reply, "direct", number=number))
        case "public":
            await slack.whisper(
                client, here, answer_actions.message(reply, "private", number=number)
            )


async def _show_modal(client: AsyncWebClient, body: Body, view: dict[str, Any]) -> None:
    if body["view"].get("type") == "modal":
        await client.views_update(view_id=body["view"]["id"], view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
