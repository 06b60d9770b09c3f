"""A small town's knowledge: enough topics to talk about in Slack."""

from __future__ import annotations

from bot.handlers.guide import Guide
from bot.handlers.library import Area, Case, DailyEntry, Document, Edition, Library, Page, Section
from bot.handlers.local_layer import Contact
from tests.support import sample_knowledge
from tests.support.sample_knowledge import CODE, MONDAY, OWNER, WordMatcher

LONG = "A long sentence about what happened and why it matters to everyone in town. " * 30


TOPICS = {
    topic.id: topic
    for topic in (
        sample_knowledge.topic("gifts", "Gifts", (12, 3), related=("elections",)),
        sample_knowledge.topic("elections", "Elections", (7,), related=("gifts",)),
        sample_knowledge.topic("long-story", "A Long Story", (1,), reasoning=LONG * 6),
    )
}
TENETS = tuple(sample_knowledge.tenet(n) for n in range(1, 13))
LIBRARY = Library(
    editions=(
        Edition("2023", "ICMA Code of Ethics", "1924", "April 2023", "The mission.", CODE, TENETS),
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
            CODE,
            "illustration",
        )
    },
    documents={
        "letter": Document(
            "letter",
            "A letter",
            "To say no.",
            "Dear ____,\n\nNo.\n" * 900,
            OWNER,
            MONDAY,
            ("gifts",),
        )
    },
    pages={
        name: Page(
            name,
            name.title(),
            f"About {name}.",
            (Section("More", "Text."),),
            OWNER,
            MONDAY,
            sources=(CODE,),
        )
        for name in ("training", "privacy")
    },
    contacts=(Contact("icma", "ICMA ethics", "Advice.", CODE, MONDAY, email="ethics@icma.org"),),
    daily={
        n: (DailyEntry(f"d{n}", "reflection", "Think of it.", "And you?", n),) for n in range(1, 13)
    },
)
WORDS = {
    "gift": "gifts",
    "tickets": "gifts",
    "vote": "elections",
    "sign": "elections",
    "story": "long-story",
}


def little_guide():
    """A real guide on little knowledge."""
    return Guide(LIBRARY, WordMatcher(WORDS, TOPICS), lambda: MONDAY)
