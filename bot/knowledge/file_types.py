"""Which shape a file has, and the check of one file against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.handlers.library import Document, Edition, Page, Topic
from bot.handlers.local_layer import Layer
from bot.handlers.text_limits import FromPlace
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
    WordListsFile,
    WrittenGate,
)
from bot.knowledge.sources import SUFFIXES
from bot.knowledge.yaml_text import YamlFile, dotted, parse

# Where a file lies says what it is. A name ending in / is a folder of files of one shape.
SHAPES: Mapping[str, type[Any]] = {
    "areas.yaml": AreasFile,
    "contacts.yaml": ContactsFile,
    "golden.yaml": GoldenFile,
    "layer.yaml": Layer,
    "rules.yaml": RulesFile,
    "signed.yaml": SignedFile,
    "code/": Edition,
    "topics/": Topic,
    "cases/": CasesFile,
    "situations/": SituationsFile,
    "gates/": WrittenGate,
    "word-lists/": WordListsFile,
    "documents/": Document,
    "pages/": Page,
    "daily/": DailyFile,
    "phrasings/": PhrasingsFile,
}
Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Checked(Generic[Shape]):
    """One file that has its shape, with the lines to point at in later checks."""

    shape: Shape
    file: YamlFile


def shape_of(relative: PurePosixPath) -> type[Any] | None:
    """The shape a file must have, from its place in the folder; None for a stray file."""
    if relative.suffix not in SUFFIXES:
        return None
    if len(relative.parts) == 1:
        return SHAPES.get(relative.stem + ".yaml")
    folder, *rest = relative.parts
    return SHAPES.get(folder + "/") if len(rest) == 1 else None


def adapter(shape: type[Any]) -> TypeAdapter[list[Any]]:
    """What checks a list of values of that shape, in which no key may be unknown.

    A list, because pydantic takes no configuration for a dataclass alone.
    """
    return _adapters()[shape]


@cache
def _adapters() -> Mapping[type[Any], TypeAdapter[list[Any]]]:
    lists: dict[type[Any], Any] = {
        shape: list.__class_getitem__(shape) for shape in SHAPES.values()
    }
    forbid = ConfigDict(extra="forbid")
    return {shape: TypeAdapter(values, config=forbid) for shape, values in lists.items()}


def keys_of(shape: type[Any]) -> list[str]:
    """The keys a file of that shape may hold, in alphabetical order."""
    hints = get_type_hints(shape, include_extras=True)
    return sorted(
        name
        for name, hint in hints.items()
        if not (get_origin(hint) is Annotated and isinstance(get_args(hint)[-1], FromPlace))
    )


def check_file(path: Path, shape: type[Any]) -> tuple[YamlFile, Checked[Any] | None]:
    """Parse a file and hold it against its shape. Faults are noted in the returned file."""
    file = parse(path)
    if file.value is None:
        return file, None
    if not isinstance(file.value, dict):
        file.fault((), "must hold keys and values, such as `id: gifts`")
        return file, None
    try:
        (value,) = adapter(shape).validate_python([file.value])
    except ValidationError as error:
        known = keys_of(shape)
        # What YAML misread is told once, not again for what it became.
        told = {fault.key for fault in file.faults}
        for item in error.errors(include_url=False):
            where = tuple(part for part in item["loc"][1:] if isinstance(part, (str, int)))
            if dotted(where) in told or _only_counts_faulty_items(item):
                continue
            file.fault(where, _say(item, known if len(where) == 1 else []))
        return file, None
    return (file, None) if file.faults else (file, Checked(value, file))


def _only_counts_faulty_items(error: Any) -> bool:
    """Whether a list is long enough but for items that have faults of their own."""
    return bool(error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"])


def _say(error: Any, known: list[str]) -> str:  # noqa: C901 - one flat table of messages
    """One pydantic error in the words of somebody who writes knowledge, not code."""
    kind, context = error["type"], error.get("ctx", {})
    given = error.get("input")
    match kind:
        case "missing":
            return "is missing"
        case "unexpected_keyword_argument":
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
        case "tuple_type":
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
        case "dataclass_type" | "mapping_type" | "dict_type":
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
