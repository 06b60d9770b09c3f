"""The working status in the agent view: shown while an answer is made, and always cleared."""

from __future__ import annotations

import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import wording
from bot.adapters.slack.replying import SlackRequest
from bot.adapters.slack.transport.web_api import NAME, without_patience
from bot.handlers.messages import Reply
from bot.handlers.turn import Send

# An answer takes milliseconds: it waits no longer than this for the status to be shown.
SHOW_SECONDS = 1.0


class AgentStatus:
    """The status of one direct message; without the agent view there is none."""

    def __init__(self, asked: SlackRequest) -> None:
        self._asked = asked
        self._wanted = asked.slack.agent_view

    async def show(self) -> None:
        """Show it. An answer without it is still an answer."""
        if not self._wanted:
            return
        try:
            async with asyncio.timeout(SHOW_SECONDS):
                await self._set(without_patience(self._asked.client), "processing")
        except Exception as error:  # noqa: BLE001 - whatever it was, the answer comes
            self._asked.slack.answering.observer.incident(NAME, error)

    def cleared_by(self, send: Send) -> Send:
        """The same way to send, which clears the status: a reply alone does not."""
        if not self._wanted:
            return send

        async def sent(reply: Reply) -> None:
            try:
                await send(reply)
            finally:
                self._asked.slack.in_flight.start(self._clear())

        return sent

    async def _clear(self) -> None:
        try:
            await self._set(self._asked.client, "active")
        except Exception as error:  # noqa: BLE001 - the answer is there; Slack resets it in an hour
            self._asked.slack.answering.observer.incident(NAME, error)

    async def _set(self, client: AsyncWebClient, status: str) -> None:
        event = self._asked.body["event"]
        await client.agents_sessions_setStatus(
            channel_id=event["channel"],
            status=status,
            thread_ts=event.get("thread_ts") or event["ts"],
            initiator_user_id=event["user"],
            title=wording.WORKING,
        )
