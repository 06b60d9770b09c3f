"""The encoder: a small transformer that was taught by the knowledge's phrasings. Pure numpy.

Six layers of 384 numbers, as in all-MiniLM-L6-v2, whose weights it was taught from
(`docs/matching.md`). It reads a message and gives a point that lies near other ways to say the
same thing, and how likely each topic is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.wordpiece import WordPieces
from bot.handlers.situation import Verdict

Floats = NDArray[np.float32]

HEADS = 12
VERDICTS: tuple[Verdict, ...] = ("no", "yes", "depends", "steps")
# More pieces than these say nothing new about what is asked, and would only cost time.
PIECES_READ = 64
_EPSILON = np.float32(1e-12)
_GELU_SLOPE = np.float32(math.sqrt(2 / math.pi))
_GELU_CUBE = np.float32(0.044715)


@dataclass(frozen=True, slots=True)
class Dense:
    """A linear step: `x @ weights + bias`."""

    weights: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """Rows in, rows out."""
        return np.asarray(x @ self.weights + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalization with a gain and a bias."""

    gain: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """Each row with mean 0 and variance 1, scaled."""
        centered = x - x.mean(axis=-1, keepdims=True)
        variance = np.square(centered).mean(axis=-1, keepdims=True)
        return np.asarray(centered / np.sqrt(variance + _EPSILON) * self.gain + self.bias)


@dataclass(frozen=True, slots=True)
class Layer:
    """Attention, then a step through a wider layer, each added to what came in."""

    attention: Dense
    attended: Dense
    first_norm: Norm
    wide: Dense
    narrow: Dense
    second_norm: Norm

    def __call__(self, x: Floats) -> Floats:
        """Pieces by width in, the same out."""
        length, width = x.shape
        size = width // HEADS
        mixed = self.attention(x).reshape(length, 3, HEADS, size).transpose(1, 2, 0, 3)
        query, key, value = mixed
        scores = query @ key.transpose(0, 2, 1) / np.float32(math.sqrt(size))
        grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = grown / grown.sum(axis=-1, keepdims=True)
        heard = (shares @ value).transpose(1, 0, 2).reshape(length, width)
        x = self.first_norm(x + self.attended(heard))
        return self.second_norm(x + self.narrow(_gelu(self.wide(x))))


@dataclass(frozen=True, slots=True)
class Encoder:
    """All that is needed to read a message.

    `embeddings` holds a row of bytes a piece, to be multiplied by its `scale`: rows that no
    message needs take no memory where the file is used as it lies.
    """

    pieces: WordPieces
    embeddings: NDArray[np.int8]
    scale: Floats
    positions: Floats
    norm: Norm
    layers: Sequence[Layer]
    topics: tuple[str, ...]
    head: Dense
    verdicts: Dense

    def read(self, text: str) -> Floats:
        """A message as a point: 384 numbers, not normalized."""
        ids = self.pieces.ids(text, PIECES_READ)
        x = self.embeddings[ids].astype(np.float32) * self.scale[ids][:, None]
        x = self.norm(x + self.positions[: len(ids)])
        for layer in self.layers:
            x = layer(x)
        return np.asarray(x.mean(axis=0), dtype=np.float32)

    def topic_scores(self, point: Floats) -> Floats:
        """A score for each of `topics`, of which the last is "none of them"."""
        return self.head(point)

    def verdict_scores(self, point: Floats) -> Floats:
        """A score for each of `VERDICTS`."""
        return self.verdicts(point)


def unit(points: Floats) -> Floats:
    """Rows scaled to length 1."""
    length = np.sqrt(np.square(points).sum(axis=-1, keepdims=True))
    return np.asarray(points / np.maximum(length, np.float32(1e-9)), dtype=np.float32)


def _gelu(x: Floats) -> Floats:
    inner = _GELU_SLOPE * (x + _GELU_CUBE * x * x * x)
    return np.asarray(np.float32(0.5) * x * (np.float32(1) + np.tanh(inner)), dtype=np.float32)
