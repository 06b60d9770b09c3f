"""The knowledge: YAML files → a frozen `Library`, local layers included.

Every fault is reported at once, with file, line and key; on any fault nothing is used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.handlers.library import Library
from bot.knowledge import references
from bot.knowledge.assemble import assemble
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.folder import Folder, read, yaml_files
from bot.knowledge.phrasings import Golden, Phrasing, golden, phrasings
from bot.settings import Settings

__all__ = [
    "Fault",
    "Golden",
    "Knowledge",
    "KnowledgeError",
    "Phrasing",
    "digest",
    "folders_of",
    "load",
    "read_all",
    "shipped_folder",
]

# What the matcher is trained from; the library itself does not hold it.
TRAINING = frozenset({"phrasings", "golden.yaml"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the folders hold: the library, and what the matcher is trained from."""

    library: Library
    phrasings: tuple[Phrasing, ...]
    golden: tuple[Golden, ...]


def shipped_folder() -> Path:
    """The knowledge that comes with the package: inside it in a wheel, else the checkout's."""
    package = Path(__file__).parent.parent
    inside = package / "_knowledge"
    return inside if inside.is_dir() else package.parent / "knowledge"


def folders_of(settings: Settings) -> tuple[Path, ...]:
    """The shipped folder, then the local ones, the widest first."""
    local = (Path(part) for part in settings.local.split(os.pathsep) if part.strip())
    return (settings.knowledge or shipped_folder(), *local)


def digest(folders: Sequence[Path], *, without: frozenset[str] = frozenset()) -> str:
    """A hash of every file's place and content: equal digests mean equal knowledge."""
    total = hashlib.sha256()
    for folder in folders:
        total.update(b"\0layer\0")
        for relative, path in yaml_files(folder):
            if relative.parts[0] not in without:
                content = path.read_bytes()
                total.update(f"{relative}\0{len(content)}\0".encode())
                total.update(content)
    return total.hexdigest()


def read_all(
    folders: Sequence[Path], *, without: frozenset[str] = frozenset()
) -> tuple[list[Folder], list[Fault]]:
    """Read all layers; the folders as read, and every fault in and between them."""
    layers = [read(folder, without=without) for folder in folders]
    faults = [fault for layer in layers for fault in layer.faults]
    return layers, faults + references.check(layers)


def load(folders: Sequence[Path]) -> Knowledge:
    """The knowledge of these folders. Raises `KnowledgeError` with every fault there is."""
    layers, faults = read_all(folders)
    if faults:
        raise KnowledgeError(faults)
    library = assemble(layers, digest(folders, without=TRAINING))
    return Knowledge(library, phrasings(layers), golden(layers))
