"""What each knowledge file holds: a value of the core, or a list of such values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated

from bot.handlers.gates import Gate
from bot.handlers.library import Area, Case, DailyEntry
from bot.handlers.local_layer import Contact, LocalRule, Signature
from bot.handlers.situation import Situation
from bot.handlers.text_limits import Exact, Id, Items, Phrase, TenetNumber, Text


@dataclass(frozen=True, slots=True)
class AreasFile:
    """The shelves, in the order they are shown."""

    areas: Annotated[tuple[Area, ...], Items(least=1)]


@dataclass(frozen=True, slots=True)
class CasesFile:
    """Cases, usually those of one topic."""

    cases: Annotated[tuple[Case, ...], Items(least=1)]


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """People and offices to ask."""

    contacts: Annotated[tuple[Contact, ...], Items(least=1)]


@dataclass(frozen=True, slots=True)
class DailyFile:
    """What is posted with one tenet; each round takes the next entry."""

    tenet: TenetNumber
    entries: Annotated[tuple[DailyEntry, ...], Items(least=1)]


@dataclass(frozen=True, slots=True)
class PhrasingsFile:
    """How people put it: one topic's messages, or those that are no ethics question at all."""

    topic: Id | None = None
    out_of_scope: Annotated[bool, Exact()] = False
    en: tuple[Phrase, ...] = ()
    es: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldenFile:
    """Questions each topic must answer, whatever else changes."""

    golden: Mapping[str, Annotated[tuple[Phrase, ...], Items(least=1)]]


@dataclass(frozen=True, slots=True)
class RulesFile:
    """The rules of a city or a state."""

    rules: Annotated[tuple[LocalRule, ...], Items(least=1)]


@dataclass(frozen=True, slots=True)
class WaysToAsk:
    """How people put a situation."""

    en: Annotated[tuple[Phrase, ...], Items(least=8)]
    es: Annotated[tuple[Phrase, ...], Items(least=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSituation(Situation):
    """One thing people get into, with one verdict, and how they put it."""

    phrasings: WaysToAsk

    def without_phrasings(self, topic: str, layer: str) -> Situation:
        """The situation as it is answered from; the phrasings are only learned from."""
        values = {one.name: getattr(self, one.name) for one in fields(Situation)}
        return Situation(**(values | {"topic": topic, "layer": layer}))


@dataclass(frozen=True, slots=True)
class SituationsFile:
    """The situations of one topic."""

    topic: Id
    situations: Annotated[tuple[WrittenSituation, ...], Items(least=1)]


@dataclass(frozen=True, slots=True)
class Examples:
    """How people put it."""

    en: tuple[Phrase, ...] = ()
    es: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenGate(Gate):
    """A kind of message that is answered before any topic, and how people put it."""

    examples: Examples = Examples()

    def without_examples(self) -> Gate:
        """The gate as messages are held against it; examples are only for reading and tests."""
        return Gate(**{one.name: getattr(self, one.name) for one in fields(Gate)})


ListName = Annotated[str, Text(most=40, pattern=r"^[a-z]+([ -][a-z]+)*$")]
Entry = Annotated[str, Text(least=1, most=400)]


@dataclass(frozen=True, slots=True)
class WordListsFile:
    """Named lists of words and phrases; one of the same name in a local layer adds to it."""

    lists: Mapping[ListName, tuple[Entry, ...]]


# `topic:gifts`, `situation:meals-vendor-buys-lunch`, `page:about`: the id of an answer's button.
TextId = Annotated[str, Text(most=64, pattern=r"^[a-z]+:[a-z0-9-]+$")]
Digest = Annotated[str, Text(pattern=r"^[0-9a-f]{16}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSignature(Signature):
    """One signature, under as many texts as were read for it."""

    texts: Annotated[
        Mapping[TextId, Digest],
        Items("What was signed, and the digest of its words on that day.", 1),
    ]


@dataclass(frozen=True, slots=True)
class SignedFile:
    """The signatures of a local layer. `ethics sign` writes it."""

    signed: Annotated[tuple[WrittenSignature, ...], Items(least=1)]
