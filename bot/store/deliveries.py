"""The ledger: who posts what, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handlers.daily_post import Schedule
from bot.store.engine import Database
from bot.store.rows import Delivery, delivery_of, schedule_of
from bot.store.tables import OPEN, deliveries, schedules

ENDS = ("sent", "skipped", "withdrawn", "failed", "unknown")


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours alone until the lease ends.

    `doubt`: an earlier attempt may have arrived, so the platform must be asked first.
    `schedule` is None when it has ended meanwhile; `now` is the database's time of the claim.
    """

    delivery: Delivery
    schedule: Schedule | None
    doubt: bool
    now: float


class Deliveries:
    """The repository."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self, owner: str, platforms: Sequence[str], limit: int, lease: float
    ) -> list[Claim]:
        """Up to `limit` deliveries whose time has come, committed as ours before any is sent."""
        if not platforms or limit < 1:
            return []
        ours = or_(*(deliveries.c.channel.startswith(f"{p}:", autoescape=True) for p in platforms))
        async with self._database.write() as connection:
            now = await self._database.time(connection)
            query = (
                select(deliveries)
                .where(OPEN, deliveries.c.run_at <= now, ours)
                .order_by(deliveries.c.run_at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            rows = [delivery_of(row) for row in await connection.execute(query)]
            if not rows:
                return []
            await connection.execute(
                update(deliveries)
                .where(
                    deliveries.c.channel == bindparam("b_channel"),
                    deliveries.c.local_date == bindparam("b_date"),
                )
                .values(
                    state="sending",
                    owner=owner,
                    attempts=deliveries.c.attempts + 1,
                    run_at=now + lease,
                    started_at=func.coalesce(deliveries.c.started_at, now),
                ),
                [{"b_channel": row.channel, "b_date": row.local_date} for row in rows],
            )
            wanted = select(schedules).where(schedules.c.channel.in_([r.channel for r in rows]))
            known = {row.channel: schedule_of(row) for row in await connection.execute(wanted)}
        return [_claim(row, known.get(row.channel), owner, now, lease) for row in rows]

    async def settle(
        self,
        claim: Claim,
        state: str,
        *,
        wait: float = 0.0,
        message_id: str = "",
        error: str = "",
        problem: str | None = None,
        disable: bool = False,
    ) -> bool:
        """Write down how an attempt ended; False when the claim was lost to somebody else.

        `wait`: seconds until the next attempt, for `waiting` and `unsure`. `problem`: what the
        schedule shows as its trouble from now on; with `disable` it posts no more.
        """
        delivery = claim.delivery
        now = self._database.now()
        values = {"state": state, "message_id": message_id, "error": error, "run_at": now + wait}
        if state in ENDS:
            values["settled_at"] = now
        async with self._database.write() as connection:
            done = await connection.execute(
                update(deliveries)
                .where(
                    deliveries.c.channel == delivery.channel,
                    deliveries.c.local_date == delivery.local_date,
                    deliveries.c.state == "sending",
                    deliveries.c.owner == delivery.owner,
                    deliveries.c.attempts == delivery.attempts,
                )
                .values(values)
            )
            if problem is not None and done.rowcount == 1:
                await _mark(connection, delivery.channel, problem, disable=disable)
            return done.rowcount == 1

    async def recent(self, channel: str, limit: int) -> list[Delivery]:
        """The latest deliveries of a channel, the newest first."""
        query = (
            select(deliveries)
            .where(deliveries.c.channel == channel)
            .order_by(deliveries.c.local_date.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [delivery_of(row) for row in await connection.execute(query)]

    async def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state."""
        query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        async with self._database.read() as connection:
            return {state: int(count) for state, count in await connection.execute(query)}

    async def tidy(self, before: float) -> int:
        """Delete what was due before an instant; how many there were."""
        async with self._database.write() as connection:
            done = await connection.execute(delete(deliveries).where(deliveries.c.due_at < before))
            return done.rowcount


def _claim(row: Delivery, schedule: Schedule | None, owner: str, now: float, lease: float) -> Claim:
    mine = replace(
        row,
        state="sending",
        owner=owner,
        attempts=row.attempts + 1,
        run_at=now + lease,
        started_at=row.started_at or now,
    )
    return Claim(mine, schedule, doubt=row.state != "waiting", now=now)


async def _mark(connection: AsyncConnection, channel: str, problem: str, *, disable: bool) -> None:
    """In the same transaction: a schedule must not go on because a process ended in between."""
    query = update(schedules).where(schedules.c.channel == channel).values(problem=problem)
    if disable:
        query = query.where(schedules.c.state == "active").values(
            state="disabled", next_date=None, next_at=None
        )
    await connection.execute(query)
