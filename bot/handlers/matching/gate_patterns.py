"""Patterns of signs, as an ethics officer writes them, and where they stand in a message.

    {kill} {oneself}        words of two lists, one after the other
    boss .. {touch} me      up to four other words between
    he ... gun              up to twelve other words between
    want/wants to die       one word or the other
    me/{boss}               a word, or one of a list
    {not} | never           one pattern or the other
    ^ you {idiot}           at the beginning of the message

Between neighbors, up to two of the small words may stand that carry no meaning (the list
`small`): "kill the old man" shows `{kill} {man}` when "the" and "old" are small.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.handlers.text import words

SMALL_BETWEEN = 2
GAPS = {"..": 4, "...": 12}
OR = " | "
BEGINNING = "^"
_ITEM = re.compile(r"(?:\{[a-z0-9 -]+\}|[^\s{}])+")

Span = tuple[int, int]  # first word, and one after the last word


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a pattern: which symbol, and how many words may stand before it."""

    symbol: str
    before: int
    only_small: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """Symbols in their order."""

    steps: tuple[Step, ...]
    from_beginning: bool = False


class PatternError(ValueError):
    """A pattern that says nothing, told in a sentence without the pattern."""


def parse(text: str) -> tuple[Pattern, ...]:
    """The alternatives of a pattern. Raises `PatternError`."""
    return tuple(_one(part) for part in text.split(OR))


def _one(text: str) -> Pattern:
    items = _ITEM.findall(text)
    from_beginning = items[:1] == [BEGINNING]
    before, only_small = SMALL_BETWEEN, True
    steps: list[Step] = []
    for item in items[from_beginning:]:
        if item in GAPS:
            if not steps:
                raise PatternError("begins with a gap")
            before, only_small = GAPS[item], False
            continue
        steps.append(Step(item, before, only_small))
        before, only_small = SMALL_BETWEEN, True
    if not steps or items[-1] in GAPS:
        raise PatternError("ends with a gap" if steps else "is empty")
    return Pattern(tuple(steps), from_beginning)


def named_list(text: str) -> str | None:
    """The name of the list that `{name}` stands for, or None for words."""
    return text[1:-1] if text.startswith("{") and text.endswith("}") else None


def phrases_of(symbol: str, lists: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The phrases a symbol stands for, each as its words. Raises `KeyError` for no such list."""
    for part in symbol.split("/"):
        name = named_list(part)
        if name is None:
            yield from _phrase(part)
            continue
        for entry in lists[name]:
            if named_list(entry):
                yield from phrases_of(entry, lists)
            else:
                yield from _phrase(entry)


def _phrase(text: str) -> Iterator[tuple[str, ...]]:
    ending = "*" if text.endswith("*") else ""
    found = words(text)
    if found:
        yield (*found[:-1], found[-1] + ending)


class Sighting:
    """Where symbols stand in one message."""

    def __init__(self, small: Sequence[bool], spans_of: Callable[[str], Sequence[Span]]) -> None:
        """`small`: for each word, whether it is one of the small ones. `spans_of`: of a symbol."""
        self.length = len(small)
        self._small = small
        self._spans_of = spans_of
        self._known: dict[str, Sequence[Span]] = {}
        self._hidden: frozenset[int] = frozenset()

    def hide(self, spans: Iterable[Span]) -> None:
        """Show no symbol any more that overlaps one of these spans."""
        self._hidden = frozenset(n for start, end in spans for n in range(start, end))
        self._known.clear()

    def shows(self, patterns: Sequence[Pattern]) -> bool:
        """Whether any of the patterns stands in the message."""
        return any(self.place(pattern) is not None for pattern in patterns)

    def place(self, pattern: Pattern) -> Span | None:
        """Where a pattern stands first."""
        first = pattern.steps[0]
        for start, end in self._spans(first.symbol):
            if pattern.from_beginning and not self._near(0, start, first):
                continue
            last = self._rest(pattern.steps, 1, end)
            if last is not None:
                return start, last
        return None

    def _spans(self, symbol: str) -> Sequence[Span]:
        found = self._known.get(symbol)
        if found is None:
            found = self._spans_of(symbol)
            if self._hidden and found:
                found = [span for span in found if self._hidden.isdisjoint(range(*span))]
            self._known[symbol] = found
        return found

    def _rest(self, steps: Sequence[Step], number: int, end: int) -> int | None:
        if number == len(steps):
            return end
        step = steps[number]
        for start, stop in self._spans(step.symbol):
            if start >= end and self._near(end, start, step):
                last = self._rest(steps, number + 1, stop)
                if last is not None:
                    return last
        return None

    def _near(self, end: int, start: int, step: Step) -> bool:
        if start - end > step.before:
            return False
        return not step.only_small or all(self._small[end:start])
