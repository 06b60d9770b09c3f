"""The daily post in Slack: sending it once, finding it again, telling an admin."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import MappingProxyType
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.transport.api_errors import (
    TOKEN_GONE,
    refusal,
    retry_after,
    status_of,
)
from bot.adapters.slack.transport.web_api import NAME, without_patience
from bot.handlers.daily_post import (
    Absent,
    CannotTell,
    Finding,
    Outcome,
    Refused,
    RetryLater,
    Schedule,
    Sent,
    Unsure,
    with_channel_link,
)
from bot.handlers.messages import Reply
from bot.handlers.ports import Observer

ClientFor = Callable[[str], Awaitable[AsyncWebClient | None]]

EVENT_TYPE = "ethics_daily_post"
# https://docs.slack.dev/reference/methods/conversations.history
PAGE = 100
PAGES_MOST = 5
# Slack's clock and the database's differ; a search goes back this much further (seconds), and
# takes in the newest page whatever the clocks say.
EARLIER = 300.0
# After a refusal that has nothing to do with the channel, such as of the token.
LATER = 300.0
NO_CONNECTION = 5.0
# How the ids of public and private channels begin; those of direct messages with D.
CHANNELS = ("C", "G")
CHECKING = "This is where the daily post will appear. Only you see this line."

_INVITE = "Invite the app (type /invite and its name in the channel)"
_DIRECT = Refused(
    "A daily post needs a channel, and this is a direct message.",
    "Say it in the channel, or name one here: daily 9:00 weekdays in #general.",
    disable=False,
)
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_CHANNEL = MappingProxyType(
    {
        "channel_not_found": (
            "I cannot see the channel: it was deleted, or it is private and I am not in it.",
            f"{_INVITE}, or choose another channel.",
        ),
        "not_in_channel": ("I am not a member of the channel.", f"{_INVITE}."),
        "is_archived": (
            "The channel is archived.",
            "Unarchive it, or choose another channel.",
        ),
        "restricted_action": (
            "A workspace setting keeps me from posting in the channel.",
            "Ask a workspace owner to allow the app to post there.",
        ),
        "no_permission": (
            "I may not post in the channel.",
            "Ask a workspace owner to allow the app to post there.",
        ),
        "is_inactive": (
            "The channel is frozen: nobody can post in it.",
            "Choose another channel.",
        ),
        "team_access_not_granted": (
            "The app has no access to the workspace that the channel belongs to.",
            "Ask an organization admin to add the app to that workspace.",
        ),
    }
)
_TOKEN = (*TOKEN_GONE, "missing_scope", "org_login_required", "access_denied")
# The workspace or the channel is being moved by Slack, and works again afterwards.
_MOVING = ("external_channel_migrating", "team_added_to_org")
# Slack itself cannot say what became of the request.
_DOUBTFUL = ("fatal_error", "internal_error", "request_timeout", "service_unavailable")
_UNHEARD = Unsure("Slack's answer was lost.")


class SlackPosts:
    """`Posting` for Slack. Posts are never retried by the SDK: a retry could be a second post."""

    def __init__(self, *, client_for: ClientFor, observer: Observer) -> None:
        self._client_for = client_for
        self._observer = observer

    async def check(self, schedule: Schedule) -> Refused | None:
        """Show the admin a line in the channel nobody else sees: where that fails, posts do too."""
        if not schedule.place.startswith(CHANNELS):
            return _DIRECT
        if not schedule.set_by:
            return None  # Set from the command line: there is nobody to show it to.
        client = await self._client(schedule)
        if client is None:
            return Refused("The app is not installed in this workspace.", "", disable=False)
        try:
            await client.chat_postEphemeral(
                channel=schedule.place, user=schedule.set_by, text=CHECKING
            )
        except SlackApiError as error:
            return self._checked(error)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return Refused("Slack did not answer.", "Please try again in a moment.", disable=False)
        return None

    def _checked(self, error: SlackApiError) -> Refused | None:
        # An admin outside the channel may still set it up: the bot is inside, or Slack says so.
        if refusal(error) == "user_not_in_channel":
            return None
        outcome = self._outcome(error)
        if isinstance(outcome, Refused):
            return outcome
        return Refused(outcome_reason(outcome), "Please try again in a moment.", disable=False)

    async def post(self, schedule: Schedule, reply: Reply, key: str) -> Outcome:
        """Post, with the key in the message's metadata."""
        client = await self._client(schedule)
        if client is None:
            return RetryLater(LATER, "The app is not connected to this workspace.")
        drawn = answer_actions.message(reply, "direct")
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        try:
            said = await client.chat_postMessage(
                channel=schedule.place, metadata=metadata, **drawn.message()
            )
        except SlackApiError as error:
            return self._outcome(error)
        except aiohttp.ClientConnectorError:
            return RetryLater(NO_CONNECTION, "Slack could not be reached.")
        except (aiohttp.ClientError, OSError, TimeoutError):
            return _UNHEARD
        return Sent(str(said.get("ts") or ""))

    def _outcome(self, error: SlackApiError) -> Outcome:
        status, code = status_of(error), refusal(error)
        if status == 429 or code in ("ratelimited", "rate_limited"):  # noqa: PLR2004 - HTTP
            self._observer.limited(NAME)
            return RetryLater(
                retry_after(getattr(error.response, "headers", None)), "Slack asked to wait."
            )
        if status >= 500 or code in _DOUBTFUL or not code:  # noqa: PLR2004 - HTTP
            return Unsure("Slack had a fault of its own.")
        if found := _CHANNEL.get(code):
            return Refused(*found)
        if code in _TOKEN:
            return RetryLater(LATER, f"Slack does not accept the app's token ({code}).")
        if code in _MOVING:
            return RetryLater(LATER, "Slack is moving the channel.")
        return Refused(f"Slack refuses the post ({code}).", "", disable=False)

    async def find(self, schedule: Schedule, key: str, since: float) -> Finding:
        """Look through the channel for the post with this key in its metadata."""
        client = await self._client(schedule)
        if client is None:
            return CannotTell("The app is not connected to this workspace.")
        cursor = ""
        try:
            for _ in range(PAGES_MOST):
                said = await client.conversations_history(
                    channel=schedule.place,
                    include_all_metadata=True,
                    limit=PAGE,
                    cursor=cursor or None,
                )
                messages = said.get("messages") or ()
                for message in messages:
                    if _carries(message, key):
                        return Sent(str(message.get("ts") or ""))
                cursor = str((said.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor or any(_at(message) < since - EARLIER for message in messages):
                    return Absent()
        except SlackApiError as error:
            return self._not_found(error)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return CannotTell("Slack could not be asked whether the post arrived.")
        return CannotTell("The channel is too busy to find the post again.")

    def _not_found(self, error: SlackApiError) -> Finding:
        code = refusal(error)
        if code == "not_in_channel":
            # With the scope chat:write.public a post could be there all the same.
            return CannotTell("I am not in the channel, so I cannot look whether the post arrived.")
        if code in _CHANNEL:
            return Absent()  # Posting there fails too, and says why: never a second post.
        if code == "missing_scope":
            return CannotTell(
                "I may not look whether the post arrived: the app lacks channels:history "
                "or groups:history."
            )
        if code == "ratelimited" or status_of(error) == 429:  # noqa: PLR2004 - HTTP
            self._observer.limited(NAME)
        return CannotTell("Slack could not be asked whether the post arrived.")

    async def tell(self, schedule: Schedule, reply: Reply) -> None:
        """Write to whoever set it up, with the way to the channel."""
        client = await self._client(schedule)
        if client is None or not schedule.set_by:
            return
        team = schedule.workspace.partition(":")[2]
        where = with_channel_link(reply, f"https://app.slack.com/client/{team}/{schedule.place}")
        try:
            await client.chat_postMessage(
                channel=schedule.set_by, **answer_actions.message(where, "direct").message()
            )
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            self._observer.incident(NAME, error)

    async def _client(self, schedule: Schedule) -> AsyncWebClient | None:
        shared = await self._client_for(schedule.workspace)
        return without_patience(shared) if shared else None


def outcome_reason(outcome: Outcome) -> str:
    """Why, in words; empty for what needs no reason."""
    return "" if isinstance(outcome, Sent) else outcome.reason


def _carries(message: Any, key: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("key") == key


def _at(message: Any) -> float:
    try:
        return float(message.get("ts") or 0)
    except ValueError:
        return 0.0
