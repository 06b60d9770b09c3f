"""Features as numbers: hashed TF-IDF, in whole numbers only.

Hashing needs no vocabulary, so a larger knowledge costs neither memory nor time. Whole numbers
make sums exact: the same message has the same vector on every machine.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.char_ngrams import char_ngrams, word_grams

# A feature's value as a whole number: 1.0 is 1,024.
UNIT = 1024
# 262,144 places for some 500,000 features: what collides is rare, and costs no accuracy
# (docs/matching.md).
BITS = 18
PLACES = 1 << BITS
# Finer topics are told apart in fewer places: a family has a dozen of them at most.
FINER_PLACES = 1 << 15
# Repeats beyond this many count no more.
REPEATS = 32
_REPEATED = np.array([0, *(round(UNIT * (1 + math.log(n))) for n in range(1, REPEATS + 1))])

Ints = NDArray[np.int64]
Rarity = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Vector:
    """A message: the places of its features, and their values in `UNIT`s."""

    ids: Ints
    values: Ints


class Vectorizer:
    """Words → Vector. Words and pieces are normalized apart, so that neither drowns the other."""

    def __init__(self, rarity: Rarity) -> None:
        """`rarity`: for each place, its inverse document frequency in `UNIT`s."""
        self.rarity = rarity

    def vector(self, words: Sequence[str]) -> Vector:
        """The features of a message."""
        groups = [self._group(word_grams(words)), self._group(char_ngrams(words))]
        return Vector(
            np.concatenate([group.ids for group in groups]),
            np.concatenate([group.values for group in groups]),
        )

    def _group(self, features: Iterable[str]) -> Vector:
        counts = Counter(features)
        ids = np.fromiter(map(place, counts), np.int64, len(counts))
        repeats = np.fromiter(counts.values(), np.int64, len(counts))
        values = _REPEATED[np.minimum(repeats, REPEATS)] * self.rarity[ids]
        norm = math.isqrt(int(values @ values)) or 1
        return Vector(ids, values * UNIT // norm)


def place(feature: str) -> int:
    """The place of a feature among `PLACES`."""
    return crc32(feature.encode()) & (PLACES - 1)


def folded(vector: Vector) -> Vector:
    """The same features in `FINER_PLACES`."""
    return Vector(vector.ids & (FINER_PLACES - 1), vector.values)


def learn(documents: Sequence[Sequence[str]]) -> Vectorizer:
    """A vectorizer that knows how rare each feature is in these documents."""
    seen = np.zeros(PLACES, np.int64)
    for words in documents:
        found = {place(feature) for feature in (*word_grams(words), *char_ngrams(words))}
        seen[list(found)] += 1
    rarity = np.log((1 + len(documents)) / (1 + seen)) + 1
    return Vectorizer(np.rint(UNIT * rarity).astype(np.int64))
