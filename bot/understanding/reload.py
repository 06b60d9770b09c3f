"""Edits to the knowledge are picked up while the bot runs; a broken edit changes nothing."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable

import structlog
from watchfiles import awatch

from bot.handlers.guide import Guide
from bot.knowledge import sources
from bot.knowledge.faults import KnowledgeError
from bot.settings import Settings
from bot.understanding import build_guide


class KnowledgeWatcher:
    """Watches the knowledge folders, and listens for SIGHUP; gives the guide what is new.

    `watch` and `renew_when_wanted` go on for ever, beside each other; whoever runs them supervises
    them: the system may refuse to watch one folder more.
    """

    def __init__(self, settings: Settings, guide: Guide) -> None:
        self._settings = settings
        self._guide = guide
        self._wanted = asyncio.Event()
        self._reported = ""
        self._log = structlog.get_logger("ethics.knowledge")

    def listen(self) -> None:
        """Read the knowledge again at each SIGHUP. Call inside a running loop."""
        with contextlib.suppress(NotImplementedError, ValueError):
            # Windows has no SIGHUP handlers on the loop, and only a main thread may set one.
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._wanted.set)

    async def watch(self) -> None:
        """Notice edits until cancelled. Raises `OSError` where folders cannot be watched."""
        folders = [f for f in sources.folders_of(self._settings) if f.is_dir()]
        async for _ in awatch(*folders):
            self._wanted.set()

    async def renew_when_wanted(self) -> None:
        """Read the knowledge after each edit and each SIGHUP, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await asyncio.to_thread(self.renew)

    def renew(self) -> None:
        """Read the knowledge again, and answer from it if it has no fault."""
        self._try(lambda: build_guide.learn(self._settings, self._say))

    def _try(self, learn: Callable[[], build_guide.Learned]) -> None:
        try:
            learned = learn()
        except KnowledgeError as error:
            if str(error) != self._reported:
                self._log.error(
                    "the edit has faults; the knowledge stays as it was",
                    faults=[str(fault) for fault in error.faults],
                )
            self._reported = str(error)
            return
        except Exception as error:  # noqa: BLE001 - an editor's half-written file must not end the watch
            self._log.error("the knowledge could not be read", error=type(error).__name__)
            return
        self._reported = ""
        if learned.library.digest != self._guide.library.digest:
            self._log.info("answering from edited knowledge")
        self._guide.renew(learned.library, learned.matcher)

    def _say(self, sentence: str) -> None:
        self._log.info(sentence)
