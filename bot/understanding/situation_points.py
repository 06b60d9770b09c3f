"""Where each situation lies among all that is said: the middle of the ways it is asked about.

Those that ship were found while the encoder was taught; a situation whose phrasings changed, or
that a local layer adds, is placed by reading its phrasings again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.handlers.matching.encoder import Encoder, Floats, unit
from bot.handlers.matching.model import SituationPoints
from bot.knowledge.phrasings import Phrasing

POINTS_FILE = "points.npz"


def place(
    phrasings: Sequence[Phrasing], encoder: Encoder, taught: Mapping[str, Floats]
) -> SituationPoints:
    """A point for each situation that has phrasings. `taught` holds known points by `digest`."""
    asked: dict[str, list[str]] = {}
    for phrasing in phrasings:
        if phrasing.situation:
            asked.setdefault(phrasing.situation, []).append(phrasing.text)
    points = [_point(texts, encoder, taught) for texts in asked.values()]
    width = encoder.head.weights.shape[0]
    return SituationPoints(tuple(asked), np.array(points, np.float32).reshape(-1, width))


def digest(texts: Sequence[str]) -> str:
    """What tells one situation's phrasings from another's."""
    return hashlib.sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()[:16]


def taught_points(folder: Path) -> dict[str, Floats]:
    """The points that came with an encoder, by `digest`. Raises `OSError`."""
    with np.load(folder / POINTS_FILE, allow_pickle=False) as stored:
        digests = stored["digests"].tobytes().decode().split("\n")
        return dict(zip(digests, stored["points"].astype(np.float32), strict=True))


def _point(texts: Sequence[str], encoder: Encoder, taught: Mapping[str, Floats]) -> Floats:
    known = taught.get(digest(texts))
    if known is not None:
        return known
    read = np.array([encoder.read(text) for text in texts], np.float32)
    return unit(unit(read).mean(axis=0))
