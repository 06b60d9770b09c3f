"""What Slack refused, by its own name for it. Pure."""

from __future__ import annotations

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


def refusal(error: SlackApiError) -> str:
    """Slack's name of the refusal, such as `not_in_channel`; empty where there is none.

    A server that is not well answers with a page instead of data: that has no name.
    """
    response = error.response
    data = getattr(response, "data", response)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def not_well(error: SlackApiError) -> bool:
    """Whether it says nothing about us: Slack is not well or too busy, and it will pass."""
    return refusal(error) in _NOT_WELL
