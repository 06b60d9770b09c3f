"""YAML files → a frozen `Library` and what the matcher learns from, local layers included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.handlers.library import Library
from bot.knowledge import references
from bot.knowledge.assemble import assemble
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.folder import Folder, read
from bot.knowledge.phrasings import Golden, Phrasing, golden, phrasings
from bot.knowledge.sources import digest


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the folders hold: the library, and what the matcher is trained from."""

    library: Library
    phrasings: tuple[Phrasing, ...]
    golden: tuple[Golden, ...]


def read_all(folders: Sequence[Path]) -> tuple[list[Folder], list[Fault]]:
    """Read all layers; the folders as read, and every fault in and between them."""
    layers = [read(folder) for folder in folders]
    faults = [fault for layer in layers for fault in layer.faults]
    return layers, faults + references.check(layers)


def load(folders: Sequence[Path]) -> Knowledge:
    """The knowledge of these folders. Raises `KnowledgeError` with every fault there is."""
    layers, faults = read_all(folders)
    if faults:
        raise KnowledgeError(faults)
    library = assemble(layers, digest(folders))
    return Knowledge(library, phrasings(layers), golden(layers))
