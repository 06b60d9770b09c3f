"""A situation: one thing people get into, its verdict, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from bot.handlers.text_limits import (
    Described,
    Id,
    Items,
    Layered,
    Line,
    OneOf,
    SituationId,
    SourceTitle,
    TenetNumber,
    Text,
    Title,
    Url,
    Words25,
    Words30,
    Words45,
    Words60,
)

CODE_LAYER = "icma"

# What an answer says first: don't, you may or you must, one fact decides, or do this now.
Verdict = Literal["no", "yes", "depends", "steps"]
# What an answer rests on: a published ruling, a guideline of the Code, or our own reading.
Basis = Literal["ruling", "guideline", "reading"]
FactName = Annotated[str, OneOf("giver", "stage", "who", "role", "amount")]
RoleName = Annotated[
    str, OneOf("member", "nonmember", "chief_executive", "elected", "spouse", "retired", "staff")
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    title: SourceTitle
    url: Url


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to the question a situation asks back, and the verdict it leads to.

    `when` holds facts (`bot.handlers.matching.facts`) that choose it without asking.
    """

    label: Annotated[str, Text(least=2, most=40)]
    verdict: Literal["no", "yes", "steps"]
    answer: Words45
    when: Annotated[
        Mapping[FactName, str], Described("Facts in the message that choose this answer.")
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """The one question that decides a situation, and its answers."""

    question: Line
    options: Annotated[tuple[Option, ...], Items(least=2, most=3)]


@dataclass(frozen=True, slots=True)
class Translation:
    """A situation in another language; what is empty is shown in English."""

    title: Title
    answer: Words60
    turns: Words30 = ""
    next: Words30 = ""
    already: Words45 = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One thing people get into, narrow enough that one verdict fits.

    `answer` begins with the verdict; `turns` is the fact that would change it; `next` is one
    step; `already` is for those to whom it has happened; `roles` holds what differs by role.
    """

    id: SituationId
    title: Title
    verdict: Verdict
    answer: Annotated[Words60, Described("Begins with the verdict: No, Yes, It depends on, or do.")]
    turns: Annotated[Words30, Described("The one fact that would change it.")]
    next: Annotated[Words25, Described("One next step.")]
    already: Annotated[Words45, Described("What to do if it has already happened.")]
    tenet: TenetNumber
    source: Source
    basis: Basis
    guideline: Id = ""
    case: Id = ""
    roles: Mapping[RoleName, Words45] = field(default_factory=dict)
    ask: Annotated[Asking | None, Described("Only for `depends`.")] = None
    es: Translation | None = None
    topic: Layered = ""
    layer: Layered = CODE_LAYER
