"""What Slack refused, by its own name for it, and how long it asks to wait. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from slack_sdk.errors import SlackApiError

# https://docs.slack.dev/reference/methods/auth.test#errors, and no name at all.
_NOT_WELL = (
    "",
    "fatal_error",
    "internal_error",
    "ratelimited",
    "request_timeout",
    "service_unavailable",
)
# What Slack answers for a token that is no more.
TOKEN_GONE = ("account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked")
# https://docs.slack.dev/reference/methods/chat.postMessage#errors: names for the same refusal.
_SAME_AS = MappingProxyType(
    {
        "restricted_action_read_only_channel": "restricted_action",
        "restricted_action_thread_only_channel": "restricted_action",
        "restricted_action_non_threadable_channel": "restricted_action",
        "restricted_action_thread_locked": "restricted_action",
        "ekm_access_denied": "no_permission",
        "cannot_post": "no_permission",
        "user_is_restricted": "no_permission",
    }
)
# The place does not take our messages, whatever they say.
MAY_NOT_POST = frozenset(
    (
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "no_permission",
        "is_inactive",
        "team_access_not_granted",
        "user_not_in_channel",
        "messages_tab_disabled",
        "cannot_dm_bot",
        "user_not_found",
        "user_disabled",
    )
)


def refusal(error: SlackApiError) -> str:
    """Slack's name of the refusal, such as `not_in_channel`; empty where there is none.

    A server that is not well answers with a page instead of data: that has no name.
    """
    response = error.response
    data = getattr(response, "data", response)
    name = str(data.get("error") or "") if isinstance(data, dict) else ""
    return _SAME_AS.get(name, name)


def status_of(error: SlackApiError) -> int:
    """The HTTP status of the answer; 0 where it has none."""
    return int(getattr(error.response, "status_code", 0) or 0)


def not_well(error: SlackApiError) -> bool:
    """Whether it says nothing about us: Slack is not well or too busy, and it will pass."""
    return refusal(error) in _NOT_WELL


def retry_after(headers: Mapping[str, Any] | None) -> float:
    """The seconds that Slack asks to wait with a 429; 1 where it does not say."""
    for name, value in (headers or {}).items():
        if name.lower() == "retry-after":
            said = str(value[0] if isinstance(value, list) else value)
            return float(said) if said.isdigit() else 1.0
    return 1.0
