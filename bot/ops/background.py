"""Work that goes on beside the doors, supervised: none of it ends unheard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from bot.handlers.ports import Health

# Pauses (seconds) before work that ended is started again: at first, and at most.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0
# Work that went on for this long (seconds) was well; its next pause is a short one again.
WELL_AFTER = 600.0

Work = Callable[[], Coroutine[Any, Any, None]]
# Told the name of the work and what ended it; logs and counts it, and returns the incident id.
Ended = Callable[[str, BaseException], str]


class EndedError(RuntimeError):
    """Work that should go on for ever returned."""


class BackgroundWork:
    """Runs named work until `stop`. What ends before that is told, and started again."""

    def __init__(
        self, ended: Ended, *, first_pause: float = FIRST_PAUSE, well_after: float = WELL_AFTER
    ) -> None:
        self._ended = ended
        self._first_pause = first_pause
        self._well_after = well_after
        self._tasks: dict[str, asyncio.Task[None]] = {}
        # name → what ended it last; empty while it is well
        self._problems: dict[str, str] = {}

    def start(self, name: str, work: Work) -> None:
        """Begin `work`, which goes on for ever. Call inside a running loop, once for each name."""
        self._problems[name] = ""
        self._tasks[name] = asyncio.create_task(self._keep(name, work), name=name)

    def watch(self, name: str, task: asyncio.Task[None]) -> None:
        """Tell when a task that somebody else owns, starts and stops fails; it stays ended."""

        def done(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (error := task.exception()) is not None:
                self._tell(name, error, "It stays ended until the bot is restarted.")

        self._problems[name] = ""
        task.add_done_callback(done)

    def states(self) -> Mapping[str, Health]:
        """How each work is."""
        return {
            name: Health(ready=not problem, detail=problem or "It goes on.")
            for name, problem in self._problems.items()
        }

    async def stop(self) -> None:
        """End all of it. Safe to call twice."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _keep(self, name: str, work: Work) -> None:
        loop = asyncio.get_running_loop()
        pause = self._first_pause
        while True:
            began = loop.time()
            settled = loop.call_later(self._well_after, self._problems.update, {name: ""})
            try:
                await work()
                error: Exception = EndedError(f"{name} returned")
            except Exception as raised:  # noqa: BLE001 - supervised: told, counted, begun again
                error = raised
            finally:
                settled.cancel()
            if loop.time() - began >= self._well_after:
                pause = self._first_pause
            self._tell(name, error, f"It is started again after {pause:g} seconds.")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _tell(self, name: str, error: BaseException, then: str) -> None:
        incident = self._ended(name, error)
        self._problems[name] = f"It ended ({type(error).__name__}, incident {incident}). {then}"
