"""What happens is counted and logged: no message text, no secret, no name."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

from bot.handlers.ports import Platform, TurnKind, TurnOutcome
from bot.ops.metrics import Metrics

# Slack and Discord tokens, and Slack's response_url, which lets anybody answer in a user's name.
_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|https://hooks\.slack(?:-gov)?\.com/\S+"
    r"|[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}|postgresql(?:\+\w+)?://\S+"
)
HIDDEN = "(hidden)"
INCIDENT_BYTES = 4
# These log whole requests, payloads or their own start-up below warning level.
NOISY = (
    "slack_sdk",
    "slack_bolt",
    "discord",
    "aiohttp",
    "aiosqlite",
    "asyncpg",
    "uvicorn",
    "sqlalchemy",
    "alembic",
)


class MetricsObserver:
    """The `Observer` of the shipped process: metrics and logs."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._log = structlog.get_logger("ethics")

    def answered(
        self, platform: Platform, kind: TurnKind, outcome: TurnOutcome, seconds: float
    ) -> None:
        """Count a turn and how long it took."""
        self._metrics.requests.labels(platform, kind, outcome).inc()
        self._metrics.seconds.labels(platform).observe(seconds)
        self._log.info(
            "answered", platform=platform, kind=kind, outcome=outcome, ms=round(seconds * 1000, 1)
        )

    def acked(self, platform: Platform, seconds: float) -> None:
        """Time an acknowledgement."""
        self._metrics.ack.labels(platform).observe(seconds)

    def limited(self, platform: Platform) -> None:
        """Count a 429."""
        self._metrics.limited.labels(platform).inc()
        self._log.warning("rate limited by the platform", platform=platform)

    def redelivered(self, platform: Platform) -> None:
        """Count an event that came again."""
        self._metrics.redelivered.labels(platform).inc()

    def daily(self, platform: Platform, outcome: str) -> None:
        """Count what became of a daily post."""
        self._metrics.daily.labels(platform, outcome).inc()
        if outcome not in ("sent", "retry"):
            self._log.warning("daily post not sent", platform=platform, outcome=outcome)

    def looked(self, overdue: float) -> None:
        """Note that daily posts were looked for, and how long one of them is overdue."""
        self._metrics.daily_overdue.set(overdue)
        self._metrics.daily_looked.set_to_current_time()

    def background_ended(self, work: str, error: BaseException) -> str:
        """Log and count that work beside the doors ended; the incident id."""
        incident = secrets.token_hex(INCIDENT_BYTES)
        self._metrics.background_ended.labels(work).inc()
        self._log.error(
            "background work ended",
            work=work,
            incident=incident,
            error=type(error).__name__,
            at=where(error),
        )
        return incident

    def incident(self, platform: Platform, error: BaseException) -> str:
        """Log where an error came from, and return the id to show. Its message is not logged."""
        incident = secrets.token_hex(INCIDENT_BYTES)
        self._metrics.incidents.labels(platform).inc()
        self._log.error(
            "incident",
            platform=platform,
            incident=incident,
            error=type(error).__name__,
            at=where(error),
        )
        return incident


def where(error: BaseException) -> list[str]:
    """A traceback as places only: an error's own words may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def configure_logs(form: Literal["auto", "console", "json"], level: str) -> None:
    """Send all logs, our own and the libraries', through one chain to standard error."""
    as_console = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_error_text,
        hide_secrets,
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer(exception_formatter=_no_exception)
        if as_console
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
    logging.getLogger("slack_bolt.AsyncApp").setLevel(logging.ERROR)
    # These call every single attempt to reconnect an error. The watch over the doors says it once.
    for reconnecting in ("discord.shard", "bot.adapters.slack.sdk.socket"):
        logging.getLogger(reconnecting).setLevel(logging.CRITICAL)


def hide_secrets(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace what looks like a token or a secret address in every value."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _SECRET.sub(HIDDEN, value)
    return event


def _without_error_text(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An exception logged by a library becomes its type and places."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"], event["at"] = type(error).__name__, where(error)
    return event


def _no_exception(*_: Any) -> None:
    """The chain has replaced exceptions before a renderer sees them."""
