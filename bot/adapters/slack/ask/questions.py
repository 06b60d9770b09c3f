"""Questions: the slash command, mentions in channels, direct messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import request
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import message_text
from bot.adapters.slack.ask.agent_status import working
from bot.adapters.slack.context import SlackContext, Tell
from bot.adapters.slack.request import Body, RequestOrigin
from bot.handlers.messages import Incoming, Reply
from bot.handlers.text import key

# Any command the manifest names is ours, so that a workspace may rename it.
_ANY_COMMAND = re.compile(r"^/")
# A file with a comment is a question too, and so is a reply that its author also sends to the
# channel; every other subtype is an edit, a preview, a bot.
_SPOKEN = (None, "file_share", "thread_broadcast")


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Take questions."""

    async def command(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here = request.of_command(body)
        work = _command(slack, _client(context), body, here)
        slack.start(body, work, privately(slack, here))

    async def mention(body: dict[str, Any], context: AsyncBoltContext) -> None:
        event = body["event"]
        # In a direct message everything is a question already, mention or not.
        if _is_direct(event) or not _by_a_person(event):
            return
        here = request.of_mention(body)
        client = _client(context)
        slack.start(body, _mention(slack, client, body, here), publicly(slack, client, here))

    async def direct(body: dict[str, Any], context: AsyncBoltContext) -> None:
        event = body["event"]
        if not _is_direct(event) or not _by_a_person(event):
            return
        here = request.of_direct(body)
        client = _client(context)
        slack.start(body, _direct(slack, client, body, here), publicly(slack, client, here))

    app.command(_ANY_COMMAND)(command)
    app.event("app_mention")(mention)
    app.event("message")(direct)


def _client(context: AsyncBoltContext) -> AsyncWebClient:
    client = context.client
    assert client is not None  # noqa: S101 - Bolt sets one for every request
    return client


def _is_direct(event: Mapping[str, Any]) -> bool:
    """Whether it was said to the bot alone. Ids of such conversations begin with D."""
    kind = event.get("channel_type")
    return kind == "im" or (not kind and str(event.get("channel") or "").startswith("D"))


def _by_a_person(event: Mapping[str, Any]) -> bool:
    """Not by a bot, not an edit, not a link preview, not Slackbot."""
    return bool(
        event.get("subtype") in _SPOKEN
        and not event.get("bot_id")
        and not event.get("bot_profile")
        and not event.get("app_id")
        and not event.get("edited")
        and not event.get("hidden")
        and event.get("user", "USLACKBOT") != "USLACKBOT"
        and event.get("ts")
    )


def privately(slack: SlackContext, here: RequestOrigin) -> Tell:
    """Tells the person alone."""

    async def tell(reply: Reply) -> None:
        await slack.respond(here, answer_actions.message(reply, "private"))

    return tell


def publicly(slack: SlackContext, client: AsyncWebClient, here: RequestOrigin) -> Tell:
    """Tells the thread or the direct message."""

    async def tell(reply: Reply) -> None:
        await slack.post(client, here, answer_actions.message(reply, here.surface, asker=here.user))

    return tell


async def _special(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin, text: str
) -> bool:
    """Do what a word asks for, if the text begins with one that does something."""
    typed = key(text)
    for word, action in slack.words.items():
        # "ask" alone opens the form; "ask my boss for a raise" is a question.
        if typed == word or (word.endswith(" …") and f"{typed} ".startswith(word[:-1])):
            await action(slack, client, body, here, text)
            return True
    return False


async def _command(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    text = message_text.words(str(body.get("text") or ""))
    if await _special(slack, client, body, here, text):
        return
    reply = await slack.answer("command", here, Incoming(text))
    await slack.respond(here, answer_actions.message(reply, "private"))


async def _mention(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    reply = await slack.answer("mention", here, Incoming(message_text.message(body["event"])))
    await slack.post(client, here, answer_actions.message(reply, "public", asker=here.user))


async def _direct(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    text = message_text.message(body["event"])
    if await _special(slack, client, body, here, text):
        return
    async with working(slack, client, body):
        reply = await slack.answer("direct", here, Incoming(text))
        await slack.post(client, here, answer_actions.message(reply, "direct"))
