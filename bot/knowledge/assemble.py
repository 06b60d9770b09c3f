"""Layers of checked files → one Library. A later layer adds to and replaces an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.handlers.library import (
    Area,
    Case,
    Contact,
    DailyEntry,
    Document,
    Edition,
    Library,
    Names,
    Page,
    Topic,
)
from bot.handlers.local_layer import Layer, LocalRule
from bot.handlers.situation import CODE_LAYER, Situation
from bot.knowledge import convert, signing
from bot.knowledge.folder import Folder
from bot.knowledge.models import (
    AreasFile,
    CasesFile,
    ContactsFile,
    DailyFile,
    DocumentFile,
    EditionFile,
    LayerFile,
    PageFile,
    RulesFile,
    TopicFile,
)
from bot.knowledge.situation_models import SituationsFile


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
        digest=digest,
    )
    return signing.with_signatures(library, folders)


def _add(parts: _Parts, folder: Folder) -> None:
    layer = CODE_LAYER
    if found := folder.first(LayerFile):
        layer = found.shape.id
        parts.layers.append(convert.layer(found.shape))
    for edition in folder.of(EditionFile):
        parts.editions[edition.shape.id] = convert.edition(edition.shape)
    for areas in folder.of(AreasFile):
        parts.areas.update({a.id: convert.area(a) for a in areas.shape.areas})
    for topic in folder.of(TopicFile):
        parts.topics[topic.shape.id] = _keeping_names(
            convert.topic(topic.shape, layer), parts.topics.get(topic.shape.id)
        )
    for cases in folder.of(CasesFile):
        parts.cases.update({c.id: convert.case(c, layer) for c in cases.shape.cases})
    for situations in folder.of(SituationsFile):
        for model in situations.shape.situations:
            topic_id = situations.shape.topic
            parts.situations[model.id] = convert.situation(model, topic_id, layer)
    for document in folder.of(DocumentFile):
        parts.documents[document.shape.id] = convert.document(document.shape, layer)
    for page in folder.of(PageFile):
        parts.pages[page.shape.id] = convert.page(page.shape, layer)
    for contacts in folder.of(ContactsFile):
        parts.contacts.update({c.id: convert.contact(c, layer) for c in contacts.shape.contacts})
    for daily in folder.of(DailyFile):
        number = daily.shape.tenet
        entries = tuple(convert.daily(entry, number) for entry in daily.shape.entries)
        parts.daily[number] = parts.daily.get(number, ()) + entries
    for rules in folder.of(RulesFile):
        parts.rules.update({r.id: convert.rule(r, layer) for r in rules.shape.rules})


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
