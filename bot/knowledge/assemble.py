"""Layers of checked files → one Library. A later layer adds to and replaces an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.handlers.library import (
    Area,
    Case,
    DailyEntry,
    Document,
    Edition,
    Library,
    Names,
    Page,
    Topic,
)
from bot.handlers.local_layer import Contact, Layer, LocalRule
from bot.handlers.situation import CODE_LAYER, Situation
from bot.knowledge import gates, signing
from bot.knowledge.files import (
    AreasFile,
    CasesFile,
    ContactsFile,
    DailyFile,
    RulesFile,
    SituationsFile,
)
from bot.knowledge.folder import Folder


@dataclass(slots=True)
class _Parts:
    editions: dict[str, Edition]
    areas: dict[str, Area]
    topics: dict[str, Topic]
    cases: dict[str, Case]
    documents: dict[str, Document]
    pages: dict[str, Page]
    contacts: dict[str, Contact]
    daily: dict[int, tuple[DailyEntry, ...]]
    rules: dict[str, LocalRule]
    layers: list[Layer]
    situations: dict[str, Situation]


def assemble(folders: Sequence[Folder], digest: str = "") -> Library:
    """One library of the shipped folder and any local ones, which must be free of faults."""
    parts = _Parts({}, {}, {}, {}, {}, {}, {}, {}, {}, [], {})
    for folder in folders:
        _add(parts, folder)
    topics = _in_order(parts)
    library = Library(
        editions=tuple(sorted(parts.editions.values(), key=lambda e: e.id, reverse=True)),
        areas=tuple(parts.areas.values()),
        topics={topic.id: topic for topic in topics},
        cases=parts.cases,
        documents=parts.documents,
        pages=parts.pages,
        contacts=tuple(parts.contacts.values()),
        daily=parts.daily,
        rules=tuple(parts.rules.values()),
        layers=tuple(parts.layers),
        situations=parts.situations,
        gates=gates.gates(folders),
        word_lists=gates.word_lists(folders),
        digest=digest,
    )
    return signing.with_signatures(library, folders)


def _add(parts: _Parts, folder: Folder) -> None:
    layer = CODE_LAYER
    if found := folder.first(Layer):
        layer = found.shape.id
        parts.layers.append(found.shape)
    for edition in folder.of(Edition):
        by_number = sorted(edition.shape.tenets, key=lambda tenet: tenet.number)
        parts.editions[edition.shape.id] = replace(edition.shape, tenets=tuple(by_number))
    for areas in folder.of(AreasFile):
        parts.areas.update({area.id: area for area in areas.shape.areas})
    for topic in folder.of(Topic):
        new = replace(topic.shape, layer=layer)
        parts.topics[new.id] = _keeping_names(new, parts.topics.get(new.id))
    for cases in folder.of(CasesFile):
        parts.cases.update({case.id: replace(case, layer=layer) for case in cases.shape.cases})
    for file in folder.of(SituationsFile):
        for written in file.shape.situations:
            parts.situations[written.id] = written.without_phrasings(file.shape.topic, layer)
    for document in folder.of(Document):
        parts.documents[document.shape.id] = replace(document.shape, layer=layer)
    for page in folder.of(Page):
        parts.pages[page.shape.id] = replace(page.shape, layer=layer)
    for contacts in folder.of(ContactsFile):
        parts.contacts.update({c.id: replace(c, layer=layer) for c in contacts.shape.contacts})
    for daily in folder.of(DailyFile):
        number = daily.shape.tenet
        entries = tuple(replace(entry, tenet=number) for entry in daily.shape.entries)
        parts.daily[number] = parts.daily.get(number, ()) + entries
    for rules in folder.of(RulesFile):
        parts.rules.update({rule.id: replace(rule, layer=layer) for rule in rules.shape.rules})


def _keeping_names(topic: Topic, replaced: Topic | None) -> Topic:
    """A local topic keeps the names of the one it replaces: old words still find their answer."""
    if replaced is None:
        return topic
    en = dict.fromkeys(topic.names.en + replaced.names.en)
    es = dict.fromkeys(topic.names.es + replaced.names.es)
    return replace(topic, names=Names(tuple(en), tuple(es)))


def _in_order(parts: _Parts) -> list[Topic]:
    """Topics by shelf, each main topic followed by its finer ones, alphabetically by title."""
    shelf = {area: n for n, area in enumerate(parts.areas)}
    mains = {t.id: t for t in parts.topics.values() if t.part_of is None}

    def key(topic: Topic) -> tuple[int, str, bool, str]:
        main = mains.get(topic.main, topic)
        return (
            shelf.get(main.area, len(shelf)),
            main.title,
            topic.part_of is not None,
            topic.title,
        )

    return sorted(parts.topics.values(), key=key)
