"""Everything the bot knows, as frozen values: the Code, topics, cases, documents, people to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from bot.handlers.gates import Gate
from bot.handlers.local_layer import Contact, Layer, LocalRule, Signature
from bot.handlers.situation import CODE_LAYER, Situation, Source
from bot.handlers.text_limits import (
    Account,
    Ask,
    Described,
    Exactly,
    FileId,
    FromPlace,
    Id,
    Items,
    Layered,
    Line,
    Name,
    Note,
    Owner,
    Prose,
    Short,
    SourcesRead,
    Story,
    TenetNumber,
    Text,
    Title,
    Url,
)

TENET_COUNT = 12


@dataclass(frozen=True, slots=True)
class Names:
    """Other names people type for the same thing."""

    en: tuple[Name, ...] = ()
    es: tuple[Name, ...] = ()

    def all(self) -> tuple[str, ...]:
        """English names, then Spanish ones."""
        return self.en + self.es


@dataclass(frozen=True, slots=True)
class Guideline:
    """One guideline under a tenet, told in our own words."""

    id: Id
    title: Title
    text: Annotated[str, Text(least=10, most=450)]
    source: Url = ""


@dataclass(frozen=True, slots=True)
class TenetEntry:
    """A tenet: the Code's exact `words`, and what helps to understand them."""

    number: TenetNumber
    words: Exactly
    plain: Line
    why: Account
    questions: Annotated[tuple[Line, ...], Items(least=3, most=3)]
    story: Story
    guidelines: tuple[Guideline, ...] = ()
    note: Note = ""
    names: Names = field(default_factory=Names)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the Code, so that a later one can sit beside it."""

    id: Id
    title: Title
    adopted: Annotated[str, Text(pattern=r"^[0-9]{4}$")]
    revised: Title
    mission: Exactly
    source: Source
    tenets: Annotated[tuple[TenetEntry, ...], Items(least=TENET_COUNT, most=TENET_COUNT)]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A shelf of topics."""

    id: Id
    title: Title


@dataclass(frozen=True, slots=True)
class Topic:
    """One question people really have, and what to do about it.

    A finer topic names the main one it is `part_of`; `law` says what in it rests on law and not on
    the Code; `layer` is whose it is.
    """

    id: FileId
    title: Title
    area: Annotated[Id, Described("The shelf it stands on; see areas.yaml.")]
    tenets: Annotated[tuple[TenetNumber, ...], Items("Main one first.", 1, 5)]
    short: Annotated[Short, Described("What to do, in two to five sentences; the answer first.")]
    reasoning: Annotated[Prose, Described("Why the Code says so, in plain words.")]
    fine: Annotated[tuple[Line, ...], Items("What is fine.", 2, 6)]
    not_fine: Annotated[tuple[Line, ...], Items("What is not.", 2, 6)]
    ask_yourself: Annotated[tuple[Line, ...], Items(least=2, most=5)]
    next_steps: Annotated[tuple[Line, ...], Items("In order.", 2, 6)]
    tell: Annotated[str, Text("Whom to tell.", 10, 260)]
    sources: Annotated[tuple[Source, ...], Items(least=1, most=4)]
    owner: Owner
    sources_read: SourcesRead
    part_of: Annotated[Id | None, Described("The main topic a finer one belongs to.")] = None
    law: Annotated[Line, Described("What in it rests on law, and is not ICMA's to say.")] = ""
    guidelines: tuple[Id, ...] = ()
    related: Annotated[tuple[Id, ...], Items(least=1, most=6)] = ()
    names: Names = field(default_factory=Names)
    layer: Layered = CODE_LAYER

    @property
    def main(self) -> str:
        """Its own id, or that of the topic it is part of."""
        return self.part_of or self.id


@dataclass(frozen=True, slots=True)
class Case:
    """A situation, and how it was or would be resolved. Nobody is named."""

    id: Id
    title: Title
    topic: Id
    tenets: Annotated[tuple[TenetNumber, ...], Items(least=1, most=5)]
    situation: Annotated[str, Text(least=30, most=650)]
    question: Ask
    resolution: Account
    why: Account
    source: Source
    basis: Annotated[
        Literal["retold", "illustration"],
        Described("retold from a published account, or made up to show a guideline."),
    ]
    layer: Layered = CODE_LAYER


@dataclass(frozen=True, slots=True)
class Document:
    """A model document with blanks to fill."""

    id: Id
    title: Title
    purpose: Short
    text: Annotated[str, Text(least=100, most=8000)]
    owner: Owner
    sources_read: SourcesRead
    topics: tuple[Id, ...] = ()
    names: Names = field(default_factory=Names)
    layer: Layered = CODE_LAYER


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading, then text, bullets or both."""

    heading: Title
    text: Prose = ""
    bullets: Annotated[tuple[Line, ...], Items(most=12)] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Help that is no topic: training, enforcement, who is bound, privacy."""

    id: Id
    title: Title
    short: Short
    sections: Annotated[tuple[Section, ...], Items(least=1, most=12)]
    owner: Owner
    sources_read: SourcesRead
    topics: tuple[Id, ...] = ()
    sources: Annotated[tuple[Source, ...], Items(most=10)] = ()
    names: Names = field(default_factory=Names)
    layer: Layered = CODE_LAYER


@dataclass(frozen=True, slots=True)
class DailyEntry:
    """One thing to think about for the tenet of the day."""

    id: Id
    kind: Literal["reflection", "case"]
    text: Annotated[str, Text(least=30, most=460)]
    question: Ask
    tenet: Annotated[int, FromPlace()] = 0


@dataclass(frozen=True)
class Library:
    """All of it. Look-ups raise `KeyError`."""

    editions: tuple[Edition, ...]
    areas: tuple[Area, ...]
    topics: Mapping[str, Topic]
    cases: Mapping[str, Case]
    documents: Mapping[str, Document]
    pages: Mapping[str, Page]
    contacts: tuple[Contact, ...]
    daily: Mapping[int, tuple[DailyEntry, ...]]
    rules: tuple[LocalRule, ...] = ()
    layers: tuple[Layer, ...] = ()
    situations: Mapping[str, Situation] = field(default_factory=dict)
    gates: Mapping[str, Gate] = field(default_factory=dict)
    word_lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    digest: str = ""

    @property
    def edition(self) -> Edition:
        """The edition that answers are given from: the first on file."""
        return self.editions[0]

    def tenet(self, number: int) -> TenetEntry:
        """Tenet 1 to 12 of the current edition."""
        if not 1 <= number <= TENET_COUNT:
            raise KeyError(number)
        return self.edition.tenets[number - 1]

    @cached_property
    def main_topics(self) -> tuple[Topic, ...]:
        """The topics that are not part of another."""
        return tuple(topic for topic in self.topics.values() if topic.part_of is None)

    @cached_property
    def guidelines(self) -> Mapping[str, Guideline]:
        """Every guideline of the current edition by its id."""
        return {g.id: g for tenet in self.edition.tenets for g in tenet.guidelines}

    def finer(self, topic_id: str) -> tuple[Topic, ...]:
        """The finer topics that are part of this one."""
        return tuple(topic for topic in self.topics.values() if topic.part_of == topic_id)

    def family(self, topic_id: str) -> frozenset[str]:
        """A topic's main topic and all its finer ones."""
        main = self.topics[topic_id].main
        return frozenset(topic.id for topic in self.topics.values() if topic.main == main)

    def cases_for(self, topic_id: str) -> tuple[Case, ...]:
        """Cases on the topic itself first, then on the rest of its family."""
        main = self.topics[topic_id].main
        cases = (c for c in self.cases.values() if self.topics[c.topic].main == main)
        return tuple(sorted(cases, key=lambda case: case.topic != topic_id))

    @cached_property
    def situations_by_topic(self) -> Mapping[str, tuple[Situation, ...]]:
        """The situations of each topic that has any, in the order of its file."""
        found: dict[str, tuple[Situation, ...]] = {}
        for situation in self.situations.values():
            found[situation.topic] = (*found.get(situation.topic, ()), situation)
        return found

    def documents_for(self, topic_ids: Iterable[str]) -> tuple[Document, ...]:
        """Model documents that name one of these topics."""
        wanted = frozenset(topic_ids)
        return tuple(d for d in self.documents.values() if wanted.intersection(d.topics))

    def rules_for(self, topic_id: str) -> tuple[LocalRule, ...]:
        """Local rules on the topic itself or on its main topic, whatever their dates."""
        return tuple(r for r in self.rules if r.topic in (topic_id, self.topics[topic_id].main))

    def signature(self, about: str, today: date) -> Signature | None:
        """Who signed the text of that choice id, as long as the signature stands."""
        found = self.signatures.get(about)
        return found if found and found.stands(today) else None

    def layer(self, layer_id: str) -> Layer | None:
        """The local layer of that id; None for the Code itself."""
        return next((layer for layer in self.layers if layer.id == layer_id), None)

    def current_contacts(self) -> tuple[Contact, ...]:
        """Contacts that may be offered: local ones first, superseded ones never."""
        current = (c for c in self.contacts if not c.superseded)
        return tuple(sorted(current, key=lambda contact: contact.layer == CODE_LAYER))
