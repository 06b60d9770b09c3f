"""What can be done with an answer: share it, send a copy, take it away again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import request, wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import modals
from bot.adapters.slack.ask.choice_buttons import show, teller
from bot.adapters.slack.context import SlackContext, notice
from bot.adapters.slack.render import GO
from bot.adapters.slack.request import Body, RequestOrigin
from bot.adapters.slack.transport.api_errors import refusal
from bot.handlers.messages import Reply

# The bot is not in every channel its command can be typed in.
_NOT_IN = ("not_in_channel", "channel_not_found")


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Take presses of Share, Send me a copy and Remove."""

    async def share(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = _from(body, context)
        slack.start(body, _share(slack, client, body, here), teller(slack, client, body, here))

    async def copy(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = _from(body, context)
        slack.start(body, _copy(slack, client, body, here), teller(slack, client, body, here))

    async def remove(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = _from(body, context)
        slack.start(body, _remove(slack, client, body, here), teller(slack, client, body, here))

    app.action(f"{GO}share")(share)
    app.action(f"{GO}copy")(copy)
    app.action(f"{GO}remove")(remove)


def _from(body: Body, context: AsyncBoltContext) -> tuple[RequestOrigin, AsyncWebClient]:
    client = context.client
    assert client is not None  # noqa: S101 - Bolt sets one for every request
    return request.of_press(body), client


async def _share(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    """Post the answer anew for everybody: a private message can never become a public one."""
    go = answer_actions.ActionValue.read(body["actions"][0]["value"])
    reply = await slack.again(here, go.about)
    if reply.about != go.about:
        # The answer has gone meanwhile: what came in its place is not what they meant to share.
        await show(slack, client, body, here, reply)
        return
    drawn = answer_actions.message(reply, "public", asker=here.user, shared_by=here.user)
    try:
        await slack.post(client, here, drawn)
    except SlackApiError as error:
        if refusal(error) not in _NOT_IN or not here.response_url:
            await _afterwards(slack, here, reply, go.page, said=wording.SHARE_FAILED)
            return
        await _share_from_outside(slack, here, drawn)
    await _afterwards(slack, here, reply, go.page, said=wording.SHARED, without=("share",))


async def _share_from_outside(
    slack: SlackContext, here: RequestOrigin, drawn: answer_actions.Drawn
) -> None:
    """Where the bot is no member, Slack lets it answer in the channel by the response address."""
    payload = {"response_type": "in_channel", "replace_original": False, **drawn.message()}
    if here.thread:
        payload["thread_ts"] = here.thread
    await slack.sender.respond(here.response_url, payload)


async def _copy(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    go = answer_actions.ActionValue.read(body["actions"][0]["value"])
    reply = await slack.again(here, go.about)
    drawn = answer_actions.message(reply, "direct", number=go.page)
    try:
        await client.chat_postMessage(channel=here.user, **drawn.message())
    except SlackApiError:
        copied = False
    else:
        copied = True
    said = wording.COPIED if copied else wording.COPY_FAILED
    without = ("copy",) if copied else ()
    if here.surface == "modal":
        view = modals.answer(reply, go.page, said, without=without)
        await client.views_update(view_id=body["view"]["id"], view=view)
        return
    await _afterwards(slack, here, reply, go.page, said=said, without=without)


async def _afterwards(
    slack: SlackContext,
    here: RequestOrigin,
    reply: Reply,
    number: int,
    *,
    said: str,
    without: Sequence[str] = (),
) -> None:
    """Say what was done: in the private answer itself, or beside a public one."""
    if here.surface != "private":
        await slack.respond(here, notice(said))
        return
    drawn = answer_actions.message(reply, "private", number=number, notice=said, without=without)
    await slack.respond(here, drawn, replace_original=True)


async def _remove(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    """Only whoever asked, or an admin of the workspace, may take a public answer away."""
    go = answer_actions.ActionValue.read(body["actions"][0]["value"])
    if here.user != go.extra and not await slack.admins.is_admin(client, here):
        await slack.respond(here, notice(wording.REMOVE_REFUSED))
        return
    if here.response_url:
        await slack.sender.respond(here.response_url, {"delete_original": True})
    else:
        await client.chat_delete(channel=here.channel, ts=body["container"]["message_ts"])
