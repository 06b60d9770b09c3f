"""The knowledge's phrasings → a model. Pure: the same knowledge gives the same model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.handlers.library import Library, Topic
from bot.handlers.matching.learner import Linear, fit
from bot.handlers.matching.model import NONE, Model, Weights, whole
from bot.handlers.matching.vectors import Vector, Vectorizer, learn
from bot.handlers.text import clean, words

Phrasing = tuple[str, str | None]  # what is typed, and its topic; None is out of scope


def train(library: Library, phrasings: Sequence[Phrasing]) -> Model:
    """Learn a model from phrasings and from the topics' own names and texts."""
    examples = [*phrasings, *_from_topics(library)]
    documents = [words(clean(text)) for text, _ in examples]
    topics = [topic for _, topic in examples]
    vectorizer = learn(documents)
    vectors = [vectorizer.vector(document) for document in documents]
    mains = (*(topic.id for topic in sorted(library.main_topics, key=_id)), NONE)
    main_of = {topic.id: topic.main for topic in library.topics.values()}
    labels = [main_of.get(topic or "", NONE) for topic in topics]
    return Model(
        vectorizer=vectorizer,
        word_counts=dict(Counter(word for document in documents for word in set(document))),
        main=whole(mains, _fit(vectors, labels, mains, vectorizer)),
        finer=_finer(library, vectors, topics, vectorizer),
    )


def _id(topic: Topic) -> str:
    return topic.id


def _fit(
    vectors: Sequence[Vector], labels: Sequence[str], classes: Sequence[str], vocab: Vectorizer
) -> Linear:
    column = {label: n for n, label in enumerate(classes)}
    targets = np.zeros((len(labels), len(classes)), np.float32)
    targets[np.arange(len(labels)), [column[label] for label in labels]] = 1.0
    return fit(vectors, targets, len(vocab))


def _finer(
    library: Library, vectors: Sequence[Vector], topics: Sequence[str | None], vocab: Vectorizer
) -> Weights:
    classes = tuple(sorted(library.topics))
    kept = [n for n, topic in enumerate(topics) if topic in library.topics]
    linear = _fit([vectors[n] for n in kept], [topics[n] or "" for n in kept], classes, vocab)
    return whole(classes, linear)


def _from_topics(library: Library) -> list[Phrasing]:
    """A topic's title and other names are things people type; so are its texts, in pieces."""
    made: list[Phrasing] = []
    for topic in library.topics.values():
        texts = (topic.title, topic.id.replace("-", " "), *topic.names.all(),
                 *topic.fine, *topic.not_fine)
        made += [(text, topic.id) for text in texts]
    return made
