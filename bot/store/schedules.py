"""Schedules: what channels have asked for, and turning what is due into deliveries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handlers.daily_post import Schedule
from bot.store.engine import Database
from bot.store.rate_reservation import ReservedSlots, reserve
from bot.store.rows import row_of, schedule_of
from bot.store.sql import upsert
from bot.store.tables import ACTIVE, OPEN, deliveries, schedules

# The first date after one (or any date, for None) on which a schedule is due after an instant.
Advance = Callable[[Schedule, date | None, float], tuple[date, float] | None]
# What a schedule becomes: another one, or None when it ends.
Change = Callable[[Schedule | None], Schedule | None]

DAY = timedelta(days=1)
TOO_LATE = "The guide was not running when it was due, nor in the hours after."


@dataclass(frozen=True, slots=True)
class Planning:
    """How due schedules become deliveries.

    `window`: seconds after its time that a post may still be made. `pace`: whose limit a
    channel's post counts against, and how many posts a second that allows.
    """

    advance: Advance
    window: float
    pace: Callable[[Schedule], tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Wake:
    """The database's time, and when there is something to plan or to send next."""

    now: float
    plan_at: float | None
    send_at: float | None

    @property
    def overdue(self) -> float:
        """How many seconds ago the oldest of it was due; 0 where nothing is."""
        due = [at for at in (self.plan_at, self.send_at) if at is not None]
        return max(0.0, self.now - min(due, default=self.now))


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery made from a schedule; `waiting`, or `skipped` because it is too late for it."""

    channel: str
    local_date: date
    state: str


class Schedules:
    """The repository. Everything that changes a schedule happens under its row's lock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, channel: str) -> Schedule | None:
        """A channel's schedule."""
        async with self._database.read() as connection:
            return await _get(connection, channel)

    async def of_workspace(
        self, workspace: str, *, after: str = "", limit: int | None = None
    ) -> list[Schedule]:
        """Schedules of a workspace, or of all for an empty one, by channel, from after one on."""
        query = select(schedules).where(schedules.c.channel > after)
        if workspace:
            query = query.where(schedules.c.workspace == workspace)
        query = query.order_by(schedules.c.channel).limit(limit)
        async with self._database.read() as connection:
            return [schedule_of(row) for row in await connection.execute(query)]

    async def now(self) -> float:
        """The time that everything here is planned by, in seconds since 1970."""
        async with self._database.read() as connection:
            return await self._database.time(connection)

    async def wake(self) -> Wake:
        """When there is something to do next. Costs two look-ups in small indexes."""
        plan_at = select(func.min(schedules.c.next_at)).where(ACTIVE).scalar_subquery()
        send_at = select(func.min(deliveries.c.run_at)).where(OPEN).scalar_subquery()
        async with self._database.read() as connection:
            row = (await connection.execute(select(self._database.now(), plan_at, send_at))).one()
        return Wake(*row)

    async def edit(self, channel: str, change: Change, planning: Planning) -> Schedule | None:
        """Change, make or end a schedule, whole or not at all; what it is now.

        What is due this moment is planned first, so that an edit loses no post. A day that has
        its post already is never posted to again.
        """
        async with self._database.write() as connection:
            old = await _get(connection, channel, lock=True)
            now = await self._database.time(connection)
            if old and old.state == "active" and old.next_at is not None and old.next_at <= now:
                await self._plan(connection, [old], now, planning)
                old = await _get(connection, channel)
            new = change(old)
            if new is None or new.state != "active":
                await _withdraw(connection, channel, now)
            if new is None:
                await connection.execute(delete(schedules).where(schedules.c.channel == channel))
                return None
            new = await self._timed(connection, new, now, planning.advance)
            row = row_of(new)
            wanted = upsert(self._database, schedules).values(**row)
            await connection.execute(
                wanted.on_conflict_do_update(index_elements=["channel"], set_=row)
            )
            return new

    async def _timed(
        self, connection: AsyncConnection, new: Schedule, now: float, advance: Advance
    ) -> Schedule:
        """The schedule with its next post: after now, and after the last day that has one."""
        if new.state != "active":
            return replace(new, next_date=None, next_at=None)
        # Withdrawn before any attempt: certainly not posted, so that day is free again.
        await connection.execute(
            delete(deliveries).where(
                deliveries.c.channel == new.channel,
                deliveries.c.state == "withdrawn",
                deliveries.c.attempts == 0,
            )
        )
        query = select(func.max(deliveries.c.local_date)).where(deliveries.c.channel == new.channel)
        last = (await connection.execute(query)).scalar()
        coming = advance(new, last, now)
        day, at = coming or (None, None)
        return replace(new, next_date=day, next_at=at)

    async def plan(self, planning: Planning, limit: int) -> list[Planned]:
        """Turn up to `limit` due schedules into deliveries, each at most once a day."""
        async with self._database.write() as connection:
            now = await self._database.time(connection)
            query = (
                select(schedules)
                .where(ACTIVE, schedules.c.next_at <= now)
                .order_by(schedules.c.next_at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            due = [schedule_of(row) for row in await connection.execute(query)]
            return await self._plan(connection, due, now, planning) if due else []

    async def _plan(
        self, connection: AsyncConnection, due: Sequence[Schedule], now: float, planning: Planning
    ) -> list[Planned]:
        rows = await self._paced(connection, due, now, planning)
        made = await connection.execute(
            upsert(self._database, deliveries)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["channel", "local_date"])
            .returning(deliveries.c.channel, deliveries.c.local_date, deliveries.c.state)
        )
        planned = [Planned(*row) for row in made]
        posts = {p.channel for p in planned if p.state == "waiting"}
        coming = [_following(s, now, planning, posting=s.channel in posts) for s in due]
        await connection.execute(
            update(schedules)
            .where(schedules.c.channel == bindparam("b_channel"))
            .values(
                next_date=bindparam("b_date"),
                next_at=bindparam("b_at"),
                position=bindparam("b_position"),
            ),
            coming,
        )
        return planned

    async def _paced(
        self, connection: AsyncConnection, due: Sequence[Schedule], now: float, planning: Planning
    ) -> list[dict[str, Any]]:
        """The new deliveries, spread over time so that all replicas together keep the pace."""
        rows = [_delivery(schedule, now, planning.window) for schedule in due]
        waiting: dict[tuple[str, float], list[dict[str, Any]]] = {}
        for schedule, row in zip(due, rows, strict=True):
            if row["state"] == "waiting":
                waiting.setdefault(planning.pace(schedule), []).append(row)
        # In one order, so that two replicas never wait for each other in a circle.
        for (key, rate), group in sorted(waiting.items(), key=lambda item: item[0]):
            slots = ReservedSlots(key, rate, len(group))
            start = await reserve(connection, self._database, slots, now, planning.window)
            for number, row in enumerate(group):
                row["run_at"] = start + number / rate
        return rows

    async def replan(self, planning: Planning, batch: int) -> int:
        """Reckon all coming posts anew, for zone rules and holidays that changed; how many moved.

        What is due already is left to `plan`.
        """
        moved, after = 0, ""
        while True:
            async with self._database.write() as connection:
                now = await self._database.time(connection)
                query = (
                    select(schedules)
                    .where(ACTIVE, schedules.c.channel > after)
                    .order_by(schedules.c.channel)
                    .limit(batch)
                    .with_for_update()
                )
                rows = [schedule_of(row) for row in await connection.execute(query)]
                for schedule in rows:
                    moved += await self._again(connection, schedule, now, planning)
            if len(rows) < batch:
                return moved
            after = rows[-1].channel

    async def _again(
        self, connection: AsyncConnection, schedule: Schedule, now: float, planning: Planning
    ) -> int:
        advance = planning.advance
        if schedule.next_at is not None and schedule.next_at <= now:
            return 0
        # Most stay as they are; only those that differ are worth a look at their deliveries.
        if advance(schedule, None, now) == (schedule.next_date, schedule.next_at):
            return 0
        new = await self._timed(connection, schedule, now, advance)
        if schedule.next_date is not None:
            # Keep next_date; if its new instant is already past, post late, do not skip the day.
            early = advance(schedule, schedule.next_date - DAY, now - planning.window)
            if early is not None and early[0] == schedule.next_date and early[1] <= now:
                new = replace(new, next_date=early[0], next_at=early[1])
        if (new.next_date, new.next_at) == (schedule.next_date, schedule.next_at):
            return 0
        await connection.execute(
            update(schedules)
            .where(schedules.c.channel == new.channel)
            .values(next_date=new.next_date, next_at=new.next_at)
        )
        return 1


async def _get(connection: AsyncConnection, channel: str, *, lock: bool = False) -> Schedule | None:
    query = select(schedules).where(schedules.c.channel == channel)
    found = (await connection.execute(query.with_for_update() if lock else query)).first()
    return None if found is None else schedule_of(found)


async def _withdraw(connection: AsyncConnection, channel: str, now: float) -> None:
    """Take back what no attempt was made for. What is being sent is settled by its worker."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.channel == channel, deliveries.c.state == "waiting")
        .values(state="withdrawn", settled_at=now)
    )


def _delivery(schedule: Schedule, now: float, window: float) -> dict[str, Any]:
    assert schedule.next_at is not None  # noqa: S101 - it is due
    late = now > schedule.next_at + window
    return {
        "channel": schedule.channel,
        "local_date": schedule.next_date,
        "workspace": schedule.workspace,
        "due_at": schedule.next_at,
        "expires_at": schedule.next_at + window,
        "style": schedule.style,
        "position": schedule.position,
        "state": "skipped" if late else "waiting",
        "attempts": 0,
        "run_at": now,
        "owner": "",
        "started_at": None,
        "settled_at": now if late else None,
        "message_id": "",
        "error": TOO_LATE if late else "",
    }


def _following(
    schedule: Schedule, now: float, planning: Planning, *, posting: bool
) -> dict[str, Any]:
    # Days missed in a long outage are walked through one by one, so that each leaves a record.
    coming = planning.advance(schedule, schedule.next_date, schedule.next_at or now)
    day, at = coming or (None, None)
    return {
        "b_channel": schedule.channel,
        "b_date": day,
        "b_at": at,
        "b_position": schedule.position + posting,
    }
