"""Who is a workspace admin, as Slack knows it, remembered for a minute."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.shared.ttl_cache import TtlCache
from bot.adapters.slack.request import RequestOrigin
from bot.handlers.ports import Workspaces

_MOST = 10_000
_SECONDS = 60.0


class Admins:
    """Asks Slack who somebody is. Whoever cannot be looked up is nobody special."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._admins: TtlCache[bool] = TtlCache(most=_MOST, seconds=_SECONDS)

    async def is_admin(self, client: AsyncWebClient, origin: RequestOrigin) -> bool:
        """Whether the person is an admin or owner of their workspace."""
        key = (origin.workspace, origin.user)
        known = self._admins.get(key)
        if known is None:
            try:
                answer = await client.users_info(user=origin.user)
            except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError):
                return False
            user = answer.get("user") or {}
            # A stranger from a connected workspace is no admin of this one.
            known = bool(user.get("is_admin") or user.get("is_owner")) and not user.get(
                "is_stranger"
            )
            self._admins.put(key, known)
        return known

    async def may_configure(self, client: AsyncWebClient, origin: RequestOrigin) -> bool:
        """Whether the person is an admin, or named by one."""
        config = await self._workspaces.config(origin.workspace)
        return origin.user in config.configurers or await self.is_admin(client, origin)
