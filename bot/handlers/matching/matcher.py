"""The matcher: words and meaning → how likely each topic, each situation and "none" is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bot.handlers.commands.followups import GENERIC
from bot.handlers.library import Library
from bot.handlers.matching.char_ngrams import word_grams
from bot.handlers.matching.encoder import Encoder, Floats
from bot.handlers.matching.model import NONE, Model
from bot.handlers.matching.results import Match, Ranked, RankedSituation, Why
from bot.handlers.matching.scoring import contributions, log_softmax, scores
from bot.handlers.matching.situation_ranking import SituationRanker
from bot.handlers.matching.spelling import Speller
from bot.handlers.matching.topic_names import pages_by_name
from bot.handlers.matching.vectors import Vector, folded
from bot.handlers.text import key, words

# How much the encoder says beside the words, in log probabilities (docs/matching.md).
MEANING = 0.6
# How much the situations say about the page beside the page's own probability.
BY_SITUATIONS = 0.5
# Probabilities are rounded so that the last bit of a processor's exp() never shows.
DIGITS = 6
TINY = 1e-12
# More words than this say nothing new about a topic, and would only cost time.
WORDS_READ = 250
# What is left for all other topics when a message is a topic's own name.
NAMED_REST = 0.001
WHY_SHOWN = 8
# A name of so few words asks for the page; a longer one tells what happened.
BRIEF = 2
# So many words besides the common ones tell what happened; fewer only name what it is about.
TELLING = 2
# Of a word or two, which say little, a finer page must have this share of its family.
LEAD_OF_BRIEF = 0.5

# The natural logarithm of the probability of each page, and of NONE.
Logs = Mapping[str, float]


class TrainedMatcher:
    """Pure: the same model and message give the same match, on every machine."""

    def __init__(
        self,
        model: Model,
        library: Library,
        encoder: Encoder | None = None,
    ) -> None:
        self._model = model
        self._encoder = encoder
        points = model.situations
        self._ranker = SituationRanker(points, library) if points and points.ids else None
        self._speller = Speller(model.word_counts)
        self._names = pages_by_name(library)
        self._tenet_names = {
            key(name): tenet.number
            for edition in library.editions[:1]
            for tenet in edition.tenets
            for name in tenet.names.all()
        }
        self._mains = {topic.id: topic.main for topic in library.topics.values()}
        self._families = _families(model.finer.classes, self._mains)

    def match(self, text: str, *, about: str | None = None, explain: bool = False) -> Match:
        """Rank the main topics, their pages and the situations for a cleaned message.

        `about`: the topic the conversation is on; it makes its own family twice as likely.
        """
        typed = words(text)[:WORDS_READ]
        said, corrected = self._speller.correct(typed)
        signals = {"words": self._by_words(self._model.vectorizer.vector(said))}
        situations: tuple[RankedSituation, ...] = ()
        if self._encoder is None or not said:
            shares = _normalized(self._leaning(signals["words"], about))
        else:
            point = self._encoder.read(text)
            signals["meaning"] = self._by_meaning(self._encoder, point, signals["words"])
            shares = _normalized(self._leaning(_between(*signals.values()), about))
            shares, situations = self._with_situations(self._encoder, point, shares)
        named = self._names.get(" ".join(typed)) or self._names.get(" ".join(said))
        if named:
            # Sure of the name; the others keep their order, as the runners-up.
            shares = {page: NAMED_REST * share for page, share in shares.items()} | {named: 1.0}
        none = shares.pop(NONE)
        families = self._families_of(shares, LEAD_OF_BRIEF if len(said) <= BRIEF else 0.0)
        ranked = _ranked({main: share for main, (share, _) in families.items()})
        return Match(
            ranked,
            round(none, DIGITS),
            {main: page for main, (_, page) in families.items() if page != main},
            situations,
            self._tenet_names.get(" ".join(said)),
            vague=_is_vague(said, named=bool(named)),
            one_word=len(said) == 1 and not named,
            why=self._why(said, corrected, signals, ranked) if explain else None,
        )

    def _by_words(self, vector: Vector) -> dict[str, float]:
        """What the words say: the family first, then the page within it."""
        families = log_softmax(scores(self._model.main, vector).tolist())
        main = dict(zip(self._model.main.classes, families, strict=True))
        classes = self._model.finer.classes
        values = scores(self._model.finer, folded(vector)).tolist()
        logs = {NONE: main[NONE]}
        for family, columns in self._families.items():
            within = log_softmax([values[column] for column in columns])
            for share, column in zip(within, columns, strict=True):
                logs[classes[column]] = main[family] + share
        return logs

    def _by_meaning(self, encoder: Encoder, point: Floats, by_words: Logs) -> dict[str, float]:
        """What the encoder says; a page it was not taught keeps what the words say."""
        taught = log_softmax(encoder.topic_scores(point).tolist())
        logs = dict(zip(encoder.topics, taught, strict=True))
        return {page: logs.get(page, log) for page, log in by_words.items()}

    def _with_situations(
        self, encoder: Encoder, point: Floats, shares: Mapping[str, float]
    ) -> tuple[dict[str, float], tuple[RankedSituation, ...]]:
        """The pages' probabilities with what the situations say of them, and the situations."""
        if self._ranker is None:
            return dict(shares), ()
        logs = {page: math.log(max(share, TINY)) for page, share in shares.items()}
        likely = self._ranker.shares(point, encoder.verdict_scores(point), logs)
        return _mixed(shares, self._ranker.pages(likely)), self._ranker.best(likely)

    def _leaning(self, logs: Logs, about: str | None) -> Logs:
        if about is None:
            return logs
        main, twice = self._mains.get(about), math.log(2)
        return {page: log + twice * (self._mains.get(page) == main) for page, log in logs.items()}

    def _families_of(
        self, shares: Mapping[str, float], least: float
    ) -> dict[str, tuple[float, str]]:
        """For each main topic its family's probability, and the page of it that leads.

        A finer page must have at least that share of its family; else it is the main one.
        """
        families: dict[str, list[tuple[float, str]]] = {}
        for page, share in shares.items():
            families.setdefault(self._mains[page], []).append((share, page))
        found = {}
        for main, pages in families.items():
            total = math.fsum(share for share, _ in pages)
            share, page = max(pages)
            found[main] = (total, page if share >= least * total else main)
        return found

    def _why(
        self,
        said: Sequence[str],
        corrected: Mapping[str, str],
        signals: Mapping[str, Logs],
        ranked: Sequence[Ranked],
    ) -> Why:
        tables = {
            name: _ranked({page: math.exp(log) for page, log in logs.items()})
            for name, logs in signals.items()
        }
        column = self._model.main.classes.index(ranked[0].topic)
        spoken = contributions(self._model.main, self._model.vectorizer, word_grams(said), column)
        return Why(corrected, tables, tuple(spoken[:WHY_SHOWN]))


def _is_vague(said: Sequence[str], *, named: bool) -> bool:
    return (named and len(said) <= BRIEF) or sum(w not in GENERIC for w in said) < TELLING


def _between(by_words: Logs, by_meaning: Logs) -> Logs:
    return {
        page: (1 - MEANING) * log + MEANING * by_meaning[page] for page, log in by_words.items()
    }


def _normalized(logs: Logs) -> dict[str, float]:
    top = max(logs.values())
    grown = {page: math.exp(log - top) for page, log in logs.items()}
    total = math.fsum(grown.values())
    return {page: value / total for page, value in grown.items()}


def _mixed(shares: Mapping[str, float], by_situation: Mapping[str, float]) -> dict[str, float]:
    """Page probabilities moved toward what the situations say; NONE keeps its own."""
    rest = 1 - shares[NONE]
    mixed = {
        page: (1 - BY_SITUATIONS) * share + BY_SITUATIONS * rest * by_situation.get(page, 0.0)
        for page, share in shares.items()
    }
    return mixed | {NONE: shares[NONE]}


def _ranked(shares: Mapping[str, float]) -> tuple[Ranked, ...]:
    rounded = (Ranked(topic, round(share, DIGITS)) for topic, share in shares.items())
    return tuple(sorted(rounded, key=lambda item: (-item.probability, item.topic)))


def _families(classes: Sequence[str], mains: Mapping[str, str]) -> Mapping[str, Sequence[int]]:
    """For each main topic the columns of its family."""
    families: dict[str, list[int]] = {}
    for column, topic in enumerate(classes):
        families.setdefault(mains[topic], []).append(column)
    return families
