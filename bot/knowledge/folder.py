"""One folder of knowledge: its files, each checked against its shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.handlers.library import Document, Edition, Page, Topic
from bot.knowledge.faults import Fault
from bot.knowledge.file_types import SHAPES, Checked, check_file, shape_of
from bot.knowledge.files import DailyFile, PhrasingsFile, WrittenGate
from bot.knowledge.sources import yaml_files

Shape = TypeVar("Shape")


@dataclass(slots=True)
class Folder:
    """Every file of one layer that has its shape, and the faults of those that have not."""

    path: Path
    checked: list[Checked[Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def of(self, shape: type[Shape]) -> list[Checked[Shape]]:
        """The files of one shape, in the order of their paths."""
        return [item for item in self.checked if type(item.shape) is shape]

    def first(self, shape: type[Shape]) -> Checked[Shape] | None:
        """The one file of a shape that stands alone."""
        return next(iter(self.of(shape)), None)


def read(folder: Path) -> Folder:
    """Read and check a folder.

    Never raises: a folder that is not there is a fault too.
    """
    result = Folder(folder)
    if not folder.is_dir():
        result.faults.append(
            Fault(folder, 1, "", "is not a folder; check the setting that names it")
        )
        return result
    for relative, path in yaml_files(folder):
        shape = shape_of(relative)
        if shape is None:
            places = ", ".join(sorted(SHAPES))
            result.faults.append(Fault(path, 1, "", f"has no place here; files belong in {places}"))
            continue
        file, checked = check_file(path, shape)
        result.faults.extend(file.faults)
        if checked is not None:
            result.checked.append(checked)
            _check_name(checked, result.faults)
    return result


def _check_name(checked: Checked[Any], faults: list[Fault]) -> None:
    shape, file = checked.shape, checked.file
    stem = file.path.stem
    if isinstance(shape, (Topic, Document, Page, Edition, WrittenGate)) and shape.id != stem:
        faults.append(
            Fault(
                file.path,
                file.line(("id",)),
                "id",
                f"is {shape.id}; it must be the file's name, {stem}",
            )
        )
    if isinstance(shape, PhrasingsFile) and shape.topic and shape.topic != stem:
        faults.append(
            Fault(
                file.path,
                file.line(("topic",)),
                "topic",
                f"is {shape.topic}; it must be the file's name, {stem}",
            )
        )
    if isinstance(shape, DailyFile) and stem != f"tenet-{shape.tenet:02}":
        faults.append(
            Fault(
                file.path,
                file.line(("tenet",)),
                "tenet",
                f"is {shape.tenet}; the file must be named tenet-{shape.tenet:02}.yaml",
            )
        )
