"""What was learned from the knowledge, as values: words, weights and calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.vectors import Vectorizer

NONE = "none"

Bytes = NDArray[np.int8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """A classifier in whole numbers: weight = int8 × scale of its class; bias in plain numbers."""

    classes: tuple[str, ...]
    weights: Bytes
    scale: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class SituationPoints:
    """Where each situation lies: a row of `points` for each of `ids`, none longer than 1."""

    ids: tuple[str, ...]
    points: Floats


@dataclass(frozen=True)
class Model:
    """All that a matcher needs besides the library and the encoder."""

    vectorizer: Vectorizer
    word_counts: dict[str, int]
    main: Weights
    finer: Weights
    situations: SituationPoints | None = None
