"""A town's guide that fits on a page: real answers from little knowledge, at once."""

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

MONDAY = date(2026, 11, 23)
CODE = Source("ICMA Code of Ethics", "https://icma.org/icma-code-ethics")
OWNER = "Ethics team"
NUMBERS = range(1, 13)
# More topics than Discord takes in one list.
TITLES = {"gifts": "Gifts", "hiring": "Hiring relatives"} | {
    f"matter-{n}": f"Matter number {n}" for n in range(1, 29)
}
# Ten thousand characters, in lines that all differ, so that a lost one is noticed.
LETTER = "\n".join(
    f"{n}. I, ______, step back from matter {n} before the board." for n in range(190)
)


def _topic(name: str) -> Topic:
    return Topic(
        id=name,
        title=TITLES[name],
        area="work",
        tenets=(12, 3),
        short=f"Say no to {TITLES[name].lower()}, and thank *them* kindly.",
        reasoning="Trust is hard to win back.",
        fine=("A cup of coffee.",),
        not_fine=("A week by the sea.",),
        ask_yourself=("Would you tell the newspaper?",),
        next_steps=("Say no.", "Write it down."),
        tell="Your supervisor.",
        sources=(CODE,),
        owner=OWNER,
        reviewed=MONDAY,
        related=("hiring", "matter-1") if name == "gifts" else ("gifts",),
    )


def _tenet(number: int) -> TenetEntry:
    return TenetEntry(
        number,
        f"The words of tenet {number}, as adopted.",
        f"Tenet {number} in plain words.",
        "It matters.",
        ("Is it right?",),
        "Once there was a town.",
    )


def _page(name: str) -> Page:
    return Page(
        name, name.title(), f"About {name}.", (Section("More", "Text."),), (CODE,), OWNER, MONDAY
    )


LIBRARY = Library(
    editions=(
        Edition(
            "2023",
            "ICMA Code of Ethics",
            "1924",
            "April 2023",
            "The mission.",
            CODE,
            tuple(map(_tenet, NUMBERS)),
        ),
    ),
    areas=(Area("work", "At work"),),
    topics={name: _topic(name) for name in TITLES},
    cases={
        "mug": Case(
            "mug",
            "The mug",
            "gifts",
            (12,),
            "A mug came in the mail.",
            "Keep it?",
            "Yes.",
            "It is only a mug.",
            CODE,
            "illustration",
        )
    },
    documents={
        "recusal": Document(
            "recusal", "Recusal letter", "To step back.", LETTER, OWNER, MONDAY, ("gifts",)
        )
    },
    pages={name: _page(name) for name in ("training", "privacy", "enforcement", "who-is-bound")},
    contacts=(Contact("icma", "ICMA ethics", "Advice.", CODE, MONDAY, email="ethics@icma.org"),),
    daily={n: (DailyEntry(f"d{n}", n, "reflection", "Think of it.", "And you?"),) for n in NUMBERS},
)
WORDS = {"gift": "gifts", "ticket": "gifts", "nephew": "hiring", "relative": "hiring"}


class WordMatcher:
    """Knows a topic by a word in it; "spouse" goes on with whatever was talked of before."""

    def match(self, text, *, about=None, explain=False):
        found = list(dict.fromkeys(topic for word, topic in WORDS.items() if word in text.lower()))
        if not found and about and "spouse" in text.lower():
            found = [about]
        ranked = [Ranked(topic, 0.9 / len(found)) for topic in found]
        others = [Ranked(topic, 0.001) for topic in TITLES if topic not in found]
        return Match((*ranked, *others), 0.01 if found else 0.9)


def town_guide() -> Guide:
    """The town's guide, on a Monday."""
    return Guide(LIBRARY, WordMatcher(), lambda: MONDAY)
