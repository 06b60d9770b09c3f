"""Asking without typing a command: the form, both shortcuts, and the topic search in it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import limits, request, wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import message_text, modals
from bot.adapters.slack.ask.questions import privately
from bot.adapters.slack.context import SlackContext, notice
from bot.adapters.slack.home import home_view
from bot.adapters.slack.manifest import GLOBAL_SHORTCUT, MESSAGE_SHORTCUT
from bot.adapters.slack.request import Body, RequestOrigin
from bot.adapters.slack.transport.web_api import NAME
from bot.handlers.messages import Incoming
from bot.handlers.replies import navigation

ASK_WORD = "ask"


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Open the form, search topics in it, answer it; answer the message shortcut."""

    async def open_form(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        client = context.client
        assert client is not None  # noqa: S101 - Bolt sets one for every request
        slack.start(body, _open(client, body))

    async def search(ack: AsyncAck, body: dict[str, Any]) -> None:
        # No waiting here: topics are suggested from memory.
        found = slack.guide.suggest(
            message_text.words(str(body.get("value") or "")), limits.OPTIONS
        )
        await ack(options=[modals.option(choice) for choice in found])

    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _submitted(slack, ack, body)

    async def on_message(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        here = request.of_message_shortcut(body)
        slack.start(body, _on_message(slack, body, here), privately(slack, here))

    app.shortcut(GLOBAL_SHORTCUT)(open_form)
    app.action(home_view.OPEN_FORM)(open_form)
    app.options(modals.TOPIC)(search)
    app.view(modals.ASK)(submitted)
    app.shortcut(MESSAGE_SHORTCUT)(on_message)
    slack.words[ASK_WORD] = _open_by_word


async def _open(client: AsyncWebClient, body: Body) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=modals.ask())


async def _open_by_word(
    slack: SlackContext,
    client: AsyncWebClient,
    body: Body,
    here: RequestOrigin,
    text: str,  # noqa: ARG001 - every word is called with the same arguments
) -> None:
    if body.get("trigger_id"):
        await _open(client, body)
        return
    # A direct message has no trigger to open a form with: asking right there is easier anyway.
    reply = await slack.answer("direct", here, Incoming("help"))
    await slack.post(client, here, answer_actions.message(reply, here.surface))


async def _submitted(slack: SlackContext, ack: AsyncAck, body: Body) -> None:
    """Turn the form into the answer: it comes with the acknowledgement, and only they see it."""
    question = message_text.words(str(modals.filled(body, modals.QUESTION).get("value") or ""))
    topic = (modals.filled(body, modals.TOPIC).get("selected_option") or {}).get("value")
    if not question and not topic:
        await ack(response_action="errors", errors={modals.QUESTION: wording.ASK_NOTHING})
        return
    here = request.of_press(body)
    try:
        incoming = Incoming(question, context=topic) if question else Incoming(choice=str(topic))
        reply = await slack.answer("form", here, incoming)
    except Exception as error:  # noqa: BLE001 - whatever it was, the person is told kindly
        reply = navigation.incident(slack.observer.incident(NAME, error))
    await ack(response_action="update", view=modals.answer(reply))


async def _on_message(slack: SlackContext, body: Body, here: RequestOrigin) -> None:
    text = message_text.message(body.get("message") or {})
    if not text:
        await slack.respond(here, notice(wording.MESSAGE_EMPTY))
        return
    reply = await slack.answer("shortcut", here, Incoming(text))
    await slack.respond(here, answer_actions.message(reply, "private"))
