"""The knowledge's phrasings → a model. Pure: the same knowledge gives the same model."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.handlers.library import Library
from bot.handlers.matching.model import NONE, Model, Weights
from bot.handlers.matching.scoring import log_softmax, scores
from bot.handlers.matching.topic_names import names_of
from bot.handlers.matching.vectors import (
    FINER_PLACES,
    PLACES,
    Vector,
    Vectorizer,
    folded,
    learn,
)
from bot.handlers.text import clean, words
from bot.understanding.logistic_regression import Linear, Recipe, fit
from bot.understanding.model_files import whole

Phrasing = tuple[str, str | None]  # what is typed, and its topic; None is out of scope

FINER_RECIPE = Recipe(batch=64)
MAIN_WEIGHT = 0.25
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Examples:
    """Messages to learn from: their words, topics (None is out of scope) and vectors."""

    texts: list[str]
    words: list[list[str]]
    topics: list[str | None]
    vectorizer: Vectorizer
    vectors: list[Vector]


def train(library: Library, phrasings: Sequence[Phrasing]) -> Model:
    """Learn a model from phrasings and from the topics' own names and texts."""
    examples = _examples(library, [*phrasings, *_from_topics(library)])
    counts = Counter(word for said in examples.words for word in set(said))
    return Model(
        vectorizer=examples.vectorizer,
        word_counts=dict(sorted(counts.items())),
        main=_main(library, examples, range(len(examples.topics))),
        finer=_finer(library, examples),
    )


def digest(library: Library, phrasings: Sequence[Phrasing]) -> str:
    """A hash of all that `train` learns from: equal digests mean equal models."""
    families = [(topic.id, topic.part_of) for topic in library.topics.values()]
    taught = [*phrasings, *_from_topics(library), *families]
    return hashlib.sha256(repr(taught).encode("utf-8", "surrogatepass")).hexdigest()


def _examples(library: Library, phrasings: Sequence[Phrasing]) -> Examples:
    said = [(text, words(clean(text)), topic) for text, topic in phrasings]
    said = [item for item in said if item[1] and (item[2] is None or item[2] in library.topics)]
    documents = [item[1] for item in said]
    vectorizer = learn(documents)
    vectors = [vectorizer.vector(document) for document in documents]
    return Examples([s[0] for s in said], documents, [s[2] for s in said], vectorizer, vectors)


def main_label(library: Library, topic: str | None) -> str:
    """The main topic a phrasing teaches, or NONE."""
    return NONE if topic is None else library.topics[topic].main


def _main(library: Library, examples: Examples, kept: Sequence[int]) -> Weights:
    classes = (*sorted(topic.id for topic in library.main_topics), NONE)
    labels = [main_label(library, examples.topics[n]) for n in kept]
    return whole(classes, _fit([examples.vectors[n] for n in kept], labels, classes, Recipe()))


def _finer(library: Library, examples: Examples) -> Weights:
    """One small classifier a family, side by side in one table."""
    classes = tuple(sorted(library.topics))
    linear = Linear(
        np.zeros((FINER_PLACES, len(classes)), np.float32), np.zeros(len(classes), np.float32)
    )
    for main in sorted({t.part_of for t in library.topics.values() if t.part_of}):
        family = tuple(sorted(library.family(main)))
        kept = [n for n, topic in enumerate(examples.topics) if topic in family]
        labels = [examples.topics[n] or NONE for n in kept]
        vectors = [folded(examples.vectors[n]) for n in kept]
        # The main topic's list holds messages that its finer ones answer too; it must not claim
        # them.
        weight = np.array([MAIN_WEIGHT if label == main else 1.0 for label in labels], np.float32)
        found = _fit(vectors, labels, family, FINER_RECIPE, places=FINER_PLACES, importance=weight)
        columns = [classes.index(topic) for topic in family]
        linear.weights[:, columns] = found.weights
        linear.bias[columns] = found.bias
    return whole(classes, linear)


def _fit(
    vectors: Sequence[Vector],
    labels: Sequence[str],
    classes: Sequence[str],
    recipe: Recipe,
    *,
    places: int = PLACES,
    importance: NDArray[np.float32] | None = None,
) -> Linear:
    column = {label: n for n, label in enumerate(classes)}
    targets = np.zeros((len(labels), len(classes)), np.float32)
    targets[np.arange(len(labels)), [column[label] for label in labels]] = 1.0
    return fit(vectors, targets, places, recipe, importance)


def _from_topics(library: Library) -> list[Phrasing]:
    """A topic's title, names, and what is fine and what is not, are said much as people say it."""
    return [
        (text, topic.id)
        for topic in library.topics.values()
        for text in (*names_of(topic), *topic.fine, *topic.not_fine)
    ]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A phrasing, and what a model that never saw it makes of it."""

    text: str
    topic: str
    best: str
    probability: float


def held_out(
    library: Library, phrasings: Sequence[Phrasing], progress: Callable[[float], None]
) -> list[HeldOut]:
    """Ask each phrasing of a model trained on the others (in `FOLDS` turns)."""
    examples = _examples(library, phrasings)
    found: list[HeldOut] = []
    everything = np.arange(len(examples.topics))
    for fold in range(FOLDS):
        progress(fold / FOLDS)
        inside = everything % FOLDS != fold
        weights = _main(library, examples, everything[inside].tolist())
        for n in everything[~inside].tolist():
            logs = log_softmax(scores(weights, examples.vectors[n]).tolist())
            best = max(range(len(logs)), key=logs.__getitem__)
            label = main_label(library, examples.topics[n])
            found.append(
                HeldOut(examples.texts[n], label, weights.classes[best], float(np.exp(logs[best])))
            )
    progress(1.0)
    return found
