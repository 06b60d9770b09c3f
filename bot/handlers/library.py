"""Everything the bot knows, as frozen values: the Code, topics, cases, documents, people to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from bot.handlers.local_layer import Layer, LocalRule, Signature
from bot.handlers.situation import CODE_LAYER, Situation, Source

TENET_COUNT = 12


@dataclass(frozen=True, slots=True)
class Names:
    """Other names people type for the same thing."""

    en: tuple[str, ...] = ()
    es: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """English names, then Spanish ones."""
        return self.en + self.es


@dataclass(frozen=True, slots=True)
class Guideline:
    """One guideline under a tenet, told in our own words."""

    id: str
    title: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class TenetEntry:
    """A tenet: the Code's exact `words`, and what helps to understand them."""

    number: int
    words: str
    plain: str
    why: str
    questions: tuple[str, ...]
    story: str
    guidelines: tuple[Guideline, ...] = ()
    note: str = ""
    names: Names = field(default_factory=Names)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the Code, so that a later one can sit beside it."""

    id: str
    title: str
    adopted: str
    revised: str
    mission: str
    source: Source
    tenets: tuple[TenetEntry, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A shelf of topics."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One question people really have, and what to do about it.

    A finer topic names the main one it is `part_of`; `law` says what in it rests on law and not on
    the Code; `layer` is whose it is.
    """

    id: str
    title: str
    area: str
    tenets: tuple[int, ...]
    short: str
    reasoning: str
    fine: tuple[str, ...]
    not_fine: tuple[str, ...]
    ask_yourself: tuple[str, ...]
    next_steps: tuple[str, ...]
    tell: str
    sources: tuple[Source, ...]
    owner: str
    sources_read: date
    part_of: str | None = None
    law: str = ""
    guidelines: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    names: Names = field(default_factory=Names)
    layer: str = CODE_LAYER

    @property
    def main(self) -> str:
        """Its own id, or that of the topic it is part of."""
        return self.part_of or self.id


@dataclass(frozen=True, slots=True)
class Case:
    """A situation, and how it was or would be resolved. Nobody is named."""

    id: str
    title: str
    topic: str
    tenets: tuple[int, ...]
    situation: str
    question: str
    resolution: str
    why: str
    source: Source
    basis: Literal["retold", "illustration"]
    layer: str = CODE_LAYER


@dataclass(frozen=True, slots=True)
class Document:
    """A model document with blanks to fill."""

    id: str
    title: str
    purpose: str
    text: str
    owner: str
    sources_read: date
    topics: tuple[str, ...] = ()
    names: Names = field(default_factory=Names)
    layer: str = CODE_LAYER


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading, then text, bullets or both."""

    heading: str
    text: str = ""
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Help that is no topic: training, enforcement, who is bound, privacy."""

    id: str
    title: str
    short: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    owner: str
    sources_read: date
    topics: tuple[str, ...] = ()
    names: Names = field(default_factory=Names)
    layer: str = CODE_LAYER


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask, with where the entry comes from and when it was true."""

    id: str
    role: str
    use_for: str
    source: Source
    as_of: date
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    url: str = ""
    superseded: bool = False
    superseded_note: str = ""
    layer: str = CODE_LAYER


@dataclass(frozen=True, slots=True)
class DailyEntry:
    """One thing to think about for the tenet of the day."""

    id: str
    tenet: int
    kind: Literal["reflection", "case"]
    text: str
    question: str


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
