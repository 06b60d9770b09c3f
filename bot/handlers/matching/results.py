"""What a matcher says about a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.handlers.situation import Verdict


@dataclass(frozen=True, slots=True)
class Ranked:
    """A main topic and the probability that the message is about it."""

    topic: str
    probability: float


@dataclass(frozen=True, slots=True)
class RankedSituation:
    """A situation, its page and verdict, and the probability that it is the one asked about."""

    id: str
    page: str
    verdict: Verdict
    probability: float


@dataclass(frozen=True, slots=True)
class Why:
    """What led to a match, for `--why` and the maintainer's page."""

    corrected: Mapping[str, str] = field(default_factory=dict)
    signals: Mapping[str, tuple[Ranked, ...]] = field(default_factory=dict)
    words: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Main topics, best first, ties by id; the probability of "none of them".

    `finer` names, for a likely main topic, the page of its family that leads. `situations` are
    the likeliest of all pages, best first. `tenet` is set when the message names a tenet rather
    than a topic, `vague` when it says what it is about but not what happened, and `one_word`
    when it is a single word that is no topic's name.
    """

    ranked: tuple[Ranked, ...]
    none: float
    finer: Mapping[str, str] = field(default_factory=dict)
    situations: tuple[RankedSituation, ...] = ()
    tenet: int | None = None
    vague: bool = False
    one_word: bool = False
    why: Why | None = None


class Matcher(Protocol):
    """Pure: the same message gives the same match, always."""

    def match(self, text: str, *, about: str | None = None, explain: bool = False) -> Match:
        """Rank topics for a cleaned message. `about` is the topic the conversation is on."""
        ...
