"""Which gate a message meets, if any: words → symbols → patterns → signs. Pure.

Everything is compiled once for a library. A message costs as much as it has words that signs
know, because a sign is looked at only when its rarest symbol stands in the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.handlers.gates import Gate, GateLanguage, Sign
from bot.handlers.matching.gate_patterns import (
    Pattern,
    Sighting,
    Span,
    parse,
    phrases_of,
)
from bot.handlers.matching.gate_words import ANY_ENDING, Vocabulary
from bot.handlers.text import words

# Lists that mean something to the recognizer itself.
SMALL = "small"
FIGURES = "figures"
SLIPS = "slips"
ORDINARY = "ordinary"
SPANISH = "spanish"
ENGLISH = "english"


@dataclass(frozen=True, slots=True)
class Met:
    """The gate that a message meets, and the language to answer in."""

    gate: Gate
    language: GateLanguage


class _Node:
    """A place in the tree of all phrases: what may follow, and the phrase that ends here."""

    __slots__ = ("next", "phrase")

    def __init__(self) -> None:
        self.next: dict[int, _Node] = {}
        self.phrase: int | None = None


@dataclass(frozen=True, slots=True)
class _Compiled:
    gate: Gate
    any_of: tuple[Pattern, ...]
    also: tuple[tuple[Pattern, ...], ...]
    unless: tuple[Pattern, ...]
    words_at_most: int


class Recognizer:
    """Holds messages against all gates of a library."""

    def __init__(self, gates: Iterable[Gate], lists: Mapping[str, Sequence[str]]) -> None:
        """Compile signs. Raises `KeyError` and `PatternError` for what `ethics check` refuses."""
        ordered = sorted(gates, key=lambda gate: gate.rank)
        self._signs = [_compile(gate, sign) for gate in ordered for sign in gate.signs]
        figures = [pattern for text in lists.get(FIGURES, ()) for pattern in parse(text)]
        phrases = {s: set(phrases_of(s, lists)) for s in _symbols(self._signs, figures)}
        every = {word for found in phrases.values() for phrase in found for word in phrase}
        self._vocabulary = Vocabulary(
            every, frozenset(lists.get(SLIPS, ())), frozenset(lists.get(ORDINARY, ()))
        )
        self._tree = _Node()
        self._phrases = 0
        self._of_symbol = {
            symbol: frozenset(map(self._grow, found)) for symbol, found in phrases.items()
        }
        self._small = frozenset(lists.get(SMALL, ()))
        self._spanish = frozenset(lists.get(SPANISH, ()))
        self._english = frozenset(lists.get(ENGLISH, ()))
        common = self._small | self._spanish | self._english
        weight = {symbol: _commonness(found, common) for symbol, found in phrases.items()}
        # For each phrase: the signs, and the figures of speech, that it may be the rarest part of.
        self._signs_at: dict[int, set[int]] = {}
        for number, sign in enumerate(self._signs):
            for pattern in sign.any_of:
                for phrase in self._of_symbol[_anchor(pattern, weight)]:
                    self._signs_at.setdefault(phrase, set()).add(number)
        self._figures_at: dict[int, list[Pattern]] = {}
        for pattern in figures:
            for phrase in self._of_symbol[_anchor(pattern, weight)]:
                self._figures_at.setdefault(phrase, []).append(pattern)

    def meet(self, text: str) -> Met | None:
        """The gate of lowest rank that a cleaned message shows a sign of."""
        said = words(text)
        found = self._find(said)
        numbers = {n for phrase in found for n in self._signs_at.get(phrase, ())}
        if not numbers:
            return None
        sighting = self._sight(said, found)
        for number in sorted(numbers):
            if _holds(self._signs[number], sighting):
                return Met(self._signs[number].gate, self._language(said))
        return None

    def _grow(self, phrase: tuple[str, ...]) -> int:
        """Add a phrase to the tree; its number."""
        node = self._tree
        for word in phrase:
            node = node.next.setdefault(self._vocabulary.number(word), _Node())
        if node.phrase is None:
            node.phrase = self._phrases
            self._phrases += 1
        return node.phrase

    def _find(self, said: Sequence[str]) -> dict[int, list[Span]]:
        """The phrases that stand in a message, and where."""
        numbers = [self._vocabulary.numbers(word) for word in said]
        found: dict[int, list[Span]] = {}
        for start in range(len(said)):
            nodes = [self._tree]
            for end in range(start, len(said)):
                nodes = [
                    node.next[number]
                    for node in nodes
                    for number in numbers[end]
                    if number in node.next
                ]
                if not nodes:
                    break
                for node in nodes:
                    if node.phrase is not None:
                        found.setdefault(node.phrase, []).append((start, end + 1))
        return found

    def _sight(self, said: Sequence[str], found: Mapping[int, list[Span]]) -> Sighting:
        def spans_of(symbol: str) -> list[Span]:
            shown = self._of_symbol[symbol].intersection(found)
            if len(shown) == 1:
                return found[next(iter(shown))]
            return sorted(span for phrase in shown for span in found[phrase])

        sighting = Sighting([word in self._small for word in said], spans_of)
        figures = (p for phrase in found for p in self._figures_at.get(phrase, ()))
        hidden = [place for figure in figures if (place := sighting.place(figure))]
        if hidden:
            sighting.hide(hidden)
        return sighting

    def _language(self, said: Sequence[str]) -> GateLanguage:
        spanish = sum(word in self._spanish for word in said)
        return "es" if spanish > sum(word in self._english for word in said) else "en"


def _compile(gate: Gate, sign: Sign) -> _Compiled:
    return _Compiled(
        gate,
        tuple(pattern for text in sign.any_of for pattern in parse(text)),
        tuple(parse(text) for text in sign.also),
        tuple(pattern for text in sign.unless for pattern in parse(text)),
        sign.words_at_most,
    )


def _symbols(signs: Iterable[_Compiled], figures: Iterable[Pattern]) -> set[str]:
    patterns = [
        pattern
        for sign in signs
        for pattern in (*sign.any_of, *(p for group in sign.also for p in group), *sign.unless)
    ]
    return {step.symbol for pattern in (*patterns, *figures) for step in pattern.steps}


def _commonness(phrases: Iterable[tuple[str, ...]], common: frozenset[str]) -> float:
    """How often a symbol is likely to stand in a message: the sum over its phrases."""
    total = 0.0
    for phrase in phrases:
        if all(word in common for word in phrase):
            total += 100.0 / len(phrase)
        else:
            total += 2.0 if phrase[0].endswith(ANY_ENDING) else 1.0 / len(phrase)
    return total


def _anchor(pattern: Pattern, weight: Mapping[str, float]) -> str:
    return min((step.symbol for step in pattern.steps), key=lambda symbol: (weight[symbol], symbol))


def _holds(sign: _Compiled, sighting: Sighting) -> bool:
    if 0 < sign.words_at_most < sighting.length:
        return False
    return (
        sighting.shows(sign.any_of)
        and all(sighting.shows(patterns) for patterns in sign.also)
        and not sighting.shows(sign.unless)
    )
