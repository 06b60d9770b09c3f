"""Whom to ask in a workspace, read from its settings at most twice a minute."""

from __future__ import annotations

import asyncio

from bot.adapters.shared.ttl_cache import TtlCache
from bot.handlers.errors import StoreAwayError
from bot.handlers.ports import Observer, Platform, Workspaces

_WORKSPACES = 10_000
_SECONDS = 30.0
# Slack and Discord wait three seconds for an answer: nothing in it may take as long.
_PATIENCE = 1.5
# What was last known outlives the time it is fresh for: without a database it is still shown.
_LAST_KNOWN_SECONDS = 24 * 3600.0


class WorkspaceContacts:
    """`LocalContacts` from the settings of workspaces."""

    def __init__(self, platform: Platform, workspaces: Workspaces, observer: Observer) -> None:
        self._platform = platform
        self._workspaces = workspaces
        self._observer = observer
        self._fresh: TtlCache[str] = TtlCache(most=_WORKSPACES, seconds=_SECONDS)
        self._last: TtlCache[str] = TtlCache(most=_WORKSPACES, seconds=_LAST_KNOWN_SECONDS)

    async def of(self, workspace: str) -> str:
        """The contact; what was last known where it cannot be read now."""
        found = self._fresh.get(workspace)
        if found is not None:
            return found
        try:
            async with asyncio.timeout(_PATIENCE):
                found = (await self._workspaces.config(workspace)).contact
        except StoreAwayError:
            found = self._last.get(workspace) or ""
        except Exception as error:  # noqa: BLE001 - an answer without it beats none
            self._observer.incident(self._platform, error)
            found = self._last.get(workspace) or ""
        # After a failure too: not every answer shall wait for a database that is away.
        self._fresh.put(workspace, found)
        self._last.put(workspace, found)
        return found

    def changed(self, workspace: str) -> None:
        """Read the workspace's settings again at the next answer."""
        self._fresh.drop(workspace)
