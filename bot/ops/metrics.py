"""The numbers the bot gives out about itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# Answers take milliseconds; platforms allow three seconds.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)

KINDS = ("button", "command", "direct", "form", "mention", "page", "shortcut")
OUTCOMES = ("answer", "choices", "none", "command", "error")


class Metrics:
    """The numbers Prometheus reads. No label holds a person, a workspace or any text."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "ethics_requests",
            "Messages and presses answered.",
            ("platform", "kind", "outcome"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "ethics_answer_seconds",
            "From receipt to reply sent.",
            ("platform",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.ack = Histogram(
            "ethics_ack_seconds",
            "From receipt to acknowledgement.",
            ("platform",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.limited = Counter(
            "ethics_platform_429",
            "Times a platform said: too fast.",
            ("platform",),
            registry=self.registry,
        )
        self.redelivered = Counter(
            "ethics_redeliveries",
            "Events that came again, dropped.",
            ("platform",),
            registry=self.registry,
        )
        self.incidents = Counter(
            "ethics_incidents", "Unexpected errors.", ("platform",), registry=self.registry
        )
        self.daily = Counter(
            "ethics_daily_posts",
            "Daily posts by what became of them.",
            ("platform", "outcome"),
            registry=self.registry,
        )
        self.daily_overdue = Gauge(
            "ethics_daily_overdue_seconds",
            "How long the daily post that has waited longest is overdue.",
            registry=self.registry,
        )
        self.daily_looked = Gauge(
            "ethics_daily_looked_timestamp_seconds",
            "When this process last looked for daily posts.",
            registry=self.registry,
        )
        self.ready = Gauge(
            "ethics_door_ready",
            "1 while a door takes messages.",
            ("platform",),
            registry=self.registry,
        )
        self.database = Gauge(
            "ethics_database_ready",
            "1 while the database keeps what it is given.",
            registry=self.registry,
        )
        self.background_ended = Counter(
            "ethics_background_ended",
            "Times that work beside the doors ended and was started again.",
            ("work",),
            registry=self.registry,
        )
        self.tasks = Gauge(
            "ethics_asyncio_tasks", "Tasks under way in the process.", registry=self.registry
        )

    def begin(
        self, platforms: Collection[str], daily: Iterable[str], daily_outcomes: Collection[str]
    ) -> None:
        """Give every series its zero; `daily`: the platforms that have daily posts.

        A series that appears with its first event is no increase to Prometheus, so that an alert
        on increases would miss exactly that event.
        """
        # The planner of daily posts counts its own incidents.
        for name in (*platforms, "daily"):
            self.incidents.labels(name)
        for platform in platforms:
            for metric in (self.seconds, self.ack, self.limited, self.redelivered):
                metric.labels(platform)
            for kind in KINDS:
                for outcome in OUTCOMES:
                    self.requests.labels(platform, kind, outcome)
        for platform in daily:
            for outcome in daily_outcomes:
                self.daily.labels(platform, outcome)
