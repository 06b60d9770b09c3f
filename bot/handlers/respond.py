"""Incoming + what is known → Reply. Pure, synchronous, and the same for every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rapidfuzz import fuzz, process

from bot.handlers import daily_entries
from bot.handlers.commands import followups, parse
from bot.handlers.library import TENET_COUNT, DailyEntry, Library
from bot.handlers.matching.decision import Decision, decide
from bot.handlers.matching.results import Match, Matcher
from bot.handlers.messages import Incoming, Reply
from bot.handlers.replies import answers, navigation, situations, tenets
from bot.handlers.text import clean, key

RANKED_SHOWN = 8
# How alike a typed document or case name must be to one on file (0 to 100).
NAME_ALIKE = 75
# A continuation that names another topic this surely is a question of its own.
NEW_TOPIC = 0.7
NUMBERS = {str(number): number for number in range(1, TENET_COUNT + 1)}

Item = TypeVar("Item")


class UnknownChoice(LookupError):  # noqa: N818 - not an error: an older button
    """A button whose target is not known, or not known any more."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer is made from: the library, a matcher trained on it, and the day."""

    library: Library
    matcher: Matcher
    today: date


def respond(incoming: Incoming, known: Known) -> Reply:
    """The reply to one message or one press of a button.

    Never raises for what people type or press. What it raises all the same is a fault of ours,
    for a door to log.
    """
    if incoming.choice is not None:
        return _press(incoming.choice, known)
    text = clean(incoming.text)
    plain = key(text)
    if plain in parse.GREETINGS:
        return navigation.greeting()
    if plain in parse.THANKS:
        return navigation.thanks()
    if not plain and text:
        return navigation.not_found(known.library, ())
    choice = parse.parse(
        text,
        find_topic=lambda name: _topic_named(name, known),
        find_document=lambda name: _document_named(name, known.library),
        find_case=lambda name: _case_named(name, known.library),
    )
    if choice is not None:
        return _press(choice, known)
    return _question(text, incoming.context, known)


def _question(text: str, context: str | None, known: Known) -> Reply:
    library = known.library
    about = _topic_of(context, library)
    if about is not None and (reply := _follow_up(text, about, known)) is not None:
        return reply
    if about is None and (followups.is_why(text) or followups.is_more(text)):
        return navigation.not_found(library, ())
    match = known.matcher.match(text, about=about)
    if match.tenet is not None:
        return tenets.tenet(library, match.tenet, outcome="answer")
    decision = decide(match)
    ranked = tuple(item.topic for item in match.ranked[:RANKED_SHOWN])
    if decision.kind == "none":
        return navigation.not_found(library, decision.topics, ranked)
    score = round(match.ranked[0].probability, 4)
    if decision.kind == "choices":
        topics = tuple(match.finer.get(topic, topic) for topic in decision.topics)
        return navigation.ask_which(library, topics, ranked, score)
    return _answer(decision, match, ranked, score, known)


def _follow_up(text: str, about: str, known: Known) -> Reply | None:
    """The reply to a message that continues the conversation, or None for a new question."""
    library = known.library
    topic = library.topics[about]
    if followups.is_more(text) or followups.is_why(text):
        return answers.topic_more(library, topic, known.today)
    added = followups.new_words(text)
    if added is None:
        return None
    if added:
        match = known.matcher.match(added, about=about)
        best = match.ranked[0]
        if best.topic == topic.main:
            topic = library.topics[match.finer.get(topic.main, about)]
        elif match.none < best.probability and best.probability >= NEW_TOPIC:
            return None
    return answers.topic_more(library, topic, known.today, follow_up=True)


def _answer(
    decision: Decision, match: Match, ranked: tuple[str, ...], score: float, known: Known
) -> Reply:
    library = known.library
    topic = library.topics[match.finer.get(decision.topics[0], decision.topics[0])]
    also = tuple(
        answers.topic_choice(library, match.finer.get(other, other)) for other in decision.also
    )
    return answers.topic_answer(library, topic, known.today, ranked=ranked, score=score, also=also)


def _press(choice: str, known: Known) -> Reply:
    try:
        return _route(choice, known)
    except UnknownChoice:
        return navigation.stale()


def _route(choice: str, known: Known) -> Reply:  # noqa: C901 - one flat dictionary of choices
    """Every button is a sentence, and this is the dictionary. Raises `UnknownChoice`."""
    library, today = known.library, known.today
    verb, _, rest = choice.partition(":")
    match verb, rest:
        case "help", "":
            return navigation.help_reply()
        case "code", "":
            return tenets.code(library)
        case "tenets", "":
            return tenets.tenets(library)
        case "tenet", number:
            return tenets.tenet(library, _look_up(NUMBERS, number))
        case "topics", "":
            return navigation.topics(library)
        case "area", area:
            return navigation.area(library, _area_of(library, area))
        case "topic", topic:
            return answers.topic_answer(library, _look_up(library.topics, topic), today)
        case "situation", place:
            return _situation(place, known)
        case "more", topic:
            return answers.topic_more(library, _look_up(library.topics, topic), today)
        case "cases", "":
            return navigation.cases_overview(library)
        case "cases-in", area:
            return navigation.cases_in(library, _area_of(library, area))
        case "cases", topic:
            return navigation.cases(library, _look_up(library.topics, topic).id)
        case "case", case:
            return answers.case_reply(library, _look_up(library.cases, case))
        case "documents", "":
            return navigation.documents(library)
        case "document", document:
            return answers.document_reply(library, _look_up(library.documents, document))
        case "page", page:
            return answers.page_reply(library, _look_up(library.pages, page))
        case "contact", "":
            return navigation.contact(library)
        case "today", "":
            return tenets.daily(library, daily_entries.entry_for(library, today))
        case "daily", entry:
            return tenets.daily(library, _entry(library, entry))
        case "none", "":
            return navigation.ask_a_person()
        case _:
            raise UnknownChoice(choice)


def _look_up(items: Mapping[str, Item], name: str) -> Item:
    """What has that id. Raises `UnknownChoice`."""
    if name not in items:
        raise UnknownChoice(name)
    return items[name]


def _area_of(library: Library, name: str) -> str:
    return _look_up({area.id: area for area in library.areas}, name).id


def _entry(library: Library, name: str) -> DailyEntry:
    return _look_up({e.id: e for entries in library.daily.values() for e in entries}, name)


def _situation(place: str, known: Known) -> Reply:
    """`id`, `id:done` or `id:n`: a situation, after it happened, or with its n-th option chosen."""
    situation_id, _, branch = place.partition(":")
    situation = _look_up(known.library.situations, situation_id)
    option, facts = None, {}
    if branch == situations.DONE:
        facts = {"stage": situations.DONE}
    elif branch:
        options = situation.ask.options if situation.ask else ()
        option = _look_up({str(n): one for n, one in enumerate(options)}, branch)
    return situations.situation_reply(
        known.library, situation, known.today, facts=facts, option=option
    )


def _topic_of(context: str | None, library: Library) -> str | None:
    """The topic a conversation is on, from the choice id of the last answer."""
    verb, _, rest = (context or "").partition(":")
    if verb == "situation" and rest in library.situations:
        return library.situations[rest].topic
    return rest if verb in ("topic", "more") and rest in library.topics else None


def _topic_named(name: str, known: Known) -> str | None:
    """The topic somebody means by a name: as it is written, or as it would be answered."""
    if not name:
        return None
    if name.replace(" ", "-") in known.library.topics:
        return name.replace(" ", "-")
    match = known.matcher.match(name)
    decision = decide(match)
    if decision.kind == "none":
        return None
    best = decision.topics[0]
    return match.finer.get(best, best)


def _case_named(name: str, library: Library) -> str | None:
    """The case of that id or title, however its words are joined."""
    for case in library.cases.values():
        if name in (key(case.id.replace("-", " ")), key(case.title)):
            return case.id
    return None


def _document_named(name: str, library: Library) -> str | None:
    names = {
        key(name_): document.id
        for document in library.documents.values()
        for name_ in (document.id.replace("-", " "), document.title, *document.names.all())
    }
    best = process.extractOne(
        name, names.keys(), scorer=fuzz.token_set_ratio, score_cutoff=NAME_ALIKE
    )
    return names[best[0]] if best else None
