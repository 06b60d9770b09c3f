"""Where the knowledge lies, and a digest that tells whether it changed. Quick: reads no YAML."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from bot.settings import Settings

SUFFIXES = (".yaml", ".yml")
# What the matcher learns from. An edit anywhere else is answered from at once.
TAUGHT_FROM = frozenset({"phrasings", "topics"})


def shipped_folder() -> Path:
    """The knowledge that comes with the package: inside it in a wheel, else the checkout's."""
    package = Path(__file__).parent.parent
    inside = package / "_knowledge"
    return inside if inside.is_dir() else package.parent / "knowledge"


def folders_of(settings: Settings) -> tuple[Path, ...]:
    """The shipped folder, then the local ones, the widest first."""
    local = (Path(part) for part in settings.local.split(os.pathsep) if part.strip())
    return (settings.knowledge or shipped_folder(), *local)


def yaml_files(folder: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """Relative and real path of each YAML file, sorted; hidden and editor files are left out."""
    for path in sorted(folder.rglob("*")):
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.suffix in SUFFIXES and not hidden and path.is_file():
            yield relative, path


def digest(folders: Sequence[Path], *, only: frozenset[str] | None = None) -> str:
    """A hash of every file's place and content: equal digests mean equal knowledge.

    With `only`, of the files in these subfolders; a layer that has none of them does not count.
    """
    total = hashlib.sha256()
    for folder in folders:
        files = [
            (relative, path)
            for relative, path in yaml_files(folder)
            if only is None or relative.parts[0] in only
        ]
        total.update(b"\0layer\0" if files else b"")
        for relative, path in files:
            content = path.read_bytes()
            total.update(f"{relative}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()
