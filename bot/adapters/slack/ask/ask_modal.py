"""Asking without typing a command: the form, both shortcuts, and the topic search in it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack import limits, request, wording
from bot.adapters.slack.ask import message_text, modals
from bot.adapters.slack.ask.typed_commands import TypedCommand
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.home import home_view
from bot.adapters.slack.manifest import GLOBAL_SHORTCUT, MESSAGE_SHORTCUT
from bot.adapters.slack.replying import SlackRequest, request_from
from bot.handlers.messages import Incoming, Reply
from bot.handlers.replies.notices import notice


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Open the form, search topics in it, answer it; answer the message shortcut."""
    answering = slack.answering

    async def open_form(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = request_from(slack, body, request.of_press(body), context)
        pressed.take(None, lambda: _open(pressed))

    async def search(ack: AsyncAck, body: dict[str, Any]) -> None:
        # No waiting here: topics are suggested from memory.
        typed = message_text.words(str(body.get("value") or ""))
        found = answering.guide.suggest(typed, limits.OPTIONS)
        await ack(options=[modals.option(choice) for choice in found])

    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:
        question = message_text.words(str(modals.filled(body, modals.QUESTION).get("value") or ""))
        topic = (modals.filled(body, modals.TOPIC).get("selected_option") or {}).get("value")
        if not question and not topic:
            await ack(response_action="errors", errors={modals.QUESTION: wording.ASK_NOTHING})
            return
        person = request.of_press(body).person
        incoming = Incoming(question, context=topic) if question else Incoming(choice=str(topic))

        async def send(reply: Reply) -> None:
            # The answer comes with the acknowledgement, and only they see it.
            await ack(response_action="update", view=modals.answer(reply))

        await answering.turns.run("form", lambda: answering.ask(person, incoming), send)

    async def on_message(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        asked = request_from(slack, body, request.of_message_shortcut(body), context)
        asked.take("shortcut", lambda: _on_message(asked), asked.privately)

    app.shortcut(GLOBAL_SHORTCUT)(open_form)
    app.action(home_view.OPEN_FORM)(open_form)
    app.options(modals.TOPIC)(search)
    app.view(modals.ASK)(submitted)
    app.shortcut(MESSAGE_SHORTCUT)(on_message)


def typed_command() -> TypedCommand:
    """`ask` alone opens the form; `ask my boss for a raise` is a question."""
    return TypedCommand("ask", _open_by_word)


async def _open(pressed: SlackRequest) -> None:
    await pressed.client.views_open(trigger_id=pressed.body["trigger_id"], view=modals.ask())


async def _open_by_word(asked: SlackRequest) -> Reply | None:
    if asked.body.get("trigger_id"):
        await _open(asked)
        return None
    # A direct message has no trigger to open a form with: asking right there is easier anyway.
    return await asked.slack.answering.ask(asked.person, Incoming("help"))


async def _on_message(asked: SlackRequest) -> Reply:
    text = message_text.message(asked.body.get("message") or {})
    if not text:
        return notice(wording.MESSAGE_EMPTY)
    return await asked.slack.answering.ask(asked.person, Incoming(text))
