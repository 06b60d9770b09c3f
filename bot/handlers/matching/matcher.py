"""The matcher: corrects, weighs, and gives every main topic and "none" a probability."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bot.handlers.library import Library
from bot.handlers.matching.char_ngrams import word_grams
from bot.handlers.matching.model import NONE, Model
from bot.handlers.matching.results import Match, Ranked, Why
from bot.handlers.matching.scoring import contributions, log_softmax, scores
from bot.handlers.matching.spelling import Speller
from bot.handlers.matching.topic_names import names_of
from bot.handlers.matching.vectors import Vector, folded
from bot.handlers.text import key, words

# A finer topic is named when it has at least this share of its family.
FINER_SHARE = 0.05
# Of a word or two, which say little, it needs more of it.
FINER_SHARE_BRIEF = 0.5
BRIEF = 2
# More main topics than these are never looked into.
FINER_AMONG = 8
# Probabilities are rounded so that the last bit of a processor's exp() never shows.
DIGITS = 6
# More words than this say nothing new about a topic, and would only cost time.
WORDS_READ = 250
# What is left for all other topics when a message is a topic's own name.
NAMED_REST = 0.001
WHY_SHOWN = 8


class TrainedMatcher:
    """Pure: the same model and message give the same match, on every machine."""

    def __init__(self, model: Model, library: Library) -> None:
        self._model = model
        self._library = library
        self._speller = Speller(model.word_counts)
        self._names = _names(library)
        self._tenet_names = {
            key(name): tenet.number
            for edition in library.editions[:1]
            for tenet in edition.tenets
            for name in tenet.names.all()
        }
        self._mains = {topic.id: topic.main for topic in library.topics.values()}
        self._families = _families(model.finer.classes, self._mains)

    def match(self, text: str, *, about: str | None = None, explain: bool = False) -> Match:
        """Rank the main topics for a cleaned message.

        `about`: the topic the conversation is on; it makes its own family twice as likely.
        """
        typed = words(text)[:WORDS_READ]
        said, corrected = self._speller.correct(typed)
        vector = self._model.vectorizer.vector(said)
        signals = self._signals(vector)
        shares = self._fuse(list(signals.values()), about)
        named = self._names.get(" ".join(typed)) or self._names.get(" ".join(said))
        if named:
            # Sure of the name; the others keep their order, as the runners-up.
            shares = {topic: NAMED_REST * share for topic, share in shares.items()}
            shares[self._mains[named]] = 1.0
        none = shares.pop(NONE)
        ranked = _ranked(shares)
        share = FINER_SHARE_BRIEF if len(said) <= BRIEF else FINER_SHARE
        finer = self._finer(vector, [item.topic for item in ranked[:FINER_AMONG]], share)
        if named:
            finer[self._mains[named]] = named
        tenet = self._tenet_names.get(" ".join(said))
        why = self._why(said, corrected, signals, ranked) if explain else None
        one_word = len(said) == 1 and not named
        return Match(ranked, round(none, DIGITS), finer, tenet, one_word, why)

    def _signals(self, vector: Vector) -> dict[str, list[float]]:
        return {"words": log_softmax(scores(self._model.main, vector).tolist())}

    def _fuse(self, signals: Sequence[Sequence[float]], about: str | None) -> dict[str, float]:
        classes = self._model.main.classes
        summed = [math.fsum(logs) / len(signals) for logs in zip(*signals, strict=True)]
        if about is not None:
            main = self._mains.get(about)
            summed = [
                log + math.log(2) * (c == main) for c, log in zip(classes, summed, strict=True)
            ]
        top = max(summed)
        grown = [math.exp(log - top) for log in summed]
        total = math.fsum(grown)
        return {c: value / total for c, value in zip(classes, grown, strict=True)}

    def _finer(self, vector: Vector, mains: Sequence[str], least: float) -> dict[str, str]:
        """For each of these main topics the finer one with the most, where it has enough."""
        classes = self._model.finer.classes
        values = scores(self._model.finer, folded(vector)).tolist()
        finer = {}
        for main in mains:
            columns = self._families.get(main, ())
            shares = log_softmax([values[column] for column in columns]) if columns else ()
            named = zip(shares, (classes[column] for column in columns), strict=True)
            below = [(share, topic) for share, topic in named if topic != main]
            share, topic = max(below, default=(-math.inf, main))
            if share >= math.log(least):
                finer[main] = topic
        return finer

    def _why(
        self,
        said: Sequence[str],
        corrected: Mapping[str, str],
        signals: Mapping[str, Sequence[float]],
        ranked: Sequence[Ranked],
    ) -> Why:
        classes = self._model.main.classes
        tables = {
            name: _ranked({c: math.exp(log) for c, log in zip(classes, logs, strict=True)})
            for name, logs in signals.items()
        }
        column = classes.index(ranked[0].topic)
        spoken = contributions(self._model.main, self._model.vectorizer, word_grams(said), column)
        return Why(corrected, tables, tuple(spoken[:WHY_SHOWN]))


def _ranked(shares: Mapping[str, float]) -> tuple[Ranked, ...]:
    rounded = (Ranked(topic, round(share, DIGITS)) for topic, share in shares.items())
    return tuple(sorted(rounded, key=lambda item: (-item.probability, item.topic)))


def _families(classes: Sequence[str], mains: Mapping[str, str]) -> Mapping[str, Sequence[int]]:
    """For each main topic the columns of its family."""
    families: dict[str, list[int]] = {}
    for column, topic in enumerate(classes):
        families.setdefault(mains[topic], []).append(column)
    return families


def _names(library: Library) -> Mapping[str, str]:
    """Title, id and other names of each topic → its id; finer topics win over main ones.

    A name is understood in singular and plural, unless that is another topic's own name.
    """
    names: dict[str, str] = {}
    twins: dict[str, str] = {}
    for topic in sorted(library.topics.values(), key=lambda t: (t.part_of is not None, t.id)):
        for name in map(key, names_of(topic)):
            names[name] = topic.id
            twins[name.removesuffix("s") if name.endswith("s") else f"{name}s"] = topic.id
    return twins | names
