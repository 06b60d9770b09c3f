"""Weights × vector → log probabilities, added up in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.char_ngrams import PAIR
from bot.handlers.matching.model import Weights
from bot.handlers.matching.vectors import UNIT, Vector, Vectorizer, place


def scores(weights: Weights, vector: Vector) -> NDArray[np.float64]:
    """A score a class. Whole numbers are added up, so their order cannot matter."""
    total = vector.values @ weights.weights[vector.ids].astype(np.int64)
    return np.asarray(total * (weights.scale.astype(np.float64) / UNIT) + weights.bias)


def log_softmax(values: Sequence[float]) -> list[float]:
    """Scores → log probabilities."""
    top = max(values)
    total = math.log(math.fsum([math.exp(value - top) for value in values])) + top
    return [value - total for value in values]


def contributions(
    weights: Weights, vectorizer: Vectorizer, features: Sequence[str], column: int
) -> list[tuple[str, float]]:
    """How much each feature speaks for one class against the average, the loudest first."""
    found = []
    for feature in dict.fromkeys(features):
        row = weights.weights[place(feature)].astype(np.float64) * weights.scale
        share = float(row[column] - row.mean()) * float(vectorizer.rarity[place(feature)]) / UNIT
        found.append((feature.replace(PAIR, " "), round(share, 3)))
    return sorted(found, key=lambda item: (-abs(item[1]), item[0]))
