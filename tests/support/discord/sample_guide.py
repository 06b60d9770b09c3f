"""A town's guide that fits on a page: real answers from little knowledge, at once."""

from __future__ import annotations

from bot.handlers.guide import Guide
from bot.handlers.library import Area, Case, DailyEntry, Document, Edition, Library, Page, Section
from bot.handlers.local_layer import Contact
from tests.support.sample_knowledge import CODE, MONDAY, OWNER, WordMatcher, tenet, topic

NUMBERS = range(1, 13)
# More topics than Discord takes in one list.
TITLES = {"gifts": "Gifts", "hiring": "Hiring relatives"} | {
    f"matter-{n}": f"Matter number {n}" for n in range(1, 29)
}
# Ten thousand characters, in lines that all differ, so that a lost one is noticed.
LETTER = "\n".join(
    f"{n}. I, ______, step back from matter {n} before the board." for n in range(190)
)


def _page(name: str) -> Page:
    return Page(
        name,
        name.title(),
        f"About {name}.",
        (Section("More", "Text."),),
        OWNER,
        MONDAY,
        sources=(CODE,),
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
            tuple(map(tenet, NUMBERS)),
        ),
    ),
    areas=(Area("work", "At work"),),
    topics={
        name: topic(
            name,
            title,
            (12, 3),
            short=f"Say no to {title.lower()}, and thank *them* kindly.",
            related=("hiring", "matter-1") if name == "gifts" else ("gifts",),
        )
        for name, title in TITLES.items()
    },
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
    daily={n: (DailyEntry(f"d{n}", "reflection", "Think of it.", "And you?", n),) for n in NUMBERS},
)
WORDS = {"gift": "gifts", "ticket": "gifts", "nephew": "hiring", "relative": "hiring"}


def town_guide() -> Guide:
    """The town's guide, on a Monday."""
    return Guide(LIBRARY, WordMatcher(WORDS, TITLES, unlikely=0.001), lambda: MONDAY)
