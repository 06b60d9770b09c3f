"""Database lookups that must not delay an answer: each gets a short time limit.

An answer does not need the database, so a lookup that fails raises `StoreAwayError` and the answer
goes out without it. The outage itself is logged once, by `outage_watch`, not once per question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from bot.handlers.errors import StoreAwayError
from bot.handlers.ports import BatchIdempotency, WorkspaceConfig, Workspaces
from bot.ops.outage_watch import reason

# Discord waits three seconds for an answer, and the answer itself needs some.
ANSWER_PATIENCE = 2.0

T = TypeVar("T")


class TimeLimitedIdempotency:
    """Waits a moment only. Raises `StoreAwayError` for a fault of the database."""

    def __init__(self, idempotency: BatchIdempotency, doubt: Callable[[], None]) -> None:
        """`doubt` is called when the database cannot be reached."""
        self._idempotency = idempotency
        self._doubt = doubt

    async def claim(self, key: str, keep: timedelta) -> bool:
        """True for exactly one caller per key within `keep`."""
        return await _soon(lambda: self._idempotency.claim(key, keep), self._doubt)

    async def claim_all(self, keys: Sequence[str], keep: timedelta) -> frozenset[str]:
        """Those of the keys, all different, that nobody had before within `keep`."""
        return await _soon(lambda: self._idempotency.claim_all(keys, keep), self._doubt)


class TimeLimitedWorkspaces:
    """`Workspaces` that tell their settings in a moment or raise `StoreAwayError`."""

    def __init__(self, workspaces: Workspaces, doubt: Callable[[], None]) -> None:
        """`doubt` is called when the database cannot be reached."""
        self._workspaces = workspaces
        self._doubt = doubt

    async def config(self, workspace: str) -> WorkspaceConfig:
        """What is set, or the defaults."""
        return await _soon(lambda: self._workspaces.config(workspace), self._doubt)

    async def save(self, workspace: str, config: WorkspaceConfig) -> None:
        """Replace what is set."""
        await self._workspaces.save(workspace, config)

    async def delete(self, workspace: str) -> None:
        """Delete every row of the workspace in every table."""
        await self._workspaces.delete(workspace)


async def _soon(asked: Callable[[], Awaitable[T]], doubt: Callable[[], None]) -> T:
    try:
        async with asyncio.timeout(ANSWER_PATIENCE):
            return await asked()
    except Exception as error:
        if not _is_the_databases(error):
            raise
        doubt()
        raise StoreAwayError(reason(error)) from error


def _is_the_databases(error: Exception) -> bool:
    # A server that is only starting speaks through its driver, which SQLAlchemy lets through.
    drivers = ("sqlalchemy", "sqlite3", "asyncpg")
    named = type(error).__module__.partition(".")[0] in drivers
    return named or isinstance(error, OSError | TimeoutError)
