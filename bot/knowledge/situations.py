"""What a situation must hold besides its shape: an answer that begins with its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from bot.handlers.matching.facts import VALUES
from bot.handlers.situation import Option
from bot.knowledge.files import SituationsFile, WrittenSituation
from bot.knowledge.yaml_text import Path_

_BEGINNINGS = MappingProxyType(
    {
        "no": (re.compile(r"No[,.:;\s]"), "must begin with No"),
        "yes": (re.compile(r"Yes[,.:;\s]"), "must begin with Yes"),
        "depends": (re.compile(r"It depends on\s"), "must begin with It depends on"),
        "steps": (
            re.compile(r"(?!(No|Yes)[,.:;\s]|It depends\s)"),
            "must begin with what to do, not with No, Yes or It depends",
        ),
    }
)


def faults_of(shape: SituationsFile) -> Iterator[tuple[Path_, str]]:
    """Where the situations of a file contradict themselves, and how."""
    for number, situation in enumerate(shape.situations):
        where: Path_ = ("situations", number)
        yield from _answer(situation, (*where, "answer"))
        if (situation.verdict == "depends") != (situation.ask is not None):
            yield (*where, "ask"), "belongs to the verdict depends, and to no other"
        options = situation.ask.options if situation.ask else ()
        for place, option in enumerate(options):
            inner: Path_ = (*where, "ask", "options", place)
            yield from _answer(option, (*inner, "answer"))
            for fact, value in option.when.items():
                if value not in VALUES[fact]:
                    known = ", ".join(VALUES[fact])
                    yield (*inner, "when", fact), f"{value} is none of {known}"


def targets_of(shape: SituationsFile) -> Iterator[tuple[Path_, str, str]]:
    """What a file of situations points to: where, the kind of thing, and its id."""
    yield ("topic",), "topic", shape.topic
    for n, situation in enumerate(shape.situations):
        if situation.guideline:
            yield ("situations", n, "guideline"), "guideline", situation.guideline
        if situation.case:
            yield ("situations", n, "case"), "case", situation.case


def ids_of(shape: SituationsFile) -> Iterator[tuple[Path_, str, str]]:
    """The id of each situation, and where it stands."""
    for n, situation in enumerate(shape.situations):
        yield ("situations", n, "id"), "situation", situation.id


def _answer(item: WrittenSituation | Option, where: Path_) -> Iterator[tuple[Path_, str]]:
    beginning, message = _BEGINNINGS[item.verdict]
    if not beginning.match(item.answer):
        yield where, f"{message}, for its verdict is {item.verdict}"
