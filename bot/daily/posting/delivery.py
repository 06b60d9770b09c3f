"""One delivery, from claim to end: in doubt ask first, send once, write down what came of it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time as time_of_day
from typing import Any, Protocol, assert_never

from sqlalchemy.exc import SQLAlchemyError

from bot.daily import wording
from bot.daily.posting.local_rate import LocalRate
from bot.daily.posting.timing import Timing
from bot.handlers.daily_post import (
    Absent,
    CannotTell,
    Finding,
    Outcome,
    Posting,
    Refused,
    RetryLater,
    Schedule,
    Sent,
    Unsure,
    post_key,
)
from bot.handlers.messages import Heading, Paragraph, Reply
from bot.store.deliveries import Claim, Deliveries
from bot.store.rows import Delivery

# Of the lease, this much is left for writing down what came of it.
_SETTLING = 5.0
_SETTLE_TRIES = (0.1, 0.5, 1.0, 2.0)


class DeliveryObserver(Protocol):
    """Where the daily post reports what happened. No text, no names."""

    def daily(self, platform: str, outcome: str) -> None:
        """A delivery ended: sent, skipped, withdrawn, failed, unknown; or was put off: retry."""
        ...

    def looked(self, overdue: float) -> None:
        """What is due was looked for; how many seconds the oldest of it is overdue."""
        ...

    def limited(self, platform: str) -> None:
        """The platform answered 429."""
        ...

    def incident(self, platform: str, error: BaseException) -> str:
        """Log an unexpected error; its id."""
        ...


@dataclass(frozen=True, slots=True)
class DeliveryRunner:
    """Carries out claims."""

    deliveries: Deliveries
    senders: Mapping[str, Posting]
    content: Callable[[Delivery], Reply]
    observer: DeliveryObserver
    timing: Timing
    local_rate: LocalRate

    async def run(self, claim: Claim, claimed_at: float) -> None:
        """Bring a claim to its end, or put it off. Never raises."""
        schedule = claim.schedule or _bare(claim.delivery)
        try:
            await self._run(claim, schedule, claimed_at)
        except (OSError, TimeoutError, SQLAlchemyError):
            # The lease ends by itself; whoever comes next asks the platform first.
            return
        except Exception as error:  # noqa: BLE001 - one channel's fault stays its own
            incident = self.observer.incident(schedule.platform, error)
            await self._put_off(claim, "unsure", f"{wording.OUR_FAULT} ({incident})")

    async def _run(self, claim: Claim, schedule: Schedule, claimed_at: float) -> None:
        sender = self.senders[schedule.platform]
        delivery = claim.delivery
        key = post_key(delivery.channel, delivery.local_date)
        if claim.doubt:
            finding = await self._find(sender, schedule, key, delivery)
            match finding:
                case Sent(message_id):
                    await self._end(claim, "sent", message_id=message_id)
                    return
                case CannotTell(reason):
                    await self._still_unsure(claim, reason)
                    return
                case Absent():
                    pass
                case _:
                    assert_never(finding)
        if claim.schedule is None or schedule.state != "active":
            await self._end(claim, "withdrawn")
            return
        if claim.now + (time.monotonic() - claimed_at) > delivery.expires_at:
            await self._end(claim, "skipped", error=delivery.error or wording.TOO_LATE)
            return
        reply = self.content(delivery)
        await self.local_rate.turn(*self.timing.pace(schedule))
        left = self.timing.lease - (time.monotonic() - claimed_at)
        if left < self.timing.request + min(_SETTLING, self.timing.lease / 10):
            # Too late to be sure of being alone: certainly not sent, so anybody may take it.
            await self.deliveries.settle(claim, "waiting", error=delivery.error)
            return
        await self._settle(claim, schedule, await self._post(sender, schedule, reply, key))

    async def _find(
        self, sender: Posting, schedule: Schedule, key: str, delivery: Delivery
    ) -> Finding:
        since = delivery.started_at or delivery.due_at
        try:
            async with asyncio.timeout(self.timing.request):
                return await sender.find(schedule, key, since)
        except TimeoutError:
            return CannotTell(wording.NO_ANSWER)

    async def _post(self, sender: Posting, schedule: Schedule, reply: Reply, key: str) -> Outcome:
        try:
            async with asyncio.timeout(self.timing.request):
                return await sender.post(schedule, reply, key)
        except TimeoutError:
            return Unsure(wording.NO_ANSWER)

    async def _settle(self, claim: Claim, schedule: Schedule, outcome: Outcome) -> None:
        match outcome:
            case Sent(message_id):
                mended = "" if schedule.problem else None
                await self._end(claim, "sent", message_id=message_id, problem=mended)
            case RetryLater(seconds, reason):
                jitter = random.uniform(0, max(1.0, seconds / 5))  # noqa: S311 - no secret
                await self._retry(claim, seconds + jitter, reason)
            case Refused(reason, advice, disable):
                await self._refused(claim, schedule, f"{reason} {advice}".strip(), disable=disable)
            case Unsure(reason):
                await self._put_off(claim, "unsure", reason)
            case _:
                assert_never(outcome)

    async def _retry(self, claim: Claim, seconds: float, reason: str) -> None:
        if claim.now + seconds > claim.delivery.expires_at:
            await self._end(claim, "failed", error=reason, problem=reason)
            return
        self.observer.daily(claim.delivery.channel.partition(":")[0], "retry")
        await self._write(claim, "waiting", wait=seconds, error=reason)

    async def _refused(
        self, claim: Claim, schedule: Schedule, problem: str, *, disable: bool
    ) -> None:
        ended = await self._end(claim, "failed", error=problem, problem=problem, disable=disable)
        if not (ended and disable):
            return
        told = Reply((Heading(wording.STOPPED_TITLE), Paragraph(problem)), "none")
        try:
            async with asyncio.timeout(self.timing.request):
                await self.senders[schedule.platform].tell(schedule, told)
        except TimeoutError:
            return

    async def _still_unsure(self, claim: Claim, reason: str) -> None:
        if claim.now > claim.delivery.expires_at:
            # Never a blind resend: nobody can say any more whether it arrived.
            await self._end(claim, "unknown", error=reason, problem=reason)
            return
        await self._put_off(claim, "unsure", reason)

    async def _put_off(self, claim: Claim, state: str, reason: str) -> None:
        doubled = self.timing.doubt * 2 ** min(claim.delivery.attempts - 1, 16)
        self.observer.daily(claim.delivery.channel.partition(":")[0], "retry")
        wait = min(doubled, self.timing.longest_doubt)
        await self._write(claim, state, wait=wait, error=reason)

    async def _end(self, claim: Claim, state: str, **more: Any) -> bool:
        ended = await self._write(claim, state, **more)
        if ended:
            self.observer.daily(claim.delivery.channel.partition(":")[0], state)
        return ended

    async def _write(self, claim: Claim, state: str, **more: Any) -> bool:
        """Settle, and try again while the database is away. Raises when it stays away."""
        for pause in _SETTLE_TRIES:
            try:
                return await self.deliveries.settle(claim, state, **more)
            except (OSError, TimeoutError, SQLAlchemyError):
                await asyncio.sleep(pause)
        return await self.deliveries.settle(claim, state, **more)


def _bare(delivery: Delivery) -> Schedule:
    """Enough of a schedule to ask about a post whose schedule has ended."""
    return Schedule(delivery.channel, "UTC", time_of_day(0))
