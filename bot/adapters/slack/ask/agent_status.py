"""The working status in the agent view: shown while an answer is made, and always cleared."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import wording
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.request import Body
from bot.adapters.slack.transport.web_api import NAME, without_patience

# An answer takes milliseconds: it waits no longer than this for the status to be shown.
SHOW_SECONDS = 1.0


@asynccontextmanager
async def working(slack: SlackContext, client: AsyncWebClient, body: Body) -> AsyncIterator[None]:
    """Show the status around some work. An answer without it is still an answer."""
    if not slack.agent_view:
        yield
        return
    try:
        async with asyncio.timeout(SHOW_SECONDS):
            await _status(without_patience(client), body, "processing")
    except Exception as error:  # noqa: BLE001 - whatever it was, the answer comes
        slack.observer.incident(NAME, error)
    try:
        yield
    finally:
        # Replying does not clear it, so this is worth the client's patience.
        slack.tasks.start(_clear(slack, client, body))


async def _clear(slack: SlackContext, client: AsyncWebClient, body: Body) -> None:
    try:
        await _status(client, body, "active")
    except Exception as error:  # noqa: BLE001 - the answer is there; Slack resets it in an hour
        slack.observer.incident(NAME, error)


async def _status(client: AsyncWebClient, body: Body, status: str) -> None:
    event = body["event"]
    await client.agents_sessions_setStatus(
        channel_id=event["channel"],
        status=status,
        thread_ts=event.get("thread_ts") or event["ts"],
        initiator_user_id=event["user"],
        title=wording.WORKING,
    )
