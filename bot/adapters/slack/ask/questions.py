"""Questions: the slash command, mentions in channels, direct messages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack import request
from bot.adapters.slack.ask import message_text, typed_commands
from bot.adapters.slack.ask.agent_status import AgentStatus
from bot.adapters.slack.ask.typed_commands import TypedCommand
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.replying import SlackRequest, request_from
from bot.handlers.messages import Incoming, Reply

# Any command the manifest names is ours, so that a workspace may rename it.
_ANY_COMMAND = re.compile(r"^/")
# A file with a comment is a question too, and so is a reply that its author also sends to the
# channel; every other subtype is an edit, a preview, a bot.
_SPOKEN = (None, "file_share", "thread_broadcast")


def register(app: AsyncApp, slack: SlackContext, commands: Sequence[TypedCommand]) -> None:
    """Take questions; `commands` are what may be typed in place of one."""

    async def command(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        asked = request_from(slack, body, request.of_command(body), context)
        text = message_text.words(str(body.get("text") or ""))
        asked.take("command", lambda: _reply(asked, text, commands), asked.privately)

    async def mention(body: dict[str, Any], context: AsyncBoltContext) -> None:
        event = body["event"]
        # In a direct message everything is a question already, mention or not.
        if _is_direct(event) or not _by_a_person(event):
            return
        asked = request_from(slack, body, request.of_mention(body), context)
        text = message_text.message(event)
        asked.take("mention", lambda: _reply(asked, text, ()), asked.in_public)

    async def direct(body: dict[str, Any], context: AsyncBoltContext) -> None:
        event = body["event"]
        if not _is_direct(event) or not _by_a_person(event):
            return
        asked = request_from(slack, body, request.of_direct(body), context)
        text = message_text.message(event)
        status = AgentStatus(asked)

        async def make() -> Reply | None:
            await status.show()
            return await _reply(asked, text, commands)

        asked.take("direct", make, status.cleared_by(asked.answer), status.cleared_by(asked.beside))

    app.command(_ANY_COMMAND)(command)
    app.event("app_mention")(mention)
    app.event("message")(direct)


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


async def _reply(asked: SlackRequest, text: str, commands: Sequence[TypedCommand]) -> Reply | None:
    command = typed_commands.find(commands, text) if commands else None
    if command is not None:
        return await command.run(asked)
    return await asked.slack.answering.ask(asked.person, Incoming(text))
