"""What a town's small library is made of, and a matcher that looks for words.

Each door's tests have a town of their own: a few topics, made of these parts.
"""

from __future__ import annotations

from datetime import date

from bot.handlers.library import TenetEntry, Topic
from bot.handlers.matching.results import Match, Ranked
from bot.handlers.situation import Source

MONDAY = date(2026, 11, 23)
CODE = Source("ICMA Code of Ethics", "https://icma.org/code")
OWNER = "Ethics team"


def topic(name: str, title: str, tenets: tuple[int, ...], **more) -> Topic:
    """A topic with every part that an answer shows."""
    parts = {
        "area": "work",
        "short": f"Say no to {title.lower()} & thank <them> kindly.",
        "reasoning": "Because trust is hard to win back.",
        "fine": ("A cup of coffee.",),
        "not_fine": ("A week by the sea.",),
        "ask_yourself": ("Would you tell the newspaper?",),
        "next_steps": ("Say no.", "Write it down."),
        "tell": "Your supervisor.",
        "sources": (CODE,),
        "owner": OWNER,
        "sources_read": MONDAY,
    }
    return Topic(id=name, title=title, tenets=tenets, **(parts | more))


def tenet(number: int, **more) -> TenetEntry:
    """One of the twelve."""
    parts = {
        "words": f"The words of tenet {number}, just as adopted.",
        "plain": f"In plain words, tenet {number}.",
        "why": "It matters.",
        "questions": ("Is it right?",),
        "story": "Once upon a time.",
    }
    return TenetEntry(number, **(parts | more))


class WordMatcher:
    """Knows a topic when it sees its word; "spouse" is about whatever was talked of before."""

    def __init__(self, words: dict[str, str], topics, *, unlikely: float = 0.01) -> None:
        self._words = words
        self._topics = topics
        self._unlikely = unlikely

    def match(self, text, *, about=None, explain=False):
        found = dict.fromkeys(t for w, t in self._words.items() if w in text.lower())
        if not found and about and "spouse" in text.lower():
            found = {about: None}
        ranked = tuple(Ranked(t, 0.9 / len(found)) for t in found)
        rest = tuple(Ranked(t, self._unlikely) for t in self._topics if t not in found)
        return Match(ranked + rest, 0.01 if found else 0.9)
