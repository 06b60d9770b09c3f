"""How long the texts of the knowledge may be, said once, where the values are defined.

What does not fit on a phone is not an answer. The limits stand in the annotations of
`handlers.library` and `handlers.situation`. The core ignores them; `bot.knowledge` holds files
against them and makes the JSON Schemas for editors from them. The methods named after pydantic are
how it asks any class for its part of a check, so nothing of pydantic is imported here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

Schema = dict[str, Any]
Handler = Callable[[Any], Schema]

_LISTING = re.compile(r"[?&]page=\d|/topic-search\b|/job-functionstitles-search\b")


@dataclass(frozen=True, slots=True)
class Described:
    """Words for an editor about a value."""

    about: str = ""

    def __get_pydantic_json_schema__(self, core: Any, handler: Handler) -> Schema:
        """The JSON Schema of the value, with a description."""
        schema = handler(core)
        return {"description": self.about, **schema} if self.about else schema


@dataclass(frozen=True, slots=True)
class Text(Described):
    """Text of so many characters (and, where given, at most so many words)."""

    least: int = 0
    most: int = 0
    pattern: str = ""
    words: int = 0

    def __get_pydantic_core_schema__(self, source: Any, handler: Handler) -> Schema:
        """The check of a file's text."""
        limits = {"min_length": self.least, "max_length": self.most, "pattern": self.pattern}
        schema = {**handler(source), **{name: limit for name, limit in limits.items() if limit}}
        if not self.words:
            return schema
        return _after(schema, self._few_words)

    def _few_words(self, text: str) -> str:
        if (count := len(text.split())) > self.words:
            raise ValueError(f"has {count} words; at most {self.words} fit in a first view")
        return text


class Lasting:
    """The address of a page that stays: a listing shows something else next month."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Handler) -> Schema:
        """The check of a file's address."""
        return _after(handler(source), _stays)


def _stays(url: str) -> str:
    if _LISTING.search(url):
        raise ValueError(
            "is a search listing that changes; give the address of the page that says it"
        )
    return url


def _after(schema: Schema, check: Callable[[str], str]) -> Schema:
    function = {"type": "no-info", "function": check}
    return {"type": "function-after", "function": function, "schema": schema}


@dataclass(frozen=True, slots=True)
class Items(Described):
    """A list of so many items; `most` 0 is without end."""

    least: int = 0
    most: int = 0

    def __get_pydantic_core_schema__(self, source: Any, handler: Handler) -> Schema:
        """The check of a file's list."""
        limits = {"min_length": self.least, "max_length": self.most}
        return {**handler(source), **{name: limit for name, limit in limits.items() if limit}}


@dataclass(frozen=True, slots=True)
class Exact(Described):
    """A day, a number or a truth value that is written as one; `least` to `most` for a number."""

    least: int | None = None
    most: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Handler) -> Schema:
        """The check of a file's value: nothing is converted silently."""
        limits = {"ge": self.least, "le": self.most}
        given = {name: limit for name, limit in limits.items() if limit is not None}
        return {**handler(source), "strict": True, **given}


class OneOf:
    """Text that is one of these."""

    def __init__(self, *values: str) -> None:
        self.values = values

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Handler) -> Schema:
        """The check of a file's text."""
        return {"type": "literal", "expected": list(self.values)}


@dataclass(frozen=True, slots=True)
class FromPlace:
    """A value that no file may hold: it follows from where the file lies or from what is above."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Handler) -> Schema:
        """Refuse whatever stands there."""
        return {"type": "function-plain", "function": {"type": "no-info", "function": _refuse}}

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Handler) -> Schema:
        """Marked, so that it can be left out of the schema."""
        return {"readOnly": True}


def _refuse(_value: object) -> None:
    raise ValueError("is not a key that belongs here")


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Id = Annotated[str, Text(most=50, pattern=ID_PATTERN)]
# One that is named after its file.
FileId = Annotated[str, Text("The name of the file, without .yaml.", most=50, pattern=ID_PATTERN)]
# Two of them fit in a choice id of 64 characters, with a branch.
SituationId = Annotated[str, Text(most=48, pattern=ID_PATTERN)]
Title = Annotated[str, Text(least=2, most=60)]
SourceTitle = Annotated[str, Text(least=2, most=160)]
Name = Annotated[str, Text(least=1, most=40)]
Line = Annotated[str, Text(least=3, most=220)]
Short = Annotated[str, Text(least=20, most=620)]
Prose = Annotated[str, Text(least=10, most=820)]
Note = Annotated[str, Text(least=10, most=400)]
Story = Annotated[str, Text(least=40, most=750)]
Account = Annotated[str, Text(least=20, most=550)]
Exactly = Annotated[str, Text(least=20, most=600)]
Ask = Annotated[str, Text(least=5, most=180)]
Url = Annotated[str, Text(most=300, pattern=r"^https?://[^\s]+$"), Lasting()]
Phrase = Annotated[str, Text(least=1, most=600)]
Words25 = Annotated[str, Text(least=3, most=200, words=25)]
Words30 = Annotated[str, Text(least=3, most=240, words=30)]
Words45 = Annotated[str, Text(least=3, most=340, words=45)]
Words60 = Annotated[str, Text(least=10, most=440, words=60)]
TenetNumber = Annotated[int, Exact(least=1, most=12)]
Day = Annotated[date, Exact()]
Owner = Annotated[str, Text("Who answers for this text.", 2, 60)]
SourcesRead = Annotated[date, Exact("The day its sources were last read, as 2026-11-22.")]
Layered = Annotated[str, FromPlace()]
