"""Features as numbers: TF-IDF over a fixed vocabulary, in whole numbers so that sums are exact."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.features import PAIR, PIECE, pieces, word_grams

# A feature's value as a whole number: 1.0 is 1,024. Sums of whole numbers are the same on every
# machine, whatever the order a processor adds them in.
UNIT = 1024

Ids = NDArray[np.int64]
Values = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vector:
    """A message: the ids of its known features and their values in `UNIT`s."""

    ids: Ids
    values: Values


class Vectorizer:
    """Words → Vector. Words and pieces are normalised apart, so that neither drowns the other."""

    def __init__(self, vocabulary: Sequence[str], idf: Sequence[float]) -> None:
        self.vocabulary = tuple(vocabulary)
        self.idf = tuple(idf)
        self._weights: Mapping[str, tuple[int, float]] = {
            feature: (n, weight)
            for n, (feature, weight) in enumerate(zip(self.vocabulary, idf, strict=True))
        }

    def __len__(self) -> int:
        return len(self.vocabulary)

    def vector(self, words: Sequence[str]) -> Vector:
        """The features of a message that the vocabulary knows."""
        ids: list[int] = []
        values: list[int] = []
        for group in (word_grams(words), pieces(words)):
            found = self._group(group)
            ids += [n for n, _ in found]
            values += [value for _, value in found]
        return Vector(np.array(ids, dtype=np.int64), np.array(values, dtype=np.int64))

    def _group(self, features: Iterable[str]) -> list[tuple[int, int]]:
        known = self._weights
        weighted = [
            (known[feature][0], (1.0 + math.log(count)) * known[feature][1])
            for feature, count in Counter(features).items()
            if feature in known
        ]
        norm = math.sqrt(math.fsum(value * value for _, value in weighted)) or 1.0
        return [(n, round(UNIT * value / norm)) for n, value in weighted]


def learn(documents: Sequence[Sequence[str]], *, seen: int = 2) -> Vectorizer:
    """A vectorizer for these documents: every word; pairs and pieces seen at least `seen` times."""
    counts: Counter[str] = Counter()
    for words in documents:
        counts.update({*word_grams(words), *pieces(words)})
    kept = sorted(
        feature
        for feature, n in counts.items()
        if n >= seen or (PAIR not in feature and not feature.startswith(PIECE))
    )
    total = len(documents)
    # Rounded to what single precision holds, so that a saved vocabulary is the same vocabulary.
    idf = [float(np.float32(math.log((1 + total) / (1 + counts[f])) + 1)) for f in kept]
    return Vectorizer(kept, idf)
