"""The Home tab: shown when it is opened, and what its buttons do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import limits, request, wording
from bot.adapters.slack.ask import modals
from bot.adapters.slack.context import SlackContext, Tell
from bot.adapters.slack.home import home_view
from bot.adapters.slack.manifest import SUGGESTED_PROMPTS
from bot.adapters.slack.request import Body, RequestOrigin
from bot.adapters.slack.transport.web_api import NAME
from bot.handlers.choice_ids import Listing, encode
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Choices, Incoming, Reply
from bot.handlers.ports import WorkspaceConfig


def register(app: AsyncApp, slack: SlackContext) -> None:
    """Show the Home tab, forget people, and keep the workspace's settings."""

    async def opened(body: dict[str, Any], context: AsyncBoltContext) -> None:
        here, client = request.of_home(body), _client(context)
        if body["event"].get("tab") == "messages":
            if slack.agent_view:
                slack.start(body, _prompts(slack, client, here))
            return
        slack.start(body, publish(slack, client, here), _on_home(client, here))

    async def forget(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = request.of_press(body), _client(context)
        slack.start(body, _forget(slack, client, here), _on_home(client, here))

    async def settings(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = request.of_press(body), _client(context)
        slack.start(body, _settings(slack, client, body, here), _on_home(client, here))

    async def save(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        here, client = request.of_press(body), _client(context)
        slack.start(body, _save(slack, client, body, here), _on_home(client, here))

    app.event("app_home_opened")(opened)
    app.action(home_view.FORGET)(forget)
    app.action(home_view.SETTINGS)(settings)
    app.view(modals.SETTINGS)(save)


def _client(context: AsyncBoltContext) -> AsyncWebClient:
    client = context.client
    assert client is not None  # noqa: S101 - Bolt sets one for every request
    return client


def _on_home(client: AsyncWebClient, here: RequestOrigin) -> Tell:
    async def tell(reply: Reply) -> None:
        await client.views_publish(user_id=here.user, view=home_view.error(reply))

    return tell


async def publish(slack: SlackContext, client: AsyncWebClient, here: RequestOrigin) -> None:
    """Draw somebody's Home tab as things stand now."""
    topics = slack.guide.answer(Incoming(choice=encode(Listing.TOPICS)))
    shelves = {
        option.id: slack.guide.answer(Incoming(choice=option.id))
        for block in topics.blocks
        if isinstance(block, Choices)
        for option in block.options
    }
    data = home_view.HomeData(
        today=slack.guide.today(), areas=home_view.areas(topics, shelves), votes=None
    )
    try:
        data = await _with_what_is_kept(slack, client, here, data)
    except Exception as error:  # noqa: BLE001 - the topics are worth showing without the database
        slack.observer.incident(NAME, error)
    await client.views_publish(user_id=here.user, view=home_view.view(data))


async def _with_what_is_kept(
    slack: SlackContext, client: AsyncWebClient, here: RequestOrigin, data: home_view.HomeData
) -> home_view.HomeData:
    """The same with the person's votes, and the settings for those who may change them."""
    votes = await slack.votes.held(here.workspace, here.user)
    if not await slack.admins.may_configure(client, here):
        return replace(data, votes=votes)
    contact = (await slack.workspaces.config(here.workspace)).contact
    sections = [block for section in slack.home_sections for block in await section(slack, here)]
    return replace(data, votes=votes, contact=contact, sections=sections)


async def _prompts(slack: SlackContext, client: AsyncWebClient, here: RequestOrigin) -> None:
    """Offer questions in the agent view. Slack ignores the call silently with a `thread_ts`."""
    try:
        await client.api_call(
            "assistant.threads.setSuggestedPrompts",
            json={
                "channel_id": here.channel,
                "title": wording.PROMPTS_TITLE,
                "prompts": list(SUGGESTED_PROMPTS[: limits.SUGGESTED_PROMPTS]),
            },
        )
    except SlackApiError as error:
        # The direct message works the same without them.
        slack.observer.incident(NAME, error)


async def _forget(slack: SlackContext, client: AsyncWebClient, here: RequestOrigin) -> None:
    await slack.votes.forget(here.workspace, here.user)
    await publish(slack, client, here)


async def _allowed(slack: SlackContext, client: AsyncWebClient, here: RequestOrigin) -> None:
    """Raises `UserFacingError` for those who may not configure: a button may be an old one."""
    if not await slack.admins.may_configure(client, here):
        raise UserFacingError(wording.SETTINGS_REFUSED)


async def _settings(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    await _allowed(slack, client, here)
    config = await slack.workspaces.config(here.workspace)
    await client.views_open(trigger_id=body["trigger_id"], view=modals.settings(config))


async def _save(
    slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin
) -> None:
    await _allowed(slack, client, here)
    contact = str(modals.filled(body, modals.CONTACT).get("value") or "")
    who = modals.filled(body, modals.WHO).get("selected_users") or ()
    one_line = " ".join(contact.split())[: modals.CONTACT_MAX]
    await slack.workspaces.save(here.workspace, WorkspaceConfig(one_line, frozenset(who)))
    slack.settings_changed(here.workspace)
    await publish(slack, client, here)
