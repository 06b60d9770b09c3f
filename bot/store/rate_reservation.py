"""Turns to post, handed out so that all replicas together keep a platform's pace."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database
from bot.store.sql import upsert
from bot.store.tables import OPEN, deliveries, paces

# Seconds that posts may be reserved ahead without a look at what still waits.
FAR_AHEAD = 600.0


@dataclass(frozen=True, slots=True)
class ReservedSlots:
    """So many posts, whose limit they count against, and how many a second that allows."""

    key: str
    rate: float
    count: int


async def reserve(
    connection: AsyncConnection, database: Database, slots: ReservedSlots, now: float, window: float
) -> float:
    """The instant of the first turn; the others follow at the pace.

    `window`: seconds that a post may be late.
    """
    seconds = slots.count / slots.rate
    wanted = upsert(database, paces).values(key=slots.key, free_at=now + seconds)
    # Far ahead it is believed only if a post still waits there: else the clock was put back.
    last = select(deliveries.c.channel).where(
        OPEN,
        deliveries.c.run_at >= paces.c.free_at - 2 / slots.rate,
        deliveries.c.channel.startswith(f"{slots.key}:", autoescape=True),
    )
    believed = or_(paces.c.free_at <= now + FAR_AHEAD, last.correlate(paces).exists())
    # What is promised for later than any post may be made is a wrong clock's at any rate.
    ahead = paces.c.free_at.between(now, now + window)
    from_then = case((and_(ahead, believed), paces.c.free_at), else_=now)
    reserved = await connection.execute(
        wanted.on_conflict_do_update(
            index_elements=["key"], set_={"free_at": from_then + seconds}
        ).returning(paces.c.free_at)
    )
    return float(reserved.scalar_one()) - seconds
