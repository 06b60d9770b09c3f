"""The topic, document or case that somebody means by a typed name."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.handlers.library import Library
from bot.handlers.matching.decision import decide
from bot.handlers.matching.results import Matcher
from bot.handlers.text import key

# How alike a typed document or case name must be to one on file (0 to 100).
NAME_ALIKE = 75


def topic(name: str, library: Library, matcher: Matcher) -> str | None:
    """The topic somebody means by a name: as it is written, or as it would be answered."""
    if not name:
        return None
    if name.replace(" ", "-") in library.topics:
        return name.replace(" ", "-")
    decision = decide(matcher.match(name))
    if decision.kind == "none":
        return None
    return decision.pages[0]


def case(name: str, library: Library) -> str | None:
    """The case of that id or title, however its words are joined."""
    for one in library.cases.values():
        if name in (key(one.id.replace("-", " ")), key(one.title)):
            return one.id
    return None


def document(name: str, library: Library) -> str | None:
    """The model document whose name is most like it, if one is like it at all."""
    names = {
        key(called): one.id
        for one in library.documents.values()
        for called in (one.id.replace("-", " "), one.title, *one.names.all())
    }
    best = process.extractOne(
        name, names.keys(), scorer=fuzz.token_set_ratio, score_cutoff=NAME_ALIKE
    )
    return names[best[0]] if best else None
