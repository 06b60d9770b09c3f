"""What a city or a state adds in a folder of its own: rules, a disclaimer, signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.handlers.situation import Source


@dataclass(frozen=True, slots=True)
class LocalRule:
    """A local rule, shown above the Code's answer from `effective` until `review_by`."""

    id: str
    topic: str
    text: str
    effective: date
    review_by: date
    layer: str
    source: Source | None = None
    contact: str = ""

    def is_current(self, today: date) -> bool:
        """Whether the rule may be shown on that day."""
        return self.effective <= today <= self.review_by


@dataclass(frozen=True, slots=True)
class Layer:
    """A local overlay: whose it is, and its own disclaimer."""

    id: str
    title: str
    disclaimer: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A person who read a text word for word and stands behind it for an office.

    `until` is the last day it stands; without one it stands until the text changes.
    """

    by: str
    office: str
    on: date
    until: date | None = None

    def stands(self, today: date) -> bool:
        """Whether the signature may be shown on that day."""
        return self.until is None or today <= self.until
