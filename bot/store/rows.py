"""Rows ↔ values of the daily post."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.handlers.daily_post import Schedule, Style

MINUTES = 60


@dataclass(frozen=True, slots=True)
class Delivery:
    """One channel's post of one day, and what became of it.

    `state`: waiting, sending, unsure; sent, skipped (too late), withdrawn (paused or stopped
    meanwhile), failed, unknown (the platform could not be asked in time).
    """

    channel: str
    local_date: date
    workspace: str
    due_at: float
    expires_at: float
    style: Style
    position: int
    state: str
    attempts: int
    run_at: float
    owner: str
    started_at: float | None
    settled_at: float | None
    message_id: str
    error: str


def schedule_of(row: Any) -> Schedule:
    """A schedule from its row."""
    return Schedule(
        channel=row.channel,
        zone=row.zone,
        at=time(*divmod(row.at, MINUTES)),
        days=frozenset(day for day in range(7) if row.days >> day & 1),
        holidays=row.holidays,
        closed=frozenset(map(date.fromisoformat, json.loads(row.closed))),
        style=row.style,
        position=row.position,
        state=row.state,
        not_before=row.not_before,
        next_date=row.next_date,
        next_at=row.next_at,
        set_by=row.set_by,
        problem=row.problem,
    )


def row_of(schedule: Schedule) -> dict[str, Any]:
    """A schedule as its row."""
    return {
        "channel": schedule.channel,
        "workspace": schedule.workspace,
        "zone": schedule.zone,
        "at": schedule.at.hour * MINUTES + schedule.at.minute,
        "days": sum(1 << day for day in schedule.days),
        "holidays": schedule.holidays,
        "closed": json.dumps(sorted(day.isoformat() for day in schedule.closed)),
        "style": schedule.style,
        "position": schedule.position,
        "state": schedule.state,
        "not_before": schedule.not_before,
        "next_date": schedule.next_date,
        "next_at": schedule.next_at,
        "set_by": schedule.set_by,
        "problem": schedule.problem,
    }


def delivery_of(row: Any) -> Delivery:
    """A delivery from its row."""
    return Delivery(
        channel=row.channel,
        local_date=row.local_date,
        workspace=row.workspace,
        due_at=row.due_at,
        expires_at=row.expires_at,
        style=row.style,
        position=row.position,
        state=row.state,
        attempts=row.attempts,
        run_at=row.run_at,
        owner=row.owner,
        started_at=row.started_at,
        settled_at=row.settled_at,
        message_id=row.message_id,
        error=row.error,
    )
