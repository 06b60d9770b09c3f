"""Uninstallations: every row of the workspace goes, and a late event never harms a new install."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.install.authorize import Authorize
from bot.adapters.slack.request import Body, workspace_of
from bot.adapters.slack.transport.api_errors import TOKEN_GONE, refusal


def register(
    app: AsyncApp,
    slack: SlackContext,
    authorize: Authorize,
    installations: AsyncInstallationStore | None,
) -> None:
    """Take both events. Slack sends them in any order, and sometimes late."""

    async def uninstalled(body: dict[str, Any]) -> None:
        slack.in_background(body, lambda: _gone(slack, authorize, installations, body))

    async def revoked(body: dict[str, Any]) -> None:
        # User tokens end too, when somebody leaves; only the bot's own token matters here.
        tokens = body["event"].get("tokens") or {}
        if tokens.get("bot"):
            slack.in_background(body, lambda: _gone(slack, authorize, installations, body))

    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked")(revoked)


async def _gone(
    slack: SlackContext,
    authorize: Authorize,
    installations: AsyncInstallationStore | None,
    body: Body,
) -> None:
    enterprise, team = _ids(body)
    authorize.forget(enterprise, team)
    own = authorize.own(enterprise, team)
    if own is not None and await _old(slack, body, *own):
        return
    if installations is not None:
        bot = await installations.async_find_bot(
            enterprise_id=enterprise or None,
            team_id=team or None,
            is_enterprise_install=not team,
        )
        if bot is not None and await _old(slack, body, bot.bot_token, bot.installed_at):
            return
        await installations.async_delete_all(enterprise_id=enterprise or None, team_id=team or None)
    await slack.workspaces.delete(workspace_of(body))
    authorize.forget(enterprise, team)


def _ids(body: Body) -> tuple[str, str]:
    """The enterprise and the team; no team where a whole organization removed the app."""
    authorization: Mapping[str, Any] = next(iter(body.get("authorizations") or ()), {})
    enterprise = str(authorization.get("enterprise_id") or body.get("enterprise_id") or "")
    if authorization.get("is_enterprise_install") or body.get("is_enterprise_install"):
        return enterprise, ""
    team = str(authorization.get("team_id") or body.get("team_id") or "")
    # Without an authorization, an organization's own id may stand where a team's would.
    return (team, "") if team.startswith("E") else (enterprise, team)


async def _old(slack: SlackContext, body: Body, token: str, since: float) -> bool:
    """Whether the event is about an earlier installation than the one with this token.

    Slack's clock counts whole seconds and ours may be ahead of it, so an event that seems older
    is checked with the token itself.
    """
    happened = int(body.get("event_time") or 0)
    if happened > math.floor(since):
        return False
    try:
        await slack.sender.with_token(token).auth_test()
    except SlackApiError as error:
        return refusal(error) not in TOKEN_GONE
    return True
