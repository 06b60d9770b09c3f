"""The daily post, put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.daily.posting.content import post_for
from bot.daily.posting.delivery import DeliveryObserver, DeliveryRunner
from bot.daily.posting.local_rate import LocalRate
from bot.daily.posting.timing import Timing
from bot.daily.posting.worker import Worker, planning
from bot.daily.service import DailyService
from bot.handlers.daily_post import Posting
from bot.handlers.messages import Reply
from bot.handlers.ports import Reading
from bot.store import Store
from bot.store.rows import Delivery


@dataclass(frozen=True, slots=True)
class DailyPost:
    """What doors ask (`desk`), what posts (`worker`), and how the doors post.

    A door adds how it posts to `posting` when it is built. `senders` are those that are open:
    nothing is taken in hand for the others.
    """

    service: DailyService
    worker: Worker
    senders: dict[str, Posting]
    posting: dict[str, Posting] = field(default_factory=dict)

    def opened(self, platform: str) -> None:
        """A door is open: what is due there can be posted."""
        if platform in self.posting:
            self.senders[platform] = self.posting[platform]
            self.worker.nudge()


def daily_post(
    *,
    store: Store,
    guide: Reading,
    observer: DeliveryObserver,
    timing: Timing | None = None,
) -> DailyPost:
    """Build it. The worker may start before any door is open."""
    timing = timing or Timing()
    senders: dict[str, Posting] = {}

    def content(delivery: Delivery) -> Reply:
        return post_for(guide, delivery.style, delivery.position)

    worker = Worker(
        schedules=store.schedules,
        deliveries=store.deliveries,
        senders=senders,
        runner=DeliveryRunner(
            deliveries=store.deliveries,
            senders=senders,
            content=content,
            observer=observer,
            timing=timing,
            local_rate=LocalRate(),
        ),
        observer=observer,
        timing=timing,
    )
    service = DailyService(
        guide=guide,
        schedules=store.schedules,
        deliveries=store.deliveries,
        senders=senders,
        planning=planning(timing),
        nudge=worker.nudge,
    )
    return DailyPost(service, worker, senders)
