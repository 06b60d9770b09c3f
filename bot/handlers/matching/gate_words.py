"""The words of a message → the words that signs are made of, slips of the pen included.

A sign's word may end in `*` and then stands for every word that begins so. A word that nothing
knows and that is one slip away from a word of the list `slips` is taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

ANY_ENDING = "*"
# Shorter words have too many neighbours: "gum" is no gun.
SLIP_LENGTH = 5
# A slip is one letter too many, too few, another one, or two that changed places.
SLIPS = 1
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


class Vocabulary:
    """Every word that stands in a pattern or a list, by number."""

    def __init__(
        self, words: Iterable[str], slips: frozenset[str], ordinary: frozenset[str]
    ) -> None:
        """`slips`: words that are often misspelled. `ordinary`: words that are no slip of them."""
        self._ordinary = ordinary
        self._numbers: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        self._slips: dict[str, list[str]] = {}
        for number, word in enumerate(sorted(set(words))):
            if word.endswith(ANY_ENDING):
                self._beginnings[word.removesuffix(ANY_ENDING)] = number
            else:
                self._numbers[word] = number
        for word in sorted(slips & self._numbers.keys()):
            for shorter in _one_less(word):
                self._slips.setdefault(shorter, []).append(word)
        lengths = [len(word) for word in self._beginnings]
        self._shortest, self._longest = min(lengths, default=1), max(lengths, default=0)

    def number(self, word: str) -> int:
        """The number of a sign's word. Raises `KeyError` for any other."""
        if word.endswith(ANY_ENDING):
            return self._beginnings[word.removesuffix(ANY_ENDING)]
        return self._numbers[word]

    def numbers(self, said: str) -> tuple[int, ...]:
        """The sign's words that a word of a message may be; mostly one or none."""
        found = tuple(self._exactly(said))
        if found or len(said) < SLIP_LENGTH or said in self._ordinary:
            return found
        plain = _DRAWN_OUT.sub(r"\1", said)
        if plain != said and (found := tuple(self._exactly(plain))):
            return found
        meant = self._meant(said)
        return tuple(self._exactly(meant)) if meant else ()

    def _exactly(self, said: str) -> Iterator[int]:
        if (number := self._numbers.get(said)) is not None:
            yield number
        for length in range(self._shortest, min(self._longest, len(said)) + 1):
            if (number := self._beginnings.get(said[:length])) is not None:
                yield number

    def _meant(self, said: str) -> str | None:
        """The word of which this is a slip; the first letter is nearly always right."""
        near = {
            word
            for shorter in _one_less(said)
            for word in self._slips.get(shorter, ())
            if word[0] == said[0] and OSA.distance(word, said, score_cutoff=SLIPS) <= SLIPS
        }
        return min(near, key=lambda word: (abs(len(word) - len(said)), word), default=None)


def _one_less(word: str) -> set[str]:
    """The word, and the word without each one of its letters: what two near words share."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}
