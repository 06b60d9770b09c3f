"""People to ask, and what a city or a state adds: rules, a disclaimer, signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.handlers.situation import CODE_LAYER, Source
from bot.handlers.text_limits import (
    Day,
    Described,
    Exact,
    Id,
    Layered,
    Line,
    Prose,
    Short,
    Text,
    Title,
    Url,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask, with where the entry comes from and when it was true."""

    id: Id
    role: Title
    use_for: Line
    source: Source
    as_of: Annotated[Day, Described("The day the source was true.")]
    name: Title = ""
    email: Annotated[str, Text(pattern=r"^[^@\s]+@[^@\s]+$")] = ""
    phone: Annotated[str, Text(least=5, most=40)] = ""
    address: Line = ""
    url: Url = ""
    superseded: Annotated[bool, Exact()] = False
    superseded_note: Line = ""
    layer: Layered = CODE_LAYER


@dataclass(frozen=True, slots=True)
class LocalRule:
    """A local rule, shown above the Code's answer from `effective` until `review_by`."""

    id: Id
    topic: Id
    text: Short
    effective: Day
    review_by: Day
    layer: Layered = CODE_LAYER
    source: Source | None = None
    contact: Annotated[Id, Described("Whom to ask, from contacts.yaml.")] = ""

    def is_current(self, today: date) -> bool:
        """Whether the rule may be shown on that day."""
        return self.effective <= today <= self.review_by


@dataclass(frozen=True, slots=True)
class Layer:
    """A local overlay: whose it is, and its own disclaimer."""

    id: Id
    title: Annotated[Title, Described("For example: City of Exampleton.")]
    disclaimer: Annotated[Prose, Described("Added to every answer.")] = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A person who read a text word for word and stands behind it for an office.

    `until` is the last day it stands; without one it stands until the text changes.
    """

    by: Annotated[Title, Described("Who signed, by name.")]
    office: Annotated[Title, Described("The office it is signed for, such as City ethics officer.")]
    day: Annotated[Day, Described("The day of the signature.")]
    until: Annotated[Day | None, Described("The last day it stands, if it ends.")] = None

    def stands(self, today: date) -> bool:
        """Whether the signature may be shown on that day."""
        return self.until is None or today <= self.until
