"""Administration of the daily post, the same for every door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.daily import status_replies
from bot.daily.orders import channel_keys, date_parser, orders_parser, schedule_parser, zones
from bot.daily.orders.order_types import (
    Close,
    Form,
    Help,
    Off,
    Order,
    Pause,
    Preview,
    Resume,
    Set,
    Status,
)
from bot.daily.posting import content
from bot.daily.schedule.due_dates import zone_named
from bot.handlers.daily_post import (
    DEFAULT_AT,
    DEFAULT_ZONE,
    Asker,
    FieldError,
    Filled,
    Posting,
    Schedule,
)
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Reply
from bot.handlers.ports import Reading
from bot.store.deliveries import Deliveries
from bot.store.schedules import Planning, Schedules

# Enough to tell how the last weeks went.
LOOKED_BACK = 30
CLOSED_MOST = 100


@dataclass(frozen=True, slots=True)
class DailyService:
    """A `DailyOrders`. `nudge` wakes the worker when a schedule has changed."""

    guide: Reading
    schedules: Schedules
    deliveries: Deliveries
    senders: Mapping[str, Posting]
    planning: Planning
    nudge: Callable[[], None] = lambda: None

    async def say(self, asker: Asker, text: str) -> Reply:
        """Do what the words order. Raises `UserFacingError`; nothing is half-saved."""
        known = await self.schedules.get(asker.channel)
        return await self._do(
            asker, known, orders_parser.parse(text, await self._today(asker, known))
        )

    async def submit(self, asker: Asker, filled: Filled) -> Reply:
        """Save a form. Raises `FieldError`, or `UserFacingError` for a channel refused."""
        return await self._set(asker, await self.schedules.get(asker.channel), _read(filled))

    def faults(self, filled: Filled) -> dict[str, str]:
        """What is wrong with a form, by field of `Filled`; empty where it can be saved."""
        try:
            _read(filled)
        except FieldError as error:
            return error.fields
        return {}

    async def schedule(self, channel: str) -> Schedule | None:
        """What is set for a channel."""
        return await self.schedules.get(channel)

    async def overview(self, workspace: str) -> list[tuple[Schedule, str]]:
        """All schedules of a workspace, each with a line about how it stands."""
        found = await self.schedules.of_workspace(workspace)
        now = await self.schedules.now()
        return [(schedule, status_replies.line(schedule, now)) for schedule in found]

    async def page(self, after: str, limit: int) -> list[tuple[Schedule, Reply]]:
        """Schedules of all workspaces, from the one after a channel on, each with its status."""
        found = await self.schedules.of_workspace("", after=after, limit=limit)
        return [(schedule, await self._status(schedule)) for schedule in found]

    def channel(self, said: str) -> str:
        """The key of a channel from its key or address. Raises `UserFacingError`."""
        return channel_keys.channel(said)

    def checks(self, channel: str) -> bool:
        """Whether the channel's platform is set up here, so that the channel can be tried."""
        return channel.partition(":")[0] in self.senders

    def zones(self, typed: str, limit: int) -> list[str]:
        """Time zones to offer while somebody types."""
        return zones.zones_like(typed, limit)

    async def _today(self, asker: Asker, known: Schedule | None) -> date:
        name = known.zone if known else asker.zone or DEFAULT_ZONE
        now = await self.schedules.now()
        return datetime.fromtimestamp(now, zone_named(name) or zone_named("UTC")).date()

    async def _do(self, asker: Asker, known: Schedule | None, order: Order) -> Reply:
        match order:
            case Set():
                return await self._set(asker, known, order)
            case Status() | Form():
                return await self._status(known)
            case Help():
                return status_replies.help_reply()
            case Preview():
                style, position = (known.style, known.position) if known else ("tenet", 0)
                return content.post_for(self.guide, style, position)
            case Off():
                return await self._off(asker)
            case _:
                if known is None:
                    raise UserFacingError(status_replies.NOTHING_SET, hint=status_replies.EXAMPLE)
                return await self._change(asker, order, await self._today(asker, known))

    async def _set(self, asker: Asker, known: Schedule | None, wanted: Set) -> Reply:
        await self._check(_changed(known, wanted, asker))
        return await self._edit(
            asker, lambda old: _changed(old, wanted, asker), status_replies.SAVED
        )

    async def _change(self, asker: Asker, order: Order, today: date) -> Reply:
        def change(old: Schedule | None) -> Schedule:
            if old is None:
                raise UserFacingError(status_replies.NOTHING_SET, hint=status_replies.EXAMPLE)
            match order:
                case Pause(None):
                    return replace(old, state="paused", not_before=None)
                case Pause(until):
                    return replace(old, state="active", not_before=until, problem="")
                case Close(add, remove, clear):
                    kept = frozenset(day for day in old.closed if day >= today and not clear)
                    closed = (kept | add) - remove
                    if len(closed) > CLOSED_MOST:
                        raise UserFacingError(status_replies.TOO_MANY_CLOSED)
                    return replace(old, closed=closed)
                case _:
                    return replace(old, state="active", not_before=None, problem="")

        if isinstance(order, Resume) and (known := await self.schedules.get(asker.channel)):
            await self._check(known)
        done = status_replies.PAUSED if isinstance(order, Pause) else status_replies.SAVED
        return await self._edit(asker, change, done)

    async def _edit(
        self, asker: Asker, change: Callable[[Schedule | None], Schedule], title: str
    ) -> Reply:
        saved = await self.schedules.edit(asker.channel, change, self.planning)
        self.nudge()
        assert saved is not None  # noqa: S101 - no change made here ends a schedule
        return status_replies.saved(title, saved)

    async def _off(self, asker: Asker) -> Reply:
        await self.schedules.edit(asker.channel, lambda _: None, self.planning)
        return status_replies.stopped()

    async def _check(self, schedule: Schedule) -> None:
        sender = self.senders.get(schedule.platform)
        refused = await sender.check(schedule) if sender else None
        if refused is not None:
            raise UserFacingError(refused.reason, hint=refused.advice)

    async def _status(self, known: Schedule | None) -> Reply:
        if known is None:
            return status_replies.nothing_set()
        recent = await self.deliveries.recent(known.channel, LOOKED_BACK)
        return status_replies.status(known, recent, await self.schedules.now())


def _changed(old: Schedule | None, wanted: Set, asker: Asker) -> Schedule:
    """The schedule as wanted. Setting anything makes it active again."""
    base = old or Schedule(asker.channel, asker.zone or DEFAULT_ZONE, DEFAULT_AT)
    if zone_named(base.zone) is None:
        base = replace(base, zone=DEFAULT_ZONE)
    style = wanted.style or base.style
    position = base.position if style == base.style else 0
    if wanted.tenet is not None:
        position = content.position_of(wanted.tenet, position)
    return replace(
        base,
        at=base.at if wanted.at is None else wanted.at,
        days=wanted.days or base.days,
        zone=wanted.zone or base.zone,
        holidays=base.holidays if wanted.holidays is None else wanted.holidays,
        style=style,
        position=position,
        state="active",
        not_before=wanted.starts or (base.not_before if base.state == "active" else None),
        set_by=asker.by or base.set_by,
        problem="",
    )


def _read(filled: Filled) -> Set:
    """A form as an order. Raises `FieldError` with everything that is wrong at once."""
    problems: dict[str, str] = {}

    def read(field: str, what: Callable[[], object]) -> object:
        try:
            return what()
        except UserFacingError as error:
            problems[field] = str(error)
            return None

    at = read("at", lambda: _time(filled.at))
    zone = read("zone", lambda: zones.zone(filled.zone))
    closed = read("holidays", lambda: filled.holidays and zones.holidays_of(filled.holidays))
    tenet = read("tenet", lambda: _tenet(filled.tenet))
    if not filled.days:
        problems["days"] = status_replies.NO_DAYS
    if problems:
        raise FieldError(problems)
    return Set(
        at=at if isinstance(at, time) else None,
        days=filled.days,
        zone=str(zone),
        holidays=str(closed),
        style=filled.style,
        tenet=tenet if isinstance(tenet, int) else None,
    )


def _time(said: str) -> time:
    found = date_parser.time_of(said)
    if found is None:
        raise date_parser.unclear(said, "is not a time of day", date_parser.clock_words(DEFAULT_AT))
    return found


def _tenet(said: str) -> int | None:
    return schedule_parser.tenet_number(said.strip()) if said.strip() else None
