"""Gates and word lists: what they must hold besides their shape, and how layers are joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.handlers.gates import Gate
from bot.handlers.matching.gate_patterns import PatternError, named_list, parse
from bot.knowledge.faults import Fault
from bot.knowledge.files import WordListsFile, WrittenGate
from bot.knowledge.folder import Folder
from bot.knowledge.yaml_text import Path_

# The list whose entries are patterns themselves.
FIGURES = "figures"


def targets_of(shape: WrittenGate) -> Iterator[tuple[Path_, str, str]]:
    """What a gate points to: where, the kind of thing, and its id."""
    if shape.page:
        kind, _, target = shape.page.partition(":")
        yield ("page",), kind, target


def faults_between(folders: Sequence[Folder]) -> Iterator[Fault]:
    """Patterns that say nothing, lists that do not exist, and gates that are not whole."""
    names = {name for folder in folders for name in _lists(folder)}
    known: set[str] = set()
    for folder in folders:
        for lists in folder.of(WordListsFile):
            for name, entries in lists.shape.lists.items():
                for n, entry in enumerate(entries):
                    patterns = [entry] if name == FIGURES or named_list(entry) else []
                    for message in _wrong(patterns, names):
                        lists.file.fault(("lists", name, n), message)
            yield from lists.file.faults
        for item in folder.of(WrittenGate):
            gate = item.shape
            for where, message in _not_whole(gate, known):
                item.file.fault(where, message)
            for n, sign in enumerate(gate.signs):
                for message in _wrong((*sign.any_of, *sign.also, *sign.unless), names):
                    item.file.fault(("signs", n), message)
            yield from item.file.faults
            known.add(gate.id)


def _not_whole(gate: WrittenGate, known: set[str]) -> Iterator[tuple[Path_, str]]:
    if gate.extends and gate.id not in known:
        yield ("extends",), f"there is no gate {gate.id} in an earlier layer to extend"
    if not gate.extends and gate.reply is None:
        yield ("reply",), "is missing"
    if not gate.extends and not gate.signs:
        yield ("signs",), "is missing; nothing would be recognized"
    if gate.family == "danger" and gate.page:
        yield ("page",), "does not belong to a gate of danger: nothing may distract from its reply"


def _wrong(patterns: Iterable[str], names: set[str]) -> Iterator[str]:
    for text in patterns:
        try:
            parsed = parse(text)
        except PatternError as error:
            yield f"“{text}” {error}"
            continue
        parts = {p for each in parsed for step in each.steps for p in step.symbol.split("/")}
        for name in sorted(filter(None, map(named_list, parts))):
            if name not in names:
                yield f"“{text}” names the list {name}, which does not exist"


def word_lists(folders: Sequence[Folder]) -> dict[str, tuple[str, ...]]:
    """The lists of all layers, those of a name joined."""
    joined: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        for name, entries in _lists(folder).items():
            joined[name] = tuple(dict.fromkeys((*joined.get(name, ()), *entries)))
    return joined


def gates(folders: Sequence[Folder]) -> dict[str, Gate]:
    """The gates of all layers, which must be free of faults."""
    found: dict[str, Gate] = {}
    for folder in folders:
        for item in folder.of(WrittenGate):
            new = item.shape.without_examples()
            earlier = found.get(new.id) if new.extends else None
            found[new.id] = _extended(earlier, new) if earlier else new
    return found


def examples(folders: Sequence[Folder]) -> tuple[tuple[str, str], ...]:
    """How people put it, of all layers: message and gate."""
    return tuple(
        (text, item.shape.id)
        for folder in folders
        for item in folder.of(WrittenGate)
        for text in (*item.shape.examples.en, *item.shape.examples.es)
    )


def _lists(folder: Folder) -> Mapping[str, Sequence[str]]:
    return {k: v for item in folder.of(WordListsFile) for k, v in item.shape.lists.items()}


def _extended(gate: Gate, new: Gate) -> Gate:
    return replace(
        new,
        reply=new.reply or gate.reply,
        signs=(*gate.signs, *new.signs),
        contacts=tuple(dict.fromkeys((*gate.contacts, *new.contacts))),
        page=new.page or gate.page,
    )
