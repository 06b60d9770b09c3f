"""Who signed a text, for which office, and until when the signature stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
