"""What an administrator can order, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from bot.handlers.daily_post import Style


@dataclass(frozen=True, slots=True)
class Set:
    """Post like this. What is None stays as it is, or is the default for a new schedule."""

    at: time | None = None
    days: frozenset[int] | None = None
    zone: str | None = None
    holidays: str | None = None
    style: Style | None = None
    tenet: int | None = None
    # Nothing before this day.
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Post nothing until that day, or until told otherwise."""

    until: date | None


@dataclass(frozen=True, slots=True)
class Close:
    """Days of one's own without a post: more of them, fewer of them, or none at all."""

    add: frozenset[date] = frozenset()
    remove: frozenset[date] = frozenset()
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Resume:
    """Post again."""


@dataclass(frozen=True, slots=True)
class Off:
    """Post no more, and forget what was set."""


@dataclass(frozen=True, slots=True)
class Status:
    """Say what is set, what was posted and what comes next."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Show the next post, to this person alone. Nothing is counted."""


@dataclass(frozen=True, slots=True)
class Form:
    """Nothing was said: a door with a form opens it, others show the status."""


@dataclass(frozen=True, slots=True)
class Help:
    """How to say it."""


Order = Set | Pause | Close | Resume | Off | Status | Preview | Form | Help
