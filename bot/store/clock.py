"""The one clock: the process, the planner of daily posts and the database all go by it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Self


class Clock:
    """The system's time, moved by `ahead` seconds: 0 in production, anything in a test.

    Calling it gives the process's time. The database adds `ahead` to its own time, which all
    replicas share; so a test that sets this clock sets every time that the bot reckons with.
    What is agreed with another party in seconds (signatures, the life of a Slack token) is left
    to the system's clock, as in the SDKs.
    """

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead

    @classmethod
    def at(cls, moment: float) -> Self:
        """A clock that shows `moment` (seconds since 1970) now, and runs on from there."""
        return cls(moment - time.time())

    def __call__(self) -> float:
        """Seconds since 1970."""
        return time.time() + self.ahead

    def today(self) -> date:
        """The date in the time zone of this machine."""
        return datetime.fromtimestamp(self(), UTC).astimezone().date()
