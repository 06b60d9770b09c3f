"""Multinomial logistic regression on sparse vectors: small, fast, the same on every run.

Gradient steps in mini-batches, each feature with its own step length (Adagrad). On 20,000
messages this takes half a minute in numpy alone, and comes within noise of a full solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.vectors import UNIT, Vector

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how hard to learn."""

    rounds: int = 4
    step: float = 0.2
    last_step: float = 0.02
    bias_step: float = 0.05
    batch: int = 256
    seed: int = 1924


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights: features by classes, and a bias a class."""

    weights: Floats
    bias: Floats


def softmax(scores: Floats) -> Floats:
    """Rows of scores → rows of probabilities."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)


def fit(
    vectors: Sequence[Vector],
    targets: Floats,
    features: int,
    recipe: Recipe | None = None,
    importance: Floats | None = None,
) -> Linear:
    """Learn from vectors and their target probabilities (one row a message, rows sum to 1).

    `importance` weighs messages; 1.0 where absent. Messages without known features are left out.
    """
    recipe = recipe or Recipe()
    kept = [n for n, vector in enumerate(vectors) if len(vector.ids)]
    vectors, targets = [vectors[n] for n in kept], targets[kept]
    importance = np.ones(len(kept), np.float32) if importance is None else importance[kept]
    shuffle = np.random.default_rng(recipe.seed)
    weights = np.zeros((features, targets.shape[1]), np.float32)
    bias = np.zeros(targets.shape[1], np.float32)
    squares = np.full(features, 1e-8, np.float32)
    for turn in range(recipe.rounds):
        step = recipe.step * (1 - turn / recipe.rounds) + recipe.last_step
        order = shuffle.permutation(len(vectors))
        for start in range(0, len(order), recipe.batch):
            chosen = order[start : start + recipe.batch]
            batch = _Batch([vectors[n] for n in chosen])
            error = softmax(batch.scores(weights) + bias) - targets[chosen]
            error *= importance[chosen][:, None]
            touched, gradient = batch.gradient(error)
            squares[touched] += np.square(gradient).mean(axis=1)
            weights[touched] -= step * gradient / np.sqrt(squares[touched])[:, None]
            bias -= recipe.bias_step * error.mean(axis=0)
    return Linear(weights, bias)


class _Batch:
    """Vectors laid end to end, so that a whole batch is added up in one call."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        sizes = np.array([len(vector.ids) for vector in vectors])
        self.ids: Ints = np.concatenate([vector.ids for vector in vectors])
        values = np.concatenate([vector.values for vector in vectors])
        self.values: Floats = (values / UNIT).astype(np.float32)
        self.starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        self.messages = np.repeat(np.arange(len(vectors)), sizes)

    def scores(self, weights: Floats) -> Floats:
        """One row of class scores a message."""
        parts = weights[self.ids] * self.values[:, None]
        return np.asarray(np.add.reduceat(parts, self.starts, axis=0), dtype=np.float32)

    def gradient(self, error: Floats) -> tuple[Ints, Floats]:
        """The features the batch holds, and the gradient of each of their weights."""
        order = np.argsort(self.ids, kind="stable")
        ids = self.ids[order]
        starts = np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1])))
        parts = error[self.messages[order]] * self.values[order][:, None]
        return ids[starts], np.asarray(np.add.reduceat(parts, starts, axis=0), dtype=np.float32)
