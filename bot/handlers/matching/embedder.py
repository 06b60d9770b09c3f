"""Sentence embeddings as the matcher uses them: what an embedder is, and a message as a vector.

Which embedder there is, and how weights for embeddings are learned: `bot.understanding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.vectors import UNIT, Vector

SIZE = 512
# Embeddings are rounded to a grid, so that the last bits of a processor's sums do not show.
_GRID = UNIT
# What is embedded: a long message says what it is about early, and time grows with length.
CHARACTERS = 400

Floats = NDArray[np.float32]


class Embedder(Protocol):
    """Messages → vectors of length 1."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row of `SIZE` numbers a text."""
        ...


def embedded(embedder: Embedder, words: Sequence[str]) -> Vector:
    """One message's embedding in `UNIT`s, as a vector whose places are its dimensions."""
    row = embedder.embed([" ".join(words)[:CHARACTERS]])[0]
    return Vector(np.arange(SIZE), np.rint(row * _GRID).astype(np.int64))
