"""The composition root: settings → guide → store → doors, one loop, one shutdown."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import doors
from bot.daily.posting.worker import Worker
from bot.daily.wiring import DailyPost, daily_post
from bot.handlers.errors import UserFacingError
from bot.handlers.guide import Guide
from bot.handlers.ports import Door, Health, Platform
from bot.ops import gc_tuning, logging_setup
from bot.ops.background import BackgroundWork
from bot.ops.bounded_store import TimeLimitedIdempotency, TimeLimitedWorkspaces
from bot.ops.health_endpoints import HealthEndpoints
from bot.ops.http_server import Server
from bot.ops.metrics import Metrics
from bot.ops.outage_watch import DatabaseWatch, DoorWatch
from bot.ops.rate_limit import TokenBuckets
from bot.settings import Settings
from bot.store import Clock, Store
from bot.store.deliveries import ENDS
from bot.store.from_settings import store_for
from bot.store.retention import delete_expired_daily
from bot.understanding import knowledge_report
from bot.understanding.build_guide import guide_for
from bot.understanding.reload import KnowledgeWatcher

Say = Callable[[str], None]
# Doors and servers, all at once, are given this long (seconds) to finish what is in hand:
# the whole process ends within ten.
SHUTDOWN = 9.0
# Of which posts under way get at most this much. Whoever comes next asks the platform about them.
DAILY_SHUTDOWN = 4.0
# Kept-alive connections get this long (seconds) until their owner has seen /readyz say no.
DRAIN = 2.0
# What the state of a platform says until its door has opened.
CONNECTING = "Connecting."
# Seconds between attempts to connect to a platform; the pause doubles up to the longest.
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 300.0


@dataclass
class App:
    """The running bot: what was built, and what must be stopped."""

    settings: Settings
    say: Say
    clock: Clock = field(default_factory=Clock)
    opened: list[Door] = field(default_factory=list)
    closed: dict[Platform, str] = field(default_factory=dict)
    taking: bool = False
    _server: Server | None = None
    _daily: DailyPost | None = None
    _ends_at: float | None = None

    @property
    def _log(self) -> Any:
        return structlog.get_logger("ethics")

    async def run(self, stop: asyncio.Event) -> None:
        """Start everything, say where it is, and stop in order once `stop` is set.

        Raises `UserFacingError` when nothing at all can be opened.
        """
        async with AsyncExitStack() as stack:
            starting = asyncio.create_task(self._start(stack))
            told = asyncio.create_task(stop.wait())
            await asyncio.wait((starting, told), return_when=asyncio.FIRST_COMPLETED)
            # A platform that takes long to be reached must not keep the process from ending.
            if told.done():
                await _end(starting)
            else:
                stack.push_async_callback(_end, told)
                await starting
                await told
            self.taking = False
            self.say("Stopping …")

    def states(self) -> dict[Platform, Health]:
        """How each platform is, those included that could not be opened."""
        shut = {name: Health(ready=False, detail=why) for name, why in self.closed.items()}
        return shut | {door.name: door.health() for door in self.opened}

    async def _start(self, stack: AsyncExitStack) -> None:
        settings = self.settings
        logging_setup.configure_logs(settings.log_format, settings.log_level)
        guide = guide_for(settings, self.say, self.clock.today)
        metrics = Metrics()
        store = await store_for(settings, self.clock)
        stack.push_async_callback(store.close)
        observer = logging_setup.MetricsObserver(metrics)
        self._daily = daily_post(store=store, guide=guide, observer=observer)
        database = DatabaseWatch(store.key_values, self.clock)
        parts = doors.Parts(
            settings=settings,
            clock=self.clock,
            guide=guide,
            observer=observer,
            store=store,
            idempotency=TimeLimitedIdempotency(store.idempotency, database.doubt),
            workspaces=TimeLimitedWorkspaces(store.workspaces, database.doubt),
            rate_limit=TokenBuckets(settings.per_minute_person, settings.per_minute_workspace),
            daily=self._daily,
            faults=lambda: knowledge_report.faults(settings),
            confusions=lambda: knowledge_report.confusions(settings, guide),
        )
        built = doors.build(parts)
        names = [door.name for door in built]
        metrics.begin(names, self._daily.posting, (*ENDS, "retry"))
        background = BackgroundWork(observer.background_ended)
        asyncio.get_running_loop().set_exception_handler(partial(_unheard, observer))
        await self._watch_over(stack, metrics, database, background)
        stack.push_async_callback(self._stop_taking)
        stack.push_async_callback(background.stop)
        await self._serve(built)
        self.taking = True  # ready with the first open door, however long the others take
        # Nothing that works beside the doors waits for a platform that does not answer.
        background.start("database_watch", database.run)
        background.start("platform_watch", DoorWatch(self.states).run)
        self._beside_the_doors(stack, store, guide, background)
        await self._open(stack, built, background)
        gc_tuning.freeze_after_start()

    def _beside_the_doors(
        self, stack: AsyncExitStack, store: Store, guide: Guide, background: BackgroundWork
    ) -> None:
        settings = self.settings
        if settings.daily and self._daily is not None:
            background.watch("daily_posts", self._daily.worker.start())
            stack.push_async_callback(self._stop_daily, self._daily.worker)
        days, hold = settings.retention_days, settings.legal_hold
        background.start("retention", lambda: delete_expired_daily(store, days, legal_hold=hold))
        watcher = KnowledgeWatcher(settings, guide)
        watcher.listen()
        background.start("knowledge_watch", watcher.watch)
        background.start("knowledge_reload", watcher.renew_when_wanted)

    async def _serve(self, built: Sequence[Door]) -> None:
        routes: list[BaseRoute] = []
        for door in built:
            routes += doors.routes_of(door)
        app = Starlette(routes=routes)
        server = Server(app, self.settings.http_host, self.settings.http_port, "ETHICS_HTTP_PORT")
        await server.start()
        self._server = server
        self.say(f"Ask in your browser: {server.address}")

    async def _open(
        self, stack: AsyncExitStack, built: Sequence[Door], background: BackgroundWork
    ) -> None:
        """Open each door by itself: one that cannot be opened does not keep the others shut."""
        self.closed = {door.name: CONNECTING for door in built}
        errors = await asyncio.gather(*(self._try(door) for door in built))
        for door, error in zip(built, errors, strict=True):
            if error is not None and error.passing:
                again = asyncio.create_task(self._try_again(door))
                background.watch(f"{door.name}_reconnect", again)
                stack.push_async_callback(_end, again)

    async def _try(self, door: Door) -> UserFacingError | None:
        """Open a door and say so; or say why not."""
        try:
            await door.start()
        except Exception as error:  # noqa: BLE001 - one door's fault stays with that door
            told = _explained(error)
            self.closed[door.name] = str(told)
            self.say(f"{door.name.capitalize()} is not connected: {told}")
            if told is error:
                # A sentence, not a fault of ours. The watch raises the alarm if it stays so.
                self._log.warning("door not opened", platform=door.name, problem=str(told))
            else:
                self._log.exception("door not opened", platform=door.name)
            return told
        self.closed.pop(door.name, None)
        self.opened.append(door)
        if self._daily is not None:
            self._daily.opened(door.name)
        if detail := door.health().detail:
            self.say(f"{door.name.capitalize()}: {detail}")
        return None

    async def _try_again(self, door: Door) -> None:
        """A platform that could not be reached is tried again, less and less often."""
        pause = FIRST_PAUSE
        while door not in self.opened:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            error = await self._try(door)
            if error is not None and not error.passing:
                return

    async def _stop_daily(self, worker: Worker) -> None:
        """Posts under way need an open door, so this comes first, and leaves time for the rest."""
        await self._stop("daily", worker.stop(), min(DAILY_SHUTDOWN, self._left()))

    async def _stop_taking(self) -> None:
        """Take nothing new anywhere, finish what is in hand, all at once; then it is over."""
        self.taking = False
        if self._server:
            await self._server.drain(min(DRAIN, self._left()))
        ends = [self._stop(door.name, door.stop(), self._left()) for door in self.opened]
        if self._server:
            ends.append(self._stop("server", self._server.stop(), self._left()))
        await asyncio.gather(*ends)

    def _left(self) -> float:
        """Seconds until everything must have ended."""
        now = asyncio.get_running_loop().time()
        self._ends_at = self._ends_at or now + SHUTDOWN
        return self._ends_at - now

    async def _stop(self, name: str, stopping: Coroutine[Any, Any, None], within: float) -> None:
        try:
            async with asyncio.timeout(within):
                await stopping
        except Exception as error:  # noqa: BLE001 - one that cannot stop must not keep the rest
            kind, at = type(error).__name__, logging_setup.where(error)
            self._log.error("not stopped in order", part=name, error=kind, at=at)

    async def _watch_over(
        self,
        stack: AsyncExitStack,
        metrics: Metrics,
        database: DatabaseWatch,
        background: BackgroundWork,
    ) -> None:
        if self.settings.ops_port < 0:
            return
        watching = HealthEndpoints(
            self.states, lambda: self.taking, metrics, database.health, background.states
        )
        server = Server(
            Starlette(routes=watching.routes()),
            self.settings.ops_host,
            self.settings.ops_port,
            "ETHICS_OPS_PORT",
        )
        await server.start()
        stack.push_async_callback(server.stop)


def _explained(error: Exception) -> UserFacingError:
    """What to say about an error; one that was not foreseen may pass, and its words are kept in."""
    if isinstance(error, UserFacingError):
        return error
    return UserFacingError(f"there is a fault in the bot ({type(error).__name__}).", passing=True)


def _unheard(
    observer: logging_setup.MetricsObserver, _: asyncio.AbstractEventLoop, found: dict[str, Any]
) -> None:
    """What a task that nobody waits for failed with, or a callback: counted and logged."""
    observer.background_ended("other", found.get("exception") or RuntimeError(found["message"]))


async def _end(task: asyncio.Task[Any]) -> None:
    """Cancel a task and wait for its end. What it failed with meanwhile is raised."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def serve(settings: Settings, say: Say) -> None:
    """Run the bot until SIGTERM or Ctrl-C. Raises `UserFacingError`."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_until_signalled(App(settings, say)))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, which is faster at the network; on Windows, which has none, Python's own."""
    try:
        import uvloop  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _until_signalled(app: App) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await app.run(stop)
