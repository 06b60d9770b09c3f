"""The composition root: settings → guide → store → doors, one loop, one shutdown."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import doors, maintenance, observe
from bot.handlers.errors import UserFacingError
from bot.handlers.guide import Guide
from bot.handlers.ports import Door
from bot.learning import guide_for
from bot.limits import TokenBuckets
from bot.reload import Watcher
from bot.server import Server
from bot.settings import Settings, secret
from bot.store import Store, open_store

Say = Callable[[str], None]
# Doors are given this long (seconds) to finish what is in hand.
SHUTDOWN = 10
# Pauses (seconds) between attempts to reach a platform that could not be reached.
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0


@dataclass
class App:
    """The running bot: what was built, and what must be stopped."""

    settings: Settings
    say: Say
    opened: list[Door] = field(default_factory=list)
    closed: dict[str, str] = field(default_factory=dict)

    @property
    def _log(self) -> Any:
        return structlog.get_logger("ethics")

    async def run(self, stop: asyncio.Event) -> None:
        """Start everything, say where it is, and stop in order once `stop` is set.

        Raises `UserFacingError` when nothing at all can be opened.
        """
        async with AsyncExitStack() as stack:
            await self._start(stack)
            await stop.wait()
            self.say("Stopping …")

    async def _start(self, stack: AsyncExitStack) -> None:
        settings = self.settings
        observe.configure_logs(settings.log_format, settings.log_level)
        guide = guide_for(settings, self.say)
        metrics = observe.Metrics()
        keys = [key.strip() for key in secret(settings.encryption_keys).split(",") if key.strip()]
        store = await open_store(secret(settings.database_url), settings.data, keys)
        stack.push_async_callback(store.close)
        parts = doors.Parts(
            settings=settings,
            guide=guide,
            observer=observe.Watch(metrics),
            store=store,
            rate_limit=TokenBuckets(settings.per_minute_person, settings.per_minute_workspace),
            faults=lambda: maintenance.faults(settings),
            confusions=lambda: maintenance.confusions(settings, guide),
        )
        built = doors.build(parts)
        await self._serve(stack, built)
        await self._open(stack, built)
        await self._watch_over(stack, metrics, store)
        watcher = Watcher(settings, guide)
        stack.push_async_callback(watcher.stop)
        watcher.start()

    async def _serve(self, stack: AsyncExitStack, built: Sequence[Door]) -> None:
        routes: list[BaseRoute] = []
        for door in built:
            routes += doors.routes_of(door)
        app = Starlette(routes=routes)
        server = Server(app, self.settings.http_host, self.settings.http_port, "ETHICS_HTTP_PORT")
        await server.start()
        stack.push_async_callback(server.stop)
        self.say(f"Ask in your browser: {server.address}")

    async def _open(self, stack: AsyncExitStack, built: Sequence[Door]) -> None:
        """Open each door by itself: one that cannot be opened does not keep the others shut."""
        for door in built:
            error = await self._try(stack, door)
            if error is not None and error.passing:
                again = asyncio.create_task(self._try_again(stack, door))
                stack.callback(again.cancel)

    async def _try(self, stack: AsyncExitStack, door: Door) -> UserFacingError | None:
        """Open a door, say so, and see to its closing; or say why not."""
        try:
            await door.start()
        except UserFacingError as error:
            self.closed[door.name] = str(error)
            self.say(f"{door.name.capitalize()} is not connected: {error}")
            self._log.error("door not opened", platform=door.name)
            return error
        self.closed.pop(door.name, None)
        self.opened.append(door)
        stack.push_async_callback(_stop, door)
        if detail := door.health().detail:
            self.say(f"{door.name.capitalize()}: {detail}")
        return None

    async def _try_again(self, stack: AsyncExitStack, door: Door) -> None:
        """A platform that could not be reached is tried again, less and less often."""
        pause = FIRST_PAUSE
        while door not in self.opened:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            error = await self._try(stack, door)
            if error is not None and not error.passing:
                return

    async def _watch_over(
        self, stack: AsyncExitStack, metrics: observe.Metrics, store: Store
    ) -> None:
        if self.settings.ops_port < 0:
            return
        routes = observe.routes(lambda: self.opened, metrics, store.ready)
        server = Server(
            Starlette(routes=routes),
            self.settings.ops_host,
            self.settings.ops_port,
            "ETHICS_OPS_PORT",
        )
        await server.start()
        stack.push_async_callback(server.stop)


async def _stop(door: Door) -> None:
    async with asyncio.timeout(SHUTDOWN):
        await door.stop()


def serve(settings: Settings, say: Say) -> None:
    """Run the bot until SIGTERM or Ctrl-C. Raises `UserFacingError`."""
    asyncio.run(_until_signalled(App(settings, say)))


async def _until_signalled(app: App) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await app.run(stop)


__all__ = ["App", "Guide", "serve"]
