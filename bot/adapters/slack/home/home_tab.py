"""The Home tab: shown when it is opened, and what its buttons do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.adapters.slack import limits, request, wording
from bot.adapters.slack.ask import modals
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.home import home_view
from bot.adapters.slack.manifest import SUGGESTED_PROMPTS
from bot.adapters.slack.replying import SlackRequest, request_from
from bot.adapters.slack.transport.web_api import NAME
from bot.handlers.choice_ids import Listing, encode
from bot.handlers.local_contact import one_line
from bot.handlers.messages import Choices, Incoming, Reply
from bot.handlers.ports import TurnKind, WorkspaceConfig
from bot.handlers.turn import Make


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Show the Home tab, forget people, and keep the workspace's settings."""

    async def opened(body: dict[str, Any], context: AsyncBoltContext) -> None:
        seen = request_from(slack, body, request.of_home(body), context)
        if body["event"].get("tab") != "messages":
            _take(seen, None, lambda: publish(seen))
        elif slack.agent_view:
            seen.take(None, lambda: _prompts(seen))

    async def forget(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = request_from(slack, body, request.of_press(body), context)
        _take(pressed, "forget", lambda: _forget(pressed))

    async def settings(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = request_from(slack, body, request.of_press(body), context)
        _take(pressed, None, lambda: _settings(pressed))

    async def save(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        sent = request_from(slack, body, request.of_press(body), context)
        _take(sent, None, lambda: _save(sent))

    app.event("app_home_opened")(opened)
    app.action(home_view.FORGET)(forget)
    app.action(home_view.SETTINGS)(settings)
    app.view(modals.SETTINGS)(save)


def _take(seen: SlackRequest, kind: TurnKind | None, make: Make) -> None:
    """Do it; what goes wrong is told on the Home tab itself."""

    async def tell(reply: Reply) -> None:
        await seen.client.views_publish(user_id=seen.origin.user, view=home_view.error(reply))

    seen.take(kind, make, tell, tell)


async def publish(seen: SlackRequest) -> None:
    """Draw somebody's Home tab as things stand now."""
    guide = seen.slack.answering.guide
    topics = guide.answer(Incoming(choice=encode(Listing.TOPICS)))
    shelves = {
        option.id: guide.answer(Incoming(choice=option.id))
        for block in topics.blocks
        if isinstance(block, Choices)
        for option in block.options
    }
    data = home_view.HomeData(
        today=guide.today(), areas=home_view.areas(topics, shelves), votes=None
    )
    try:
        data = await _with_what_is_kept(seen, data)
    except Exception as error:  # noqa: BLE001 - the topics are worth showing without the database
        seen.slack.answering.observer.incident(NAME, error)
    await seen.client.views_publish(user_id=seen.origin.user, view=home_view.view(data))


async def _with_what_is_kept(seen: SlackRequest, data: home_view.HomeData) -> home_view.HomeData:
    """The same with the person's votes, and the settings for those who may change them."""
    slack, origin = seen.slack, seen.origin
    votes = await slack.answering.held(seen.person)
    if not await slack.admins.may_configure(seen.client, origin):
        return replace(data, votes=votes)
    contact = (await slack.workspaces.config(origin.workspace)).contact
    sections = [block for section in slack.home_sections for block in await section(origin)]
    return replace(data, votes=votes, contact=contact, sections=sections)


async def _prompts(seen: SlackRequest) -> None:
    """Offer questions in the agent view. Slack ignores the call silently with a `thread_ts`."""
    try:
        await seen.client.api_call(
            "assistant.threads.setSuggestedPrompts",
            json={
                "channel_id": seen.origin.channel,
                "title": wording.PROMPTS_TITLE,
                "prompts": list(SUGGESTED_PROMPTS[: limits.SUGGESTED_PROMPTS]),
            },
        )
    except SlackApiError as error:
        # The direct message works the same without them.
        seen.slack.answering.observer.incident(NAME, error)


async def _forget(pressed: SlackRequest) -> None:
    await pressed.slack.answering.forget(pressed.person)
    await publish(pressed)


async def _settings(pressed: SlackRequest) -> None:
    await pressed.require_configurer()
    config = await pressed.slack.workspaces.config(pressed.origin.workspace)
    view = modals.settings(config)
    await pressed.client.views_open(trigger_id=pressed.body["trigger_id"], view=view)


async def _save(sent: SlackRequest) -> None:
    await sent.require_configurer()
    slack, workspace = sent.slack, sent.origin.workspace
    contact = str(modals.filled(sent.body, modals.CONTACT).get("value") or "")
    who = modals.filled(sent.body, modals.WHO).get("selected_users") or ()
    await slack.workspaces.save(workspace, WorkspaceConfig(one_line(contact), frozenset(who)))
    slack.contacts.changed(workspace)
    await publish(sent)
