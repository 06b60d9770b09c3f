"""What only shows when all files are seen together: dangling references, ids and names twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.handlers.library import Document, Edition, Page, Topic
from bot.handlers.local_layer import Layer
from bot.knowledge import completeness, gates, situations
from bot.knowledge.faults import Fault
from bot.knowledge.file_types import Checked
from bot.knowledge.files import (
    AreasFile,
    CasesFile,
    ContactsFile,
    DailyFile,
    GoldenFile,
    PhrasingsFile,
    RulesFile,
    SignedFile,
    SituationsFile,
    WrittenGate,
)
from bot.knowledge.folder import Folder
from bot.knowledge.yaml_text import Path_, YamlFile


def check(folders: Sequence[Folder]) -> list[Fault]:
    """Faults between the files of all layers; the first folder is the shipped one."""
    known = _Known(folders)
    faults: list[Fault] = []
    for folder in folders:
        faults.extend(_twice_in(folder))
        for item in folder.checked:
            faults.extend(_dangling(item, known))
    faults.extend(_names(folders))
    faults.extend(_layers(folders))
    faults.extend(gates.faults_between(folders))
    if all(folder.path.is_dir() for folder in folders) and not any(f.faults for f in folders):
        # A file that has a fault counts for nothing yet; it is not missing.
        faults.extend(completeness.missing(folders))
    return faults


class _Known:
    """Every id there is to point at."""

    def __init__(self, folders: Sequence[Folder]) -> None:
        self.topics = {t.shape.id: t.shape for f in folders for t in f.of(Topic)}
        self.areas = {a.id for f in folders for item in f.of(AreasFile) for a in item.shape.areas}
        self.contacts = {
            c.id for f in folders for item in f.of(ContactsFile) for c in item.shape.contacts
        }
        self.cases = {c.id for f in folders for item in f.of(CasesFile) for c in item.shape.cases}
        self.pages = {p.shape.id for f in folders for p in f.of(Page)}
        self.guidelines = {
            g.id
            for f in folders
            for item in f.of(Edition)
            for tenet in item.shape.tenets
            for g in tenet.guidelines
        }


def _fault(file: YamlFile, where: Path_, message: str) -> Fault:
    file.fault(where, message)
    return file.faults[-1]


def _dangling(item: Checked[Any], known: _Known) -> Iterator[Fault]:
    file, shape = item.file, item.shape
    for where, kind, target in _targets(shape):
        ids = {
            "topic": set(known.topics),
            "area": known.areas,
            "contact": known.contacts,
            "guideline": known.guidelines,
            "case": known.cases,
            "page": known.pages,
        }[kind]
        if target not in ids:
            yield _fault(file, where, f"points to the {kind} {target}, which does not exist")
    if isinstance(shape, SituationsFile):
        yield from (_fault(file, *found) for found in situations.faults_of(shape))
    if isinstance(shape, Topic):
        yield from _topic(file, shape, known)
    yield from (_fault(file, *found) for found in _dates(shape))
    if isinstance(shape, ContactsFile):
        for n, contact in enumerate(shape.contacts):
            if contact.superseded and not contact.superseded_note:
                yield _fault(
                    file, ("contacts", n, "superseded"), "needs a superseded_note that says why"
                )
    if isinstance(shape, PhrasingsFile) and (shape.topic is None) != shape.out_of_scope:
        yield _fault(file, (), "needs either a topic or out_of_scope: true")
    if isinstance(shape, Edition):
        numbers = [tenet.number for tenet in shape.tenets]
        if sorted(numbers) != list(range(1, 13)):
            yield _fault(file, ("tenets",), "must hold each of the tenets 1 to 12 once")


def _dates(shape: Any) -> Iterator[tuple[Path_, str]]:
    """Where a day that ends something is not later than the one that begins it."""
    if isinstance(shape, RulesFile):
        for n, rule in enumerate(shape.rules):
            if rule.review_by <= rule.effective:
                yield ("rules", n, "review_by"), "must be later than effective"
    if isinstance(shape, SignedFile):
        for n, signed in enumerate(shape.signed):
            if signed.until is not None and signed.until <= signed.day:
                yield ("signed", n, "until"), "must be later than day"


def _topic(file: YamlFile, shape: Topic, known: _Known) -> Iterator[Fault]:
    parent = known.topics.get(shape.part_of) if shape.part_of else None
    if parent and parent.part_of:
        yield _fault(
            file,
            ("part_of",),
            f"{parent.id} is itself part of {parent.part_of}; a finer topic is part of a main one",
        )
    if shape.id in shape.related:
        where = ("related", shape.related.index(shape.id))
        yield _fault(file, where, "a topic is not related to itself")


def _targets(
    shape: Any,
) -> Iterator[tuple[Path_, str, str]]:
    """Where a file points to something, the kind of thing, and its id."""
    match shape:
        case Topic():
            yield ("area",), "area", shape.area
            if shape.part_of:
                yield ("part_of",), "topic", shape.part_of
            yield from _each(("related",), "topic", shape.related)
            yield from _each(("guidelines",), "guideline", shape.guidelines)
        case CasesFile():
            for n, case in enumerate(shape.cases):
                yield ("cases", n, "topic"), "topic", case.topic
        case SituationsFile():
            yield from situations.targets_of(shape)
        case WrittenGate():
            yield from gates.targets_of(shape)
        case Document() | Page():
            yield from _each(("topics",), "topic", shape.topics)
        case RulesFile():
            for n, rule in enumerate(shape.rules):
                yield ("rules", n, "topic"), "topic", rule.topic
                if rule.contact:
                    yield ("rules", n, "contact"), "contact", rule.contact
        case PhrasingsFile(topic=str(topic)):
            yield ("topic",), "topic", topic
        case GoldenFile():
            for topic in shape.golden:
                yield ("golden", topic), "topic", topic
        case _:
            return


def _each(where: Path_, kind: str, ids: Iterable[str]) -> Iterator[tuple[Path_, str, str]]:
    for n, target in enumerate(ids):
        yield (*where, n), kind, target


def _twice_in(folder: Folder) -> Iterator[Fault]:
    """Ids that stand twice within one layer; across layers the later one replaces the earlier."""
    seen: dict[tuple[str, str], str] = {}
    for item in folder.checked:
        for where, kind, identifier in _ids(item.shape):
            if first := seen.get((kind, identifier)):
                yield _fault(item.file, where, f"{identifier} stands already in {first}")
            else:
                seen[(kind, identifier)] = f"{item.file.path.name}:{item.file.line(where)}"


def _ids(shape: Any) -> Iterator[tuple[Path_, str, str]]:
    match shape:
        case Topic() | Document() | Page() | WrittenGate():
            yield ("id",), type(shape).__name__, shape.id
        case CasesFile():
            for n, case in enumerate(shape.cases):
                yield ("cases", n, "id"), "case", case.id
        case SituationsFile():
            yield from situations.ids_of(shape)
        case ContactsFile():
            for n, contact in enumerate(shape.contacts):
                yield ("contacts", n, "id"), "contact", contact.id
        case RulesFile():
            for n, rule in enumerate(shape.rules):
                yield ("rules", n, "id"), "rule", rule.id
        case DailyFile():
            for n, entry in enumerate(shape.entries):
                yield ("entries", n, "id"), "entry", entry.id
        case Edition():
            for n, tenet in enumerate(shape.tenets):
                for m, guideline in enumerate(tenet.guidelines):
                    yield ("tenets", n, "guidelines", m, "id"), shape.id, guideline.id
        case _:
            return


def _names(folders: Sequence[Folder]) -> Iterator[Fault]:
    """A name may lead to one topic only: two would make the answer a matter of chance."""
    owner: dict[str, str] = {}
    for folder in folders:
        for item in folder.of(Topic):
            topic = item.shape
            for language in ("en", "es"):
                for n, name in enumerate(getattr(topic.names, language)):
                    folded = name.casefold()
                    other = owner.setdefault(folded, topic.id)
                    if other != topic.id:
                        yield _fault(
                            item.file,
                            ("names", language, n),
                            f"“{name}” is already a name of {other}",
                        )


def _layers(folders: Sequence[Folder]) -> Iterator[Fault]:
    for number, folder in enumerate(folders):
        layer = folder.first(Layer)
        if number and layer is None:
            yield Fault(
                folder.path / "layer.yaml",
                1,
                "",
                "is missing; it names whose local rules these are",
            )
        if number == 0:
            for own in (layer, folder.first(SignedFile)):
                if own is not None:
                    message = "belongs in a local folder, not in the shipped knowledge"
                    yield _fault(own.file, (), message)
