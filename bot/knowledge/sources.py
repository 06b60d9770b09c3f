"""Where the knowledge lies, and a digest that tells whether it changed. Quick: reads no YAML."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from bot.settings import Settings

SUFFIXES = (".yaml", ".yml")
# A knowledge file is read by people; anything larger is a mistake (or an attack on the parser).
MAX_BYTES = 2_000_000


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


def digest(folders: Sequence[Path]) -> str:
    """A hash of every file's place and content: equal digests mean equal knowledge."""
    total = hashlib.sha256()
    for folder in folders:
        total.update(b"\0layer\0")
        for relative, path in yaml_files(folder):
            content = _content(path)
            name = f"{relative}\0{len(content)}\0"
            total.update(name.encode("utf-8", "surrogateescape"))
            total.update(content)
    return total.hexdigest()


def _content(path: Path) -> bytes:
    """What a file holds, as far as it is ever read; nothing where it cannot be.

    Whoever reads the file for its meaning reports both.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return b""
