"""When to answer, with what, when to ask back, when to say "I don't know"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.handlers.matching.results import Match

# From the calibration in docs/matching.md, not from taste.
# At NONE_FLOOR the message is none of ours, unless a topic is likelier still; from DOUBT on it
# may be none, so that a guess becomes a question back.
NONE_FLOOR = 0.5
DOUBT = 0.3
ANSWER_FLOOR = 0.4
# A single word that is no name says little, however sure it looks.
ONE_WORD_FLOOR = 0.9
CLEAR_OF_SECOND = 1.2
# A situation must be this likely for its verdict to be given. A Yes where No is right would hurt:
# its situation must be likelier, and all that say Yes so likely together. Otherwise the page is
# shown, with its closest situations as buttons.
SITUATION_FLOOR = 0.1
YES_SITUATION_FLOOR = 0.25
YES_FLOOR = 0.5
CHOICES_SHOWN = 3
CLOSEST = 2
CHOICES_AT_LEAST = 2
CHOICE_FLOOR = 0.08
ALSO_FLOOR = 0.15
# Below this the first topic is a guess among all of them, and offering it would say otherwise.
GUESS_FLOOR = 0.12


@dataclass(frozen=True, slots=True)
class Decision:
    """`pages` is the one to answer from, or those to choose from, or the nearest ones.

    `situations` are the one whose verdict is given, or the candidates, likeliest first.
    """

    kind: Literal["answer", "choices", "none"]
    pages: tuple[str, ...]
    situations: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def decide(match: Match) -> Decision:
    """One answer, a few choices, or none, from the probabilities of a match."""
    best = match.ranked[:CHOICES_SHOWN]
    pages = tuple(match.finer.get(item.topic, item.topic) for item in best)
    if not best or best[0].probability < GUESS_FLOOR:
        return Decision("none", pages)
    first = best[0].probability
    if match.none >= NONE_FLOOR and match.none > first:
        return Decision("none", pages)
    second = best[1].probability if len(best) > 1 else 0.0
    floor = ONE_WORD_FLOOR if match.one_word else ANSWER_FLOOR
    if first >= floor and first >= CLEAR_OF_SECOND * second and match.none < DOUBT:
        also = tuple(
            page
            for page, item in zip(pages[1:], best[1:], strict=True)
            if item.probability >= ALSO_FLOOR
        )
        return Decision("answer", pages[:1], _ruled(match, pages[0]), also[:1])
    close = tuple(
        page
        for n, (page, item) in enumerate(zip(pages, best, strict=True))
        if n < CHOICES_AT_LEAST or item.probability >= CHOICE_FLOOR
    )
    return Decision("choices", close, _one_a_page(match, close))


def _ruled(match: Match, page: str) -> tuple[str, ...]:
    """The situation whose verdict can be given, alone; else those of the page that come closest."""
    own = [item for item in match.situations if item.page == page]
    if not own:
        return ()
    top = own[0]
    agreed = sum(item.probability for item in match.situations if item.verdict == top.verdict)
    sure = (
        top.probability >= YES_SITUATION_FLOOR and agreed >= YES_FLOOR
        if top.verdict == "yes"
        else top.probability >= SITUATION_FLOOR
    )
    closest = tuple(item.id for item in own[:CLOSEST])
    return closest[:1] if sure and not match.vague else closest


def _one_a_page(match: Match, pages: tuple[str, ...]) -> tuple[str, ...]:
    """The likeliest situation of each of these pages, in their order."""
    found = (next((s.id for s in match.situations if s.page == page), "") for page in pages)
    return tuple(filter(None, found))
