"""The shape of every knowledge file. The JSON Schemas for editors are made from these classes.

Limits keep an answer readable in a chat window: what does not fit on a phone is not an answer.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=50)]
Title = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Line = Annotated[str, StringConstraints(min_length=3, max_length=220)]
Short = Annotated[str, StringConstraints(min_length=20, max_length=620)]
Prose = Annotated[str, StringConstraints(min_length=10, max_length=820)]
# A listing shows something else next month, so it is no source for a sentence.
_LISTING = re.compile(r"[?&]page=\d|/topic-search\b|/job-functionstitles-search\b")


def _stays(url: str) -> str:
    if _LISTING.search(url):
        raise ValueError(
            "is a search listing that changes; give the address of the page that says it"
        )
    return url


Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s]+$", max_length=300),
    AfterValidator(_stays),
]
TenetNumber = Annotated[int, Field(ge=1, le=12)]
Phrasing = Annotated[str, StringConstraints(min_length=1, max_length=600)]


class File(BaseModel):
    """What all shapes share: nothing unknown, nothing converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceModel(File):
    """Where a fact comes from."""

    title: Annotated[str, StringConstraints(min_length=2, max_length=160)]
    url: Url


class NamesModel(File):
    """Other names people type, in English and in Spanish."""

    en: list[Name] = Field(default_factory=list)
    es: list[Name] = Field(default_factory=list)


class Kept(File):
    """A file somebody answers for."""

    owner: Title = Field(description="Who answers for this text.")
    sources_read: date = Field(description="The day its sources were last read, as 2026-11-22.")


class TopicFile(Kept):
    """A topic: one question people have, and what to do about it."""

    id: Id = Field(description="The name of the file, without .yaml.")
    title: Title
    part_of: Id | None = Field(default=None, description="The main topic a finer one belongs to.")
    area: Id = Field(description="The shelf it stands on; see areas.yaml.")
    tenets: list[TenetNumber] = Field(min_length=1, max_length=5, description="Main one first.")
    guidelines: list[Id] = Field(default_factory=list)
    short: Short = Field(description="What to do, in two to five sentences; the answer first.")
    reasoning: Prose = Field(description="Why the Code says so, in plain words.")
    fine: list[Line] = Field(min_length=2, max_length=6, description="What is fine.")
    not_fine: list[Line] = Field(min_length=2, max_length=6, description="What is not.")
    ask_yourself: list[Line] = Field(min_length=2, max_length=5)
    next_steps: list[Line] = Field(min_length=2, max_length=6, description="In order.")
    tell: Annotated[str, StringConstraints(min_length=10, max_length=260)] = Field(
        description="Whom to tell."
    )
    related: list[Id] = Field(min_length=1, max_length=6)
    names: NamesModel
    law: Line | None = Field(
        default=None, description="What in it rests on law, and is not ICMA's to say."
    )
    sources: list[SourceModel] = Field(min_length=1, max_length=4)


class GuidelineModel(File):
    """A guideline under a tenet, in our own words."""

    id: Id
    title: Title
    text: Annotated[str, StringConstraints(min_length=10, max_length=450)]
    source: Url | None = None


class TenetModel(File):
    """A tenet: the Code's exact words and what helps to understand them."""

    number: TenetNumber
    words: Annotated[str, StringConstraints(min_length=20, max_length=600)]
    plain: Line
    why: Annotated[str, StringConstraints(min_length=20, max_length=550)]
    note: Annotated[str, StringConstraints(min_length=10, max_length=400)] | None = None
    guidelines: list[GuidelineModel] = Field(default_factory=list)
    questions: list[Line] = Field(min_length=3, max_length=3)
    story: Annotated[str, StringConstraints(min_length=40, max_length=750)]
    names: NamesModel = Field(default_factory=NamesModel)


class EditionFile(File):
    """One edition of the Code."""

    id: Id
    title: Title
    adopted: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    revised: Title
    mission: Annotated[str, StringConstraints(min_length=20, max_length=600)]
    source: SourceModel
    notes: list[Annotated[str, StringConstraints(min_length=10, max_length=400)]] = Field(
        default_factory=list
    )
    tenets: list[TenetModel] = Field(min_length=12, max_length=12)


class AreaModel(File):
    """A shelf of topics."""

    id: Id
    title: Title


class AreasFile(File):
    """The shelves, in the order they are shown."""

    areas: list[AreaModel] = Field(min_length=1)


class CaseModel(File):
    """A situation and how it was, or would be, resolved. No names."""

    id: Id
    title: Title
    topic: Id
    tenets: list[TenetNumber] = Field(min_length=1, max_length=5)
    situation: Annotated[str, StringConstraints(min_length=30, max_length=650)]
    question: Annotated[str, StringConstraints(min_length=5, max_length=180)]
    resolution: Annotated[str, StringConstraints(min_length=20, max_length=550)]
    why: Annotated[str, StringConstraints(min_length=20, max_length=550)]
    source: SourceModel
    basis: Literal["retold", "illustration"] = Field(
        description="retold from a published account, or made up to show a guideline."
    )


class CasesFile(File):
    """Cases, usually those of one topic."""

    cases: list[CaseModel] = Field(min_length=1)


class DocumentFile(Kept):
    """A model document with blanks to fill."""

    id: Id
    title: Title
    purpose: Short
    topics: list[Id] = Field(default_factory=list)
    names: NamesModel = Field(default_factory=NamesModel)
    text: Annotated[str, StringConstraints(min_length=100, max_length=8000)]


class SectionModel(File):
    """A part of a page."""

    heading: Title
    text: Prose | None = None
    bullets: list[Line] = Field(default_factory=list, max_length=12)


class PageFile(Kept):
    """Help that is no topic: training, enforcement, who is bound, privacy."""

    id: Id
    title: Title
    short: Short
    sections: list[SectionModel] = Field(min_length=1, max_length=12)
    topics: list[Id] = Field(default_factory=list)
    names: NamesModel = Field(default_factory=NamesModel)
    sources: list[SourceModel] = Field(default_factory=list, max_length=10)


class ContactModel(File):
    """Somebody to ask. One known to be out of date stays on file, marked superseded."""

    id: Id
    role: Title
    use_for: Line
    source: SourceModel
    as_of: date = Field(description="The day the source was true.")
    name: Title | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    phone: Annotated[str, StringConstraints(min_length=5, max_length=40)] | None = None
    address: Line | None = None
    url: Url | None = None
    superseded: bool = False
    superseded_note: Line | None = None


class ContactsFile(File):
    """People and offices to ask."""

    contacts: list[ContactModel] = Field(min_length=1)


class DailyEntryModel(File):
    """One thing to think about with the tenet of the day."""

    id: Id
    kind: Literal["reflection", "case"]
    text: Annotated[str, StringConstraints(min_length=30, max_length=460)]
    question: Annotated[str, StringConstraints(min_length=5, max_length=180)]


class DailyFile(File):
    """What is posted with one tenet; each round takes the next entry."""

    tenet: TenetNumber
    entries: list[DailyEntryModel] = Field(min_length=1)


class PhrasingsFile(File):
    """How people put it: one topic's messages, or those that are no ethics question at all."""

    topic: Id | None = None
    out_of_scope: bool = False
    en: list[Phrasing] = Field(default_factory=list)
    es: list[Phrasing] = Field(default_factory=list)


class GoldenFile(File):
    """Questions each topic must answer, whatever else changes."""

    golden: dict[str, Annotated[list[Phrasing], Field(min_length=1)]]


class LayerFile(File):
    """Whose local layer this is."""

    id: Id
    title: Title = Field(description="For example: City of Exampleton.")
    disclaimer: Prose | None = Field(default=None, description="Added to every answer.")


class RuleModel(File):
    """A local rule, shown above the Code's answer from `effective` until `review_by`."""

    id: Id
    topic: Id
    text: Short
    effective: date
    review_by: date
    source: SourceModel | None = None
    contact: Id | None = Field(default=None, description="Whom to ask, from contacts.yaml.")


class RulesFile(File):
    """The rules of a city or a state."""

    rules: list[RuleModel] = Field(min_length=1)
