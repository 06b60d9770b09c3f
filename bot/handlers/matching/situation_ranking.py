"""Which situation a message is: how near it lies to the ways each one is asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.handlers.library import Library
from bot.handlers.matching.encoder import VERDICTS, Floats, unit
from bot.handlers.matching.model import SituationPoints
from bot.handlers.matching.results import RankedSituation
from bot.handlers.matching.scoring import log_softmax

# How the signals are weighed: the page's own likelihood, nearness, the verdict that messages of
# this kind call for (docs/matching.md has what else was tried).
PAGE_WEIGHT = 1.0
NEARNESS = 12.0
VERDICT_WEIGHT = 1.0
KEPT = 8
DIGITS = 6


class SituationRanker:
    """Ranks the situations of a library that have a point."""

    def __init__(self, points: SituationPoints, library: Library) -> None:
        kept = [n for n, id_ in enumerate(points.ids) if id_ in library.situations]
        self._situations = [library.situations[points.ids[n]] for n in kept]
        self._points = points.points[kept]
        self._pages = tuple(dict.fromkeys(s.topic for s in self._situations))
        column = {page: n for n, page in enumerate(self._pages)}
        self._page: NDArray[np.int64] = np.array(
            [column[s.topic] for s in self._situations], np.int64
        )
        self._verdict: NDArray[np.int64] = np.array(
            [VERDICTS.index(s.verdict) for s in self._situations], np.int64
        )

    def shares(
        self, point: Floats, verdict_scores: Floats, page_logs: Mapping[str, float]
    ) -> Floats:
        """The probability of each situation, given that it is one of them."""
        likely = np.array([page_logs.get(page, -30.0) for page in self._pages], np.float32)
        verdicts = np.array(log_softmax(verdict_scores.tolist()), np.float32)
        total = (
            PAGE_WEIGHT * likely[self._page]
            + NEARNESS * (self._points @ unit(point))
            + VERDICT_WEIGHT * verdicts[self._verdict]
        )
        grown = np.exp(total - total.max()) if len(total) else total
        return np.asarray(grown / max(float(grown.sum()), 1e-9), dtype=np.float32)

    def pages(self, shares: Floats) -> dict[str, float]:
        """The probability of each page: that of its situations together."""
        summed = np.bincount(self._page, shares, len(self._pages))
        return dict(zip(self._pages, summed.tolist(), strict=True))

    def best(self, shares: Floats) -> tuple[RankedSituation, ...]:
        """The likeliest situations, best first, ties by id."""
        order: Sequence[int] = np.argsort(-shares, kind="stable")[: 2 * KEPT].tolist()
        found = [
            RankedSituation(
                (situation := self._situations[n]).id,
                situation.topic,
                situation.verdict,
                round(float(shares[n]), DIGITS),
            )
            for n in order
        ]
        return tuple(sorted(found, key=lambda s: (-s.probability, s.id)))[:KEPT]
