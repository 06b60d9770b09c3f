"""The shape of a file of situations. Read on a phone before anything is pressed: words count."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from bot.knowledge.models import (
    ID_PATTERN,
    File,
    Id,
    Line,
    Phrasing,
    SourceModel,
    TenetNumber,
    Title,
)


def _words(most: int) -> AfterValidator:
    """At most so many words."""

    def check(text: str) -> str:
        if (count := len(text.split())) > most:
            raise ValueError(f"has {count} words; at most {most} fit in a first view")
        return text

    return AfterValidator(check)


FactName = Literal["giver", "stage", "who", "role", "amount"]
RoleName = Literal[
    "member", "nonmember", "chief_executive", "elected", "spouse", "retired", "staff"
]
Words25 = Annotated[str, StringConstraints(min_length=3, max_length=200), _words(25)]
Words30 = Annotated[str, StringConstraints(min_length=3, max_length=240), _words(30)]
Words45 = Annotated[str, StringConstraints(min_length=3, max_length=340), _words(45)]
Words60 = Annotated[str, StringConstraints(min_length=10, max_length=440), _words(60)]


class OptionModel(File):
    """One answer to the question asked back."""

    label: Annotated[str, StringConstraints(min_length=2, max_length=40)]
    verdict: Literal["no", "yes", "steps"]
    answer: Words45
    when: dict[FactName, str] = Field(
        default_factory=dict, description="Facts in the message that choose this answer."
    )


class AskingModel(File):
    """The one question that decides, and two or three answers to it."""

    question: Line
    options: list[OptionModel] = Field(min_length=2, max_length=3)


class TranslationModel(File):
    """The situation in Spanish."""

    title: Title
    answer: Words60
    turns: Words30 | None = None
    next: Words30 | None = None
    already: Words45 | None = None


class WaysToAsk(File):
    """How people put it."""

    en: list[Phrasing] = Field(min_length=8)
    es: list[Phrasing] = Field(min_length=3)


class SituationModel(File):
    """One thing people get into, with one verdict."""

    id: Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=48)]
    title: Title
    verdict: Literal["no", "yes", "depends", "steps"]
    answer: Words60 = Field(description="Begins with the verdict: No, Yes, It depends on, or do.")
    turns: Words30 = Field(description="The one fact that would change it.")
    next: Words25 = Field(description="One next step.")
    already: Words45 = Field(description="What to do if it has already happened.")
    roles: dict[RoleName, Words45] = Field(default_factory=dict)
    ask: AskingModel | None = Field(default=None, description="Only for `depends`.")
    tenet: TenetNumber
    guideline: Id | None = None
    case: Id | None = None
    source: SourceModel
    basis: Literal["ruling", "guideline", "reading"]
    phrasings: WaysToAsk
    es: TranslationModel | None = None


class SituationsFile(File):
    """The situations of one topic."""

    topic: Id
    situations: list[SituationModel] = Field(min_length=1)
