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
from bot.adapters.slack.context import Kit, notice
from bot.adapters.slack.home import home_view
from bot.adapters.slack.manifest import GLOBAL_SHORTCUT, MESSAGE_SHORTCUT
from bot.adapters.slack.request import Body, Place
from bot.adapters.slack.transport.web_api import NAME
from bot.handlers.messages import Incoming
from bot.handlers.replies import navigation

ASK_WORD = "ask"


def register(app: AsyncApp, kit: Kit) -> None:
    """Open the form, search topics in it, answer it; answer the message shortcut."""

    async def open_form(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        client = context.client
        assert client is not None  # noqa: S101 - Bolt sets one for every request
        kit.start(body, _open(client, body))

    async def search(ack: AsyncAck, body: dict[str, Any]) -> None:
        # No waiting here: topics are suggested from memory.
        found = kit.guide.suggest(message_text.words(str(body.get("value") or "")), limits.OPTIONS)
        await ack(options=[modals.option(choice) for choice in found])

    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _submitted(kit, ack, body)

    async def on_message(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        here = request.of_message_shortcut(body)
        kit.start(body, _on_message(kit, body, here), privately(kit, here))

    app.shortcut(GLOBAL_SHORTCUT)(open_form)
    app.action(home_view.OPEN_FORM)(open_form)
    app.options(modals.TOPIC)(search)
    app.view(modals.ASK)(submitted)
    app.shortcut(MESSAGE_SHORTCUT)(on_message)
    kit.words[ASK_WORD] = _open_by_word


async def _open(client: AsyncWebClient, body: Body) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=modals.ask())


async def _open_by_word(
    kit: Kit,
    client: AsyncWebClient,
    body: Body,
    here: Place,
    text: str,  # noqa: ARG001 - every word is called with the same arguments
) -> None:
    if body.get("trigger_id"):
        await _open(client, body)
        return
    # A direct message has no trigger to open a form with: asking right there is easier anyway.
    reply = await kit.answer("direct", here, Incoming("help"))
    await kit.post(client, here, answer_actions.message(reply, here.surface))


async def _submitted(kit: Kit, ack: AsyncAck, body: Body) -> None:
    """Turn the form into the answer: it comes with the acknowledgement, and only they see it."""
    question = message_text.words(str(modals.filled(body, modals.QUESTION).get("value") or ""))
    topic = (modals.filled(body, modals.TOPIC).get("selected_option") or {}).get("value")
    if not question and not topic:
        await ack(response_action="errors", errors={modals.QUESTION: wording.ASK_NOTHING})
        return
    here = request.of_press(body)
    try:
        incoming = Incoming(question, context=topic) if question else Incoming(choice=str(topic))
        reply = await kit.answer("form", here, incoming)
    except Exception as error:  # noqa: BLE001 - whatever it was, the person is told kindly
        reply = navigation.incident(kit.observer.incident(NAME, error))
    await ack(response_action="update", view=modals.answer(reply))


async def _on_message(kit: Kit, body: Body, here: Place) -> None:
    text = message_text.message(body.get("message") or {})
    if not text:
        await kit.respond(here, notice(wording.MESSAGE_EMPTY))
        return
    reply = await kit.answer("shortcut", here, Incoming(text))
    await kit.respond(here, answer_actions.message(reply, "private"))
