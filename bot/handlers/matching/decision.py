"""When to answer, when to ask back, when to say "I don't know"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.handlers.matching.results import Match

# From the calibration in docs/matching.md, not from taste.
# At NONE_FLOOR the message is none of ours; from DOUBT on it may be none, so that a guess becomes
# a question back.
NONE_FLOOR = 0.25
DOUBT = 0.05
ANSWER_FLOOR = 0.5
# A single word that is no name says little, however sure it looks.
ONE_WORD_FLOOR = 0.9
CLEAR_OF_SECOND = 1.6
CHOICES_SHOWN = 3
CHOICES_AT_LEAST = 2
CHOICE_FLOOR = 0.08
ALSO_FLOOR = 0.15


@dataclass(frozen=True, slots=True)
class Decision:
    """`topics` is the one to answer, or those to choose from, or the nearest ones."""

    kind: Literal["answer", "choices", "none"]
    topics: tuple[str, ...]
    also: tuple[str, ...] = ()


def decide(match: Match) -> Decision:
    """One answer, a few choices, or none, from the probabilities of a match."""
    best = match.ranked[:CHOICES_SHOWN]
    if match.none >= NONE_FLOOR or not best:
        return Decision("none", tuple(item.topic for item in best))
    first = best[0].probability
    second = best[1].probability if len(best) > 1 else 0.0
    floor = ONE_WORD_FLOOR if match.one_word else ANSWER_FLOOR
    sure = first >= floor and first >= CLEAR_OF_SECOND * second
    if sure and match.none < DOUBT:
        also = tuple(item.topic for item in best[1:] if item.probability >= ALSO_FLOOR)
        return Decision("answer", (best[0].topic,), also[:1])
    close = tuple(
        item.topic
        for n, item in enumerate(best)
        if n < CHOICES_AT_LEAST or item.probability >= CHOICE_FLOOR
    )
    return Decision("choices", close)
