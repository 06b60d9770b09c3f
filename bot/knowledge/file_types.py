"""Which shape a file has, and the check of one file against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from bot.knowledge.models import (
    AreasFile,
    CasesFile,
    ContactsFile,
    DailyFile,
    DocumentFile,
    EditionFile,
    File,
    GoldenFile,
    LayerFile,
    PageFile,
    PhrasingsFile,
    RulesFile,
    TopicFile,
)
from bot.knowledge.signed_models import SignedFile
from bot.knowledge.situation_models import SituationsFile
from bot.knowledge.sources import SUFFIXES
from bot.knowledge.yaml_text import YamlFile, dotted, parse

# Where a file lies says what it is. A name ending in / is a folder of files of one shape.
SHAPES: Mapping[str, type[File]] = {
    "areas.yaml": AreasFile,
    "contacts.yaml": ContactsFile,
    "golden.yaml": GoldenFile,
    "layer.yaml": LayerFile,
    "rules.yaml": RulesFile,
    "signed.yaml": SignedFile,
    "code/": EditionFile,
    "topics/": TopicFile,
    "cases/": CasesFile,
    "situations/": SituationsFile,
    "documents/": DocumentFile,
    "pages/": PageFile,
    "daily/": DailyFile,
    "phrasings/": PhrasingsFile,
}
Shape = TypeVar("Shape", bound=File)


@dataclass(frozen=True, slots=True)
class Checked(Generic[Shape]):
    """One file that has its shape, with the lines to point at in later checks."""

    shape: Shape
    file: YamlFile


def shape_of(relative: PurePosixPath) -> type[File] | None:
    """The shape a file must have, from its place in the folder; None for a stray file."""
    if relative.suffix not in SUFFIXES:
        return None
    if len(relative.parts) == 1:
        return SHAPES.get(relative.stem + ".yaml")
    folder, *rest = relative.parts
    return SHAPES.get(folder + "/") if len(rest) == 1 else None


def check_file(path: Path, shape: type[File]) -> tuple[YamlFile, Checked[Any] | None]:
    """Parse a file and hold it against its shape. Faults are noted in the returned file."""
    file = parse(path)
    if file.value is None:
        return file, None
    if not isinstance(file.value, dict):
        file.fault((), "must hold keys and values, such as `id: gifts`")
        return file, None
    try:
        model = shape.model_validate(file.value)
    except ValidationError as error:
        known = sorted(shape.model_fields)
        # What YAML misread is told once, not again for what it became.
        told = {fault.key for fault in file.faults}
        for item in error.errors(include_url=False):
            where = tuple(part for part in item["loc"] if isinstance(part, (str, int)))
            if dotted(where) in told:
                continue
            file.fault(where, _say(item, known if len(where) == 1 else []))
        return file, None
    return (file, None) if file.faults else (file, Checked(model, file))


def _say(error: Any, known: list[str]) -> str:  # noqa: C901 - one flat table of messages
    """One pydantic error in the words of somebody who writes knowledge, not code."""
    kind, context = error["type"], error.get("ctx", {})
    given = error.get("input")
    match kind:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            hint = f"; the keys here are {', '.join(known)}" if known else ""
            return f"is not a key that belongs here{hint}"
        case "string_type":
            return f'must be text; put it in quotes: "{given}"' if _scalar(given) else _kind("text")
        case "string_too_long":
            length = len(given) if isinstance(given, str) else 0
            return f"has {length} characters; at most {context['max_length']} fit in an answer"
        case "string_too_short":
            return f"is too short; at least {context['min_length']} characters are expected"
        case "string_pattern_mismatch":
            return _pattern(str(given), context["pattern"])
        case "list_type":
            return "must be a list, each item on its own line after a dash"
        case "too_short":
            return (
                f"needs at least {context['min_length']} items; it has {context['actual_length']}"
            )
        case "too_long":
            return f"may have {context['max_length']} items; it has {context['actual_length']}"
        case "int_type" | "int_parsing":
            return "must be a whole number"
        case "greater_than_equal" | "less_than_equal":
            return f"is {given}; there are tenets 1 to 12"
        case "date_type" | "date_from_datetime_parsing" | "date_parsing":
            return "must be a day, as 2026-11-22 without quotes"
        case "bool_type":
            return "must be true or false"
        case "literal_error":
            return f"must be {context['expected']}"
        case "model_type" | "dict_type":
            return "must hold keys and values, indented under it"
        case "value_error":
            return str(context["error"])
        case _:
            return str(error["msg"])


def _scalar(value: Any) -> bool:
    return isinstance(value, (int, float)) or hasattr(value, "isoformat")


def _kind(expected: str) -> str:
    return f"must be {expected}, not a list or keys"


def _pattern(given: str, pattern: str) -> str:
    if "http" in pattern:
        return "must be an address that begins with https://"
    if "@" in pattern:
        return "must be an e-mail address"
    if "[0-9]{4}" in pattern:
        return "must be a year of four digits, in quotes"
    if "[0-9a-f]" in pattern:
        return "must be the 16 letters and digits that `ethics sign` writes"
    hint = given.lower().strip().replace(" ", "-").replace("_", "-")
    return f"must be lower-case letters and digits with dashes, such as {hint or 'event-tickets'}"
