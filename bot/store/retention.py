"""Deleting what is older than it may be: when the bot starts, and once a day."""

from __future__ import annotations

import asyncio

import structlog

from bot.store import Store

DAY = 86_400.0


async def delete_expired_daily(
    store: Store, retention_days: int, *, legal_hold: bool, every: float = DAY
) -> None:
    """Tidy at once and then every `every` seconds, until cancelled. A failure waits for the next.

    Under a legal hold nothing is deleted by age; the log says so each time.
    """
    log = structlog.get_logger("ethics.retention")
    while True:
        try:
            gone = await store.tidy(retention_days, legal_hold=legal_hold)
        except Exception:  # a database that is away must not end the bot
            log.exception("old records could not be deleted")
        else:
            log.info("old records deleted", rows=gone, legal_hold=legal_hold)
        await asyncio.sleep(every)
