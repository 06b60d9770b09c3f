"""A situation: one thing people get into, its verdict, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

CODE_LAYER = "icma"

# What an answer says first: don't, you may or you must, one fact decides, or do this now.
Verdict = Literal["no", "yes", "depends", "steps"]
# What an answer rests on: a published ruling, a guideline of the Code, or our own reading.
Basis = Literal["ruling", "guideline", "reading"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to the question a situation asks back, and the verdict it leads to.

    `when` holds facts (`bot.handlers.matching.facts`) that choose it without asking.
    """

    label: str
    verdict: Verdict
    answer: str
    when: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """The one question that decides a situation, and its answers."""

    question: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """A situation in another language; what is empty is shown in English."""

    title: str
    answer: str
    turns: str = ""
    next: str = ""
    already: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One thing people get into, narrow enough that one verdict fits.

    `answer` begins with the verdict; `turns` is the fact that would change it; `next` is one
    step; `already` is for those to whom it has happened; `roles` holds what differs by role.
    """

    id: str
    topic: str
    title: str
    verdict: Verdict
    answer: str
    turns: str
    next: str
    already: str
    tenet: int
    source: Source
    basis: Basis
    guideline: str = ""
    case: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    ask: Asking | None = None
    es: Translation | None = None
    layer: str = CODE_LAYER
