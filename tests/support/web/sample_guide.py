"""A small town hall's knowledge for the pages: two areas, a local layer, and a word matcher."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.handlers.guide import Guide
from bot.handlers.library import (
    Area,
    Case,
    DailyEntry,
    Document,
    Edition,
    Guideline,
    Library,
    Names,
    Page,
    Section,
)
from bot.handlers.local_layer import Contact, Layer, LocalRule
from bot.handlers.matching.results import Why
from bot.handlers.situation import Source
from tests.support import sample_knowledge
from tests.support.sample_knowledge import WordMatcher

TODAY = date(2026, 11, 23)  # a Monday
REVIEWED = date(2026, 11, 2)
SOURCE = Source("ICMA, the Code", "https://icma.org/code")


def _topic(name, title, area, tenets, related=(), **more):
    parts = {
        "area": area,
        "short": f"Say no to {title.lower()} <kindly> & at once.",
        "sources": (SOURCE,),
        "sources_read": REVIEWED,
        "related": related,
    }
    return sample_knowledge.topic(name, title, tenets, **(parts | more))


TOPICS = {
    topic.id: topic
    for topic in (
        _topic("gifts", "Gifts", "money", (12, 3), ("elections",), guidelines=("12-gifts",)),
        _topic(
            "gift-event-tickets",
            "Event tickets",
            "money",
            (12,),
            ("gifts",),
            part_of="gifts",
            names=Names(("game tickets",), ("boletos",)),
        ),
        _topic("elections", "Elections", "politics", (7,), ("gifts",)),
        _topic("town-cars", "Town cars", "money", (4,), ("gifts",), layer="mytown"),
    )
}
TENETS = tuple(
    sample_knowledge.tenet(
        number,
        plain=f"In short, tenet {number}.",
        questions=("Is it right?", "Who is hurt?"),
        guidelines=(Guideline("12-gifts", "Gifts", "Take nothing.", "https://icma.org/gifts"),)
        if number == 12
        else (),
    )
    for number in range(1, 13)
)
LIBRARY = Library(
    editions=(
        Edition(
            "2023", "ICMA Code", "1924", "April 2023", "The mission.", SOURCE, TENETS, ("Ok.",)
        ),
    ),
    areas=(Area("money", "Money and gifts"), Area("politics", "Politics")),
    topics=TOPICS,
    cases={
        id_: Case(
            id_, title, "gifts", (12,), "A mug came.", "Keep it?", "Yes.", "A mug.", SOURCE, basis
        )
        for id_, title, basis in (
            ("the-mug", "The mug", "illustration"),
            ("the-suite", "The suite", "retold"),
        )
    },
    documents={
        "recusal": Document(
            "recusal",
            "Recusal statement",
            "To step aside in writing.",
            "RECUSAL\n\nI, ________, step aside\nfrom item ____ <today>.\n\n"
            "I have not spoken about it to anybody on the council or in the\noffice.\nTo:     ____",
            "Ethics team",
            REVIEWED,
            ("gifts",),
        )
    },
    pages={
        "training": Page(
            "training",
            "Training",
            "Four workshops.",
            (Section("Workshops", "They last a day.", ("Ethics at work",)),),
            "Ethics team",
            date(2026, 11, 20),
            ("gifts",),
            (SOURCE,),
        )
    },
    contacts=(
        Contact("icma", "ICMA ethics", "Advice.", SOURCE, REVIEWED, email="ethics@icma.example"),
        Contact("clerk", "Town clerk", "Local rules.", SOURCE, REVIEWED, layer="mytown"),
    ),
    daily={
        n: tuple(
            DailyEntry(f"t{n:02}-{part}", "reflection", f"Thought {part} on {n}.", "And you?", n)
            for part in ("one", "two")
        )
        for n in range(1, 13)
    },
    rules=(
        LocalRule(
            "cap",
            "gifts",
            "Nothing above $10.",
            date(2026, 1, 1),
            date(2027, 1, 1),
            "mytown",
        ),
        LocalRule("old", "elections", "An old rule.", date(2020, 1, 1), date(2021, 1, 1), "mytown"),
    ),
    layers=(Layer("mytown", "Town of Milford", "The town clerk answers for local rules."),),
)
WORDS = {"gift": "gifts", "ticket": "gifts", "vote": "elections", "sign": "elections"}

# Every kind of page that everybody sees.
PAGES = (
    "/",
    "/which?topic=gifts&topic=elections",
    "/unknown?near=gifts",
    "/help",
    "/ask-a-person",
    "/code",
    "/tenets",
    "/tenets/12",
    "/topics",
    "/topics/gifts?also=elections",
    "/topics/elections",
    "/topics/town-cars",
    "/cases",
    "/cases/the-suite",
    "/documents",
    "/documents/recusal",
    "/pages/training",
    "/contact",
    "/changes",
    "/search",
    "/today",
    "/today/t01-one",
    "/embed",
    "/nothing-here",
    "/admin/login",
)


class HallMatcher(WordMatcher):
    """Knows a finer topic too, and says why when it is asked."""

    def match(self, text, *, about=None, explain=False):
        found = super().match(text, about=about)
        finer = {"gifts": "gift-event-tickets"} if "ticket" in text.lower() else {}
        sure = tuple(r for r in found.ranked if r.probability > 0.1)
        why = Why({"tikets": "tickets"}, {"words": sure}, (("free tickets", 1.93),))
        return replace(found, finer=finer, why=why if explain else None)


def hall_guide():
    """A real guide on the town hall's knowledge."""
    return Guide(LIBRARY, HallMatcher(WORDS, ("gifts", "elections", "town-cars")), lambda: TODAY)
