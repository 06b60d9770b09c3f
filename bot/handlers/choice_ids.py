"""What a button means, as a value, and the one text that stands for it.

A button carries nothing but its id, so that a press needs no memory and is understood after a
restart, in another process and by another version. `Reply.about` and `Reply.context` are such ids.
They are at most `messages.CHOICE_ID_MAX` characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from bot.handlers.library import TENET_COUNT
from bot.handlers.messages import Choice

# The branch of a situation for somebody to whom it has happened already.
DONE = "done"
_SEPARATOR = ":"


class Listing(Enum):
    """A reply that there is only one of."""

    HELP = "help"
    CODE = "code"
    TENETS = "tenets"
    TOPICS = "topics"
    CASES = "cases"
    DOCUMENTS = "documents"
    CONTACT = "contact"
    TODAY = "today"
    NONE_OF_THESE = "none"


@dataclass(frozen=True, slots=True)
class Tenet:
    """One of the twelve tenets."""

    verb: ClassVar = "tenet"
    number: int


@dataclass(frozen=True, slots=True)
class Area:
    """The topics of one area."""

    verb: ClassVar = "area"
    id: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The short answer of a topic."""

    verb: ClassVar = "topic"
    id: str


@dataclass(frozen=True, slots=True)
class More:
    """Everything about a topic."""

    verb: ClassVar = "more"
    topic: str


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation; `branch` is empty, `DONE`, or the number of the option that was chosen."""

    verb: ClassVar = "situation"
    id: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class CasesOf:
    """The cases of a topic."""

    verb: ClassVar = "cases"
    topic: str


@dataclass(frozen=True, slots=True)
class CasesIn:
    """The topics of an area that have cases."""

    verb: ClassVar = "cases-in"
    area: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case."""

    verb: ClassVar = "case"
    id: str


@dataclass(frozen=True, slots=True)
class Document:
    """One model document."""

    verb: ClassVar = "document"
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of text, such as the one on privacy."""

    verb: ClassVar = "page"
    id: str


@dataclass(frozen=True, slots=True)
class Daily:
    """One daily entry."""

    verb: ClassVar = "daily"
    id: str


ChoiceId = (
    Listing
    | Tenet
    | Area
    | Topic
    | More
    | Situation
    | CasesOf
    | CasesIn
    | Case
    | Document
    | Page
    | Daily
)
_LISTINGS = {listing.value: listing for listing in Listing}
_WITH_NAME = {
    kind.verb: kind for kind in (Area, Topic, More, CasesOf, CasesIn, Case, Document, Page, Daily)
}
_TENETS = {str(number): number for number in range(1, TENET_COUNT + 1)}


def encode(value: ChoiceId) -> str:
    """The id of a button that means this."""
    match value:
        case Listing():
            return value.value
        case Tenet(number):
            return f"{value.verb}{_SEPARATOR}{number}"
        case Situation(name, branch) if branch:
            return f"{value.verb}{_SEPARATOR}{name}{_SEPARATOR}{branch}"
        case Situation(name) | Area(name) | Topic(name) | More(name) | CasesOf(name):
            return f"{value.verb}{_SEPARATOR}{name}"
        case CasesIn(name) | Case(name) | Document(name) | Page(name) | Daily(name):
            return f"{value.verb}{_SEPARATOR}{name}"


def decode(text: str) -> ChoiceId | None:
    """What an id means; None for what is no id. Whether what it names exists is not looked up."""
    verb, separator, name = text.partition(_SEPARATOR)
    if not separator:
        return _LISTINGS.get(verb)
    if not name:
        return None
    if verb == Tenet.verb:
        number = _TENETS.get(name)
        return None if number is None else Tenet(number)
    if verb == Situation.verb:
        situation, _, branch = name.partition(_SEPARATOR)
        return Situation(situation, branch) if situation else None
    kind = _WITH_NAME.get(verb)
    return kind(name) if kind else None


def button(value: ChoiceId, label: str) -> Choice:
    """A button with that meaning and those words."""
    return Choice(encode(value), label)
