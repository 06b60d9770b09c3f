"""Where a request comes from: the few ids the door needs from Slack's payloads. Pure."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.answer.answer_actions import Surface
from bot.handlers.person import Person

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RequestOrigin:
    """A workspace, a person, a channel and a thread; ids only, no names and no text."""

    workspace: str
    user: str
    channel: str = ""
    thread: str = ""
    response_url: str = ""
    surface: Surface = "private"

    @property
    def person(self) -> Person:
        """Who asks. In a thread or a direct message everybody goes on with one conversation."""
        return Person(
            self.workspace,
            self.user,
            place=f"{self.channel}/{self.thread}",
            shared=self.surface in ("public", "direct"),
        )


def workspace_of(body: Body) -> str:
    """`slack:T…`, or `slack:E…` where an organization has installed the app once for all."""
    team = _id(body.get("team")) or str(body.get("team_id") or "")
    enterprise = _id(body.get("enterprise")) or str(body.get("enterprise_id") or "")
    whole = body.get("is_enterprise_install")
    for authorization in _list(body, "authorizations"):
        whole = authorization.get("is_enterprise_install")
        enterprise = authorization.get("enterprise_id") or enterprise
        team = authorization.get("team_id") or team
    if not team and isinstance(body.get("user"), Mapping):
        team = str(body["user"].get("team_id") or "")
    return f"slack:{enterprise if (whole in (True, 'true') or not team) and enterprise else team}"


def _id(value: object) -> str:
    return str(value.get("id") or "") if isinstance(value, Mapping) else ""


def _part(body: Body, name: str) -> Body:
    """An object in a payload; an empty one for whatever else stands there."""
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _list(body: Body, name: str) -> list[Body]:
    """The objects of a list in a payload."""
    value = body.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def of_command(body: Body) -> RequestOrigin:
    """Where a slash command was typed."""
    return RequestOrigin(
        workspace_of(body),
        str(body.get("user_id") or ""),
        channel=str(body.get("channel_id") or ""),
        response_url=str(body.get("response_url") or ""),
    )


def of_mention(body: Body) -> RequestOrigin:
    """The thread under the question; a mention inside a thread is answered there."""
    event = body["event"]
    thread = str(event.get("thread_ts") or event["ts"])
    return RequestOrigin(
        workspace_of(body), event["user"], event["channel"], thread, surface="public"
    )


def of_direct(body: Body) -> RequestOrigin:
    """The direct message itself, or the thread in it."""
    event = body["event"]
    thread = str(event.get("thread_ts") or "")
    return RequestOrigin(
        workspace_of(body), event["user"], event["channel"], thread, surface="direct"
    )


def of_press(body: Body) -> RequestOrigin:
    """Where a button stands: in a private answer, a direct message, a channel, a modal."""
    container, message = _part(body, "container"), _part(body, "message")
    channel = _id(body.get("channel")) or str(container.get("channel_id") or "")
    if body.get("view"):
        surface: Surface = "modal"
    elif container.get("is_ephemeral", not message):
        surface = "private"
    else:
        surface = "direct" if channel.startswith("D") else "public"
    thread = str(container.get("thread_ts") or message.get("thread_ts") or "")
    return RequestOrigin(
        workspace_of(body),
        _id(body.get("user")),
        channel,
        thread,
        str(body.get("response_url") or ""),
        surface,
    )


def idempotency_key(body: Body) -> str:
    """The same for a request and its redelivery, different for any two requests."""
    if event_id := body.get("event_id"):
        return f"slack:event:{event_id}"
    event = _part(body, "event")
    if stamp := event.get("event_ts") or event.get("ts"):
        # No event_id: what names a message is its channel and its time stamp.
        return f"slack:event:{event.get('channel')}:{stamp}"
    actions, view = _list(body, "actions") or [{}], _part(body, "view")
    alone = (
        body.get("trigger_id"),
        body.get("response_url"),
        actions[0].get("action_ts"),
        body.get("action_ts"),
    )
    if not any(alone):
        # Nothing names this request: better answered twice than never.
        return f"slack:press:{secrets.token_hex(16)}"
    parts = (*alone, actions[0].get("action_id"), view.get("id"), view.get("hash"))
    # Trigger ids and response addresses are secrets for a while: only their digest is kept.
    digest = hashlib.sha256("\n".join(str(part or "") for part in parts).encode())
    return f"slack:press:{digest.hexdigest()[:32]}"


def of_message_shortcut(body: Body) -> RequestOrigin:
    """The channel of the message somebody pointed at, and its thread if it is in one."""
    message = _part(body, "message")
    return RequestOrigin(
        workspace_of(body),
        _id(body.get("user")),
        _id(body.get("channel")),
        str(message.get("thread_ts") or ""),
        str(body.get("response_url") or ""),
    )


def of_home(body: Body) -> RequestOrigin:
    """Whose Home tab or agent view was opened, and the direct message that goes with it."""
    event = body["event"]
    channel = str(event.get("channel") or "")
    return RequestOrigin(workspace_of(body), str(event["user"]), channel, surface="direct")
