"""What is away: the database, or a platform. Said once when it begins and once when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.exc import DBAPIError

from bot.handlers.ports import Health, KeyValues, Platform

# The database is asked to keep a mark this often, and more often while it is away (seconds).
EVERY = 5.0
EVERY_AWAY = 1.0
# A database that takes longer than this to keep a mark is away (seconds).
PATIENCE = 10.0
MARK = "probe"
# A platform is looked at this often, and may reconnect for this long before it is said (seconds).
DOORS_EVERY = 1.0
DOORS_GRACE = 10.0


class DatabaseWatch:
    """Asks the database to keep something, again and again: reading alone works on a full disk."""

    def __init__(self, key_values: KeyValues, clock: Callable[[], float]) -> None:
        self._key_values = key_values
        self._clock = clock
        self._doubted = asyncio.Event()
        self._since: float | None = None
        self._log = structlog.get_logger("ethics.database")
        self.detail = "The database answers."

    @property
    def ready(self) -> bool:
        """Whether it kept the last mark."""
        return self._since is None

    def health(self) -> Health:
        """How it was when it was last looked at."""
        return Health(ready=self.ready, detail=self.detail)

    def doubt(self) -> None:
        """Somebody could not reach it: look now."""
        if self.ready:
            self._doubted.set()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            self._doubted.clear()
            await self.look()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(EVERY if self.ready else EVERY_AWAY):
                    await self._doubted.wait()

    async def look(self) -> None:
        """Look once. Never raises for what a database does."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._key_values.put(MARK, str(int(self._clock())))
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing is kept meanwhile
            self._away(error)
        else:
            self._back()

    def _away(self, error: Exception) -> None:
        if self._since is not None:
            return
        self._since = time.monotonic()
        kind = reason(error)
        self.detail = f"The database keeps nothing ({kind}). Questions are still answered."
        self._log.error(
            "the database keeps nothing; questions are still answered, all else waits", error=kind
        )

    def _back(self) -> None:
        if self._since is None:
            return
        away, self._since = time.monotonic() - self._since, None
        self.detail = "The database answers."
        self._log.info("the database is back", away_seconds=round(away, 1))


class DoorWatch:
    """Says once that a platform is not connected, and once that it is again."""

    def __init__(
        self,
        states: Callable[[], Mapping[Platform, Health]],
        *,
        grace: float = DOORS_GRACE,
        every: float = DOORS_EVERY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._states = states
        self._grace = grace
        self._every = every
        self._clock = clock
        self._since: dict[Platform, float] = {}
        self._told: set[Platform] = set()
        self._log = structlog.get_logger("ethics.doors")

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(self._every)

    def look(self) -> None:
        """Look once."""
        now = self._clock()
        for name, health in self._states().items():
            if health.ready:
                since = self._since.pop(name, now)
                if name in self._told:
                    self._told.discard(name)
                    away = round(now - since, 1)
                    self._log.info("connected again", platform=name, away_seconds=away)
            elif now - self._since.setdefault(name, now) >= self._grace and name not in self._told:
                self._told.add(name)
                self._log.error("not connected", platform=name, detail=health.detail)


def reason(error: BaseException) -> str:
    """A database error's kind and code. Its words may hold the address or what was to be kept."""
    inner = getattr(error, "orig", None) if isinstance(error, DBAPIError) else None
    found = inner or error
    code = getattr(found, "sqlite_errorname", None) or getattr(found, "sqlstate", None)
    return " ".join(str(part) for part in (type(found).__name__, code) if part)
