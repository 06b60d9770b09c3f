"""A small town's knowledge: enough topics to talk about, and a matcher that looks for words."""

from __future__ import annotations

from datetime import date

from bot.handlers.guide import Guide
from bot.handlers.library import (
    Area,
    Case,
    Contact,
    DailyEntry,
    Document,
    Edition,
    Library,
    Page,
    Section,
    Source,
    TenetEntry,
    Topic,
)
from bot.handlers.matching.results import Match, Ranked

DAY = date(2026, 3, 1)
SOURCE = Source("ICMA Code of Ethics", "https://icma.org/code")
LONG = "A long sentence about what happened and why it matters to everyone in town. " * 30


def _topic(name, title, tenets, related=(), reasoning="Because trust is hard to win back."):
    return Topic(
        id=name,
        title=title,
        area="work",
        tenets=tenets,
        short=f"Say no to {title.lower()} & thank <them> kindly.",
        reasoning=reasoning,
        fine=("A cup of coffee.",),
        not_fine=("A week by the sea.",),
        ask_yourself=("Would you tell the newspaper?",),
        next_steps=("Say no.", "Write it down."),
        tell="Your supervisor.",
        sources=(SOURCE,),
        owner="Ethics team",
        reviewed=DAY,
        related=related,
    )


TOPICS = {
    topic.id: topic
    for topic in (
        _topic("gifts", "Gifts", (12, 3), ("elections",)),
        _topic("elections", "Elections", (7,), ("gifts",)),
        _topic("long-story", "A Long Story", (1,), reasoning=LONG * 6),
    )
}
TENETS = tuple(
    TenetEntry(
        n,
        f"The words of tenet {n}, just as adopted.",
        f"In plain words, tenet {n}.",
        "It matters.",
        ("Is it right?",),
        "Once upon a time.",
    )
    for n in range(1, 13)
)
LIBRARY = Library(
    editions=(
        Edition(
            "2023", "ICMA Code of Ethics", "1924", "April 2023", "The mission.", SOURCE, TENETS
        ),
    ),
    areas=(Area("work", "At work"),),
    topics=TOPICS,
    cases={
        "mug": Case(
            "mug",
            "The mug",
            "gifts",
            (12,),
            "A mug came.",
            "Keep it?",
            "Yes.",
            "It is a mug.",
            SOURCE,
            "illustration",
        )
    },
    documents={
        "letter": Document(
            "letter",
            "A letter",
            "To say no.",
            "Dear ____,\n\nNo.\n" * 900,
            "Ethics team",
            DAY,
            ("gifts",),
        )
    },
    pages={
        name: Page(
            name,
            name.title(),
            f"About {name}.",
            (Section("More", "Text."),),
            (SOURCE,),
            "Ethics team",
            DAY,
        )
        for name in ("training", "privacy")
    },
    contacts=(Contact("icma", "ICMA ethics", "Advice.", SOURCE, DAY, email="ethics@icma.org"),),
    daily={
        n: (DailyEntry(f"d{n}", n, "reflection", "Think of it.", "And you?"),) for n in range(1, 13)
    },
)
WORDS = {
    "gift": "gifts",
    "tickets": "gifts",
    "vote": "elections",
    "sign": "elections",
    "story": "long-story",
}


class WordMatcher:
    """Knows a topic when it sees its word; "spouse" is about whatever was talked of before."""

    def match(self, text, *, about=None, explain=False):
        found = dict.fromkeys(t for w, t in WORDS.items() if w in text.lower())
        if not found and about and "spouse" in text.lower():
            found = {about: None}
        share = 0.9 / max(1, len(found))
        ranked = tuple(Ranked(t, share) for t in found)
        rest = tuple(Ranked(t, 0.01) for t in TOPICS if t not in found)
        return Match(ranked + rest, 0.01 if found else 0.9)


def little_guide():
    """A real guide on little knowledge."""
    return Guide(LIBRARY, WordMatcher(), lambda: date(2026, 11, 23))
