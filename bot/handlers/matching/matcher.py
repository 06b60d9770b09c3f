"""The matcher: corrects, weighs, and gives every main topic a probability."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.handlers.library import Library
from bot.handlers.matching.model import NONE, Model, Weights
from bot.handlers.matching.results import Match, Ranked, Why
from bot.handlers.matching.spelling import Speller
from bot.handlers.matching.vectors import UNIT, Vector
from bot.handlers.text import key, words

# A finer topic is named when it has at least this share of its family.
FINER_SHARE = 0.5
# Probabilities are rounded so that the last bit of a processor's exp() never shows.
DIGITS = 6


class TrainedMatcher:
    """Pure: the same model and message give the same match, on every machine."""

    def __init__(self, model: Model, library: Library, semantic: None = None) -> None:
        self._model = model
        self._library = library
        self._semantic = semantic
        self._speller = Speller(model.word_counts)
        self._exact = _exact_names(library)
        self._tenet_names = {
            key(name): tenet.number
            for tenet in library.edition.tenets
            for name in tenet.names.all()
        }

    def match(self, text: str, *, about: str | None = None, explain: bool = False) -> Match:
        """Rank the main topics for a cleaned message."""
        said, corrected = self._speller.correct(words(text))
        joined = " ".join(said)
        tenet = self._tenet_names.get(joined)
        vector = self._model.vectorizer.vector(said)
        logs = log_softmax(scores(self._model.main, vector))
        probabilities = {c: math.exp(p) for c, p in zip(self._model.main.classes, logs, strict=True)}
        none = probabilities.pop(NONE)
        finer = self._finer(vector)
        if exact := self._exact.get(key(text)) or self._exact.get(joined):
            main = self._library.topics[exact].main
            probabilities = {topic: 0.0 for topic in probabilities} | {main: 1.0}
            none, finer[main] = 0.0, exact
        ranked = sorted(
            (Ranked(topic, round(p, DIGITS)) for topic, p in probabilities.items()),
            key=lambda item: (-item.probability, item.topic),
        )
        why = Why(corrected, {"words and pieces": tuple(ranked[:5])}) if explain else None
        return Match(tuple(ranked), round(none, DIGITS), finer, tenet, why)

    def _finer(self, vector: Vector) -> dict[str, str]:
        """For each main topic the finer one that stands out, where one does."""
        logs = log_softmax(scores(self._model.finer, vector))
        families: dict[str, list[tuple[float, str]]] = {}
        for topic, log in zip(self._model.finer.classes, logs, strict=True):
            main = self._library.topics[topic].main
            families.setdefault(main, []).append((math.exp(log), topic))
        finer = {}
        for main, members in families.items():
            best, topic = max(members)
            if topic != main and best >= FINER_SHARE * math.fsum(p for p, _ in members):
                finer[main] = topic
        return finer


def scores(weights: Weights, vector: Vector) -> NDArray[np.float64]:
    """A score a class. Whole numbers are added up, so the order cannot matter."""
    total = vector.values @ weights.weights[vector.ids].astype(np.int64)
    return total * (weights.scale.astype(np.float64) / UNIT) + weights.bias


def log_softmax(values: NDArray[np.float64]) -> Sequence[float]:
    """Scores → log probabilities."""
    listed = values.tolist()
    top = max(listed)
    total = math.log(math.fsum(math.exp(value - top) for value in listed)) + top
    return [value - total for value in listed]


def _exact_names(library: Library) -> Mapping[str, str]:
    """Title, id and other names of each topic → its id; finer topics win over main ones."""
    names: dict[str, str] = {}
    for topic in sorted(library.topics.values(), key=lambda t: (t.part_of is not None, t.id)):
        for name in (topic.title, topic.id.replace("-", " "), *topic.names.all()):
            names[key(name)] = topic.id
    return names
