"""The worker: plans what is due, claims it, and has it sent. Any number of them may run."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Mapping

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.daily.posting.delivery import DeliveryObserver, DeliveryRunner
from bot.daily.posting.timing import Timing
from bot.daily.schedule.due_dates import next_post
from bot.handlers.daily_post import Posting
from bot.store.deliveries import Claim, Deliveries
from bot.store.schedules import Planning, Schedules

log = structlog.get_logger(__name__)

# Freed places are gathered this long, so that one claim fills several.
_GATHER = 0.02
# A platform whose work cannot be had now is looked at again after this.
_AGAIN = 1.0


def planning(timing: Timing) -> Planning:
    """How due schedules become deliveries."""
    return Planning(advance=next_post, window=timing.window, pace=timing.pace)


class Worker:
    """One of possibly many. A fault of the database or of a platform never ends it."""

    def __init__(
        self,
        *,
        schedules: Schedules,
        deliveries: Deliveries,
        senders: Mapping[str, Posting],
        runner: DeliveryRunner,
        observer: DeliveryObserver,
        timing: Timing,
    ) -> None:
        self._schedules = schedules
        self._deliveries = deliveries
        self._senders = senders
        self._errand = runner
        self._observer = observer
        self._timing = timing
        self._planning = planning(timing)
        self._owner = uuid.uuid4().hex
        self._bell = asyncio.Event()
        self._under_way: dict[str, set[asyncio.Task[None]]] = {}
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._down = False

    def start(self) -> asyncio.Task[None]:
        """Begin, and give the task to watch over; `stop` ends it.

        Call inside a running loop. Safe to call twice: there is one task.
        """
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="daily")
        return self._task

    def nudge(self) -> None:
        """Look for work now: a schedule has changed."""
        self._bell.set()

    async def stop(self) -> None:
        """Claim nothing new and finish what is being sent. Safe to call twice."""
        self._stopping = True
        self._bell.set()
        task, self._task = self._task, None
        if task is None:
            return
        await asyncio.wait((task,), timeout=self._timing.finish)
        task.cancel()
        sending = [task for group in self._under_way.values() for task in group]
        if sending:
            _, left = await asyncio.wait(sending, timeout=self._timing.finish)
            # Whoever claims these after their lease asks the platform first.
            for unfinished in left:
                unfinished.cancel()

    async def _run(self) -> None:
        replanned = False
        while not self._stopping:
            self._bell.clear()
            try:
                wait = await self._round()
                if not replanned:
                    # After what is due: with many schedules this takes seconds.
                    await self._schedules.replan(self._planning, self._timing.batch)
                    replanned, wait = True, 0.0
                self._well()
            except (OSError, TimeoutError, SQLAlchemyError) as error:
                self._unwell(error)
                wait = self._timing.pause
            except Exception as error:  # noqa: BLE001 - one bad round must not end all later ones
                self._observer.incident("daily", error)
                replanned, wait = True, self._timing.pause
            await self._sleep(wait)

    def _unwell(self, error: Exception) -> None:
        if not self._down:
            # The watch over the database raises the alarm. The error's text may hold its address.
            log.warning("daily: the database does not answer", error=type(error).__name__)
        self._down = True

    def _well(self) -> None:
        if self._down:
            log.info("daily: the database answers again")
        self._down = False

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
            await asyncio.sleep(_GATHER)
        except TimeoutError:
            return

    async def _round(self) -> float:
        """Plan and claim what there is; how long to wait after it."""
        wake = await self._schedules.wake()
        if wake.plan_at is not None and wake.plan_at <= wake.now:
            await self._plan()
            wake = await self._schedules.wake()
        self._observer.looked(wake.overdue)
        waits = [self._timing.poll]
        if wake.plan_at is not None:
            waits.append(max(0.0, wake.plan_at - wake.now))
        if wake.send_at is not None:
            late = wake.send_at <= wake.now
            waits.append(await self._claim() if late else wake.send_at - wake.now)
        return min(waits)

    async def _plan(self) -> None:
        while not self._stopping:
            planned = await self._schedules.plan(self._planning, self._timing.batch)
            for one in planned:
                if one.state == "skipped":
                    self._observer.daily(one.channel.partition(":")[0], "skipped")
            if len(planned) < self._timing.batch:
                return

    async def _claim(self) -> float:
        """Claim for every platform that has room; how long to wait after it."""
        wait = self._timing.poll
        # A door may open meanwhile.
        for platform in tuple(self._senders):
            group = self._under_way.setdefault(platform, set())
            room = self._timing.at_once - len(group)
            if room <= 0 or self._stopping:
                continue
            claimed_at = time.monotonic()
            claims = await self._deliveries.claim(self._owner, [platform], room, self._timing.lease)
            for claim in claims:
                self._send(group, claim, claimed_at)
            if len(claims) < room:
                wait = min(wait, _AGAIN)
        return wait

    def _send(self, group: set[asyncio.Task[None]], claim: Claim, claimed_at: float) -> None:
        task = asyncio.create_task(self._errand.run(claim, claimed_at))
        group.add(task)

        def done(task: asyncio.Task[None]) -> None:
            group.discard(task)
            self._bell.set()

        task.add_done_callback(done)
