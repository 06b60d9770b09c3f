"""Incoming + what is known → Reply. Pure, synchronous, and the same for every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.handlers import choice_ids, daily_entries
from bot.handlers.choice_ids import DONE, ChoiceId, Listing
from bot.handlers.commands import followups, named, parse
from bot.handlers.library import DailyEntry, Library
from bot.handlers.matching.decision import Decision, decide
from bot.handlers.matching.facts import facts_of
from bot.handlers.matching.gate import Recognizer
from bot.handlers.matching.results import Matcher
from bot.handlers.messages import Incoming, Reply
from bot.handlers.replies import answers, gates, navigation, situations, tenets
from bot.handlers.situation import Situation
from bot.handlers.text import clean, key

RANKED_SHOWN = 8
# What a continuation adds is a topic of its own when it is one this surely.
NEW_TOPIC = 0.7

Item = TypeVar("Item")


class UnknownChoice(LookupError):  # noqa: N818 - not an error: an older button
    """A button whose target is not known, or not known any more."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer is made from: the library, what was trained and compiled for it, the day."""

    library: Library
    matcher: Matcher
    today: date
    recognizer: Recognizer


def respond(incoming: Incoming, known: Known) -> Reply:
    """The reply to one message or one press of a button.

    Never raises for what people type or press. What it raises all the same is a fault of ours,
    for a door to log.
    """
    if incoming.choice is not None:
        return _press(incoming.choice, known)
    text = clean(incoming.text)
    if met := known.recognizer.meet(text):
        return gates.gate_reply(known.library, met)
    plain = key(text)
    if plain in parse.GREETINGS:
        return navigation.greeting()
    if plain in parse.THANKS:
        return navigation.thanks()
    if not plain and text:
        return navigation.not_found(known.library, ())
    choice = parse.parse(
        text,
        find_topic=lambda name: named.topic(name, known.library, known.matcher),
        find_document=lambda name: named.document(name, known.library),
        find_case=lambda name: named.case(name, known.library),
    )
    if choice is not None:
        return _reply_to(choice, known)
    return _question(text, incoming.context, known)


def _question(text: str, context: str | None, known: Known) -> Reply:
    library = known.library
    about = _topic_of(context, library)
    if about is not None and context is not None:
        reply = _follow_up(text, context, about, known)
        if reply is not None:
            return reply
    if about is None and (followups.is_why(text) or followups.is_more(text)):
        return navigation.not_found(library, ())
    return _ruled(text, text, about, known)


def _ruled(text: str, meant: str, about: str | None, known: Known) -> Reply:
    """The reply to what is `meant` by a `text`, which in a conversation may say only half of it."""
    library = known.library
    match = known.matcher.match(meant, about=about)
    if match.tenet is not None:
        return tenets.tenet(library, match.tenet, outcome="answer")
    decision = decide(match)
    ranked = tuple(item.topic for item in match.ranked[:RANKED_SHOWN])
    if decision.kind == "none":
        return navigation.not_found(library, decision.pages, ranked)
    score = round(match.ranked[0].probability, 4)
    if decision.kind == "choices":
        return _ask_back(decision, ranked, score, library)
    return _answer(text, decision, ranked, score, known)


def _ask_back(decision: Decision, ranked: tuple[str, ...], score: float, library: Library) -> Reply:
    """Two or three candidates, each with its verdict; a page where it has no situation."""
    found = [library.situations[s] for s in decision.situations]
    covered = {situation.topic for situation in found}
    topics = [page for page in decision.pages if page not in covered]
    return situations.which_situation(library, found, ranked, score, topics=topics)


def _follow_up(text: str, context: str, about: str, known: Known) -> Reply | None:
    """The reply to a message that continues the conversation, or None for a new question."""
    library = known.library
    topic = library.topics[about]
    before = _situation_of(context, library)
    if followups.is_more(text) or followups.is_why(text):
        return answers.topic_more(library, topic, known.today)
    if followups.is_whom(text):
        return answers.whom_to_tell(library, topic)
    if followups.is_form(text) and (documents := library.documents_for((topic.id, topic.main))):
        return answers.document_reply(library, documents[0], known.today)
    if before is not None and followups.is_done(text):
        facts = {"stage": DONE}
        return situations.situation_reply(library, before, known.today, facts=facts)
    added = followups.new_words(text)
    if added is None:
        return None
    # "and cash?" names another topic; "what about my wife?" changes who it is about.
    best = known.matcher.match(added).ranked[0] if added else None
    meant = (
        added if best and best.probability >= NEW_TOPIC else f"{(before or topic).title}. {text}"
    )
    reply = _ruled(text, meant, about, known)
    if reply.page == about and reply.verdict is None:
        # The page they have already says no more; where its lines run does.
        return answers.topic_more(library, topic, known.today, follow_up=True)
    return reply


def _answer(
    text: str, decision: Decision, ranked: tuple[str, ...], score: float, known: Known
) -> Reply:
    """The verdict on the one situation, or the page with the situations that come closest."""
    library = known.library
    found = [library.situations[s] for s in decision.situations]
    also = tuple(answers.topic_choice(library, other) for other in decision.also)
    if len(found) == 1:
        return situations.situation_reply(
            library,
            found[0],
            known.today,
            facts=facts_of(text),
            ranked=ranked,
            score=score,
            also=also,
        )
    return answers.topic_answer(
        library,
        library.topics[decision.pages[0]],
        known.today,
        ranked=ranked,
        score=score,
        also=also,
        situations=tuple(map(situations.situation_choice, found)),
    )


def _press(choice: str, known: Known) -> Reply:
    value = choice_ids.decode(choice)
    return navigation.stale() if value is None else _reply_to(value, known)


def _reply_to(value: ChoiceId, known: Known) -> Reply:
    try:
        return _route(value, known)
    except UnknownChoice:
        return navigation.stale()


def _route(value: ChoiceId, known: Known) -> Reply:
    """Every button is a sentence, and this is the dictionary. Raises `UnknownChoice`."""
    library, today = known.library, known.today
    match value:
        case Listing():
            return _listing(value, known)
        case choice_ids.Tenet(number):
            return tenets.tenet(library, number)
        case choice_ids.Area(area):
            return navigation.area(library, _area_of(library, area))
        case choice_ids.Topic(topic):
            return answers.topic_answer(library, _look_up(library.topics, topic), today)
        case choice_ids.Situation(situation, branch):
            return _situation(situation, branch, known)
        case choice_ids.More(topic):
            return answers.topic_more(library, _look_up(library.topics, topic), today)
        case choice_ids.CasesIn(area):
            return navigation.cases_in(library, _area_of(library, area))
        case choice_ids.CasesOf(topic):
            return navigation.cases(library, _look_up(library.topics, topic).id)
        case choice_ids.Case(case):
            return answers.case_reply(library, _look_up(library.cases, case), today)
        case choice_ids.Document(document):
            return answers.document_reply(library, _look_up(library.documents, document), today)
        case choice_ids.Page(page):
            return answers.page_reply(library, _look_up(library.pages, page), today)
        case choice_ids.Daily(entry):
            return tenets.daily(library, _entry(library, entry))


def _listing(value: Listing, known: Known) -> Reply:
    library = known.library
    match value:
        case Listing.HELP:
            return navigation.help_reply()
        case Listing.CODE:
            return tenets.code(library)
        case Listing.TENETS:
            return tenets.tenets(library)
        case Listing.TOPICS:
            return navigation.topics(library)
        case Listing.CASES:
            return navigation.cases_overview(library)
        case Listing.DOCUMENTS:
            return navigation.documents(library)
        case Listing.CONTACT:
            return navigation.contact(library)
        case Listing.TODAY:
            return tenets.daily(library, daily_entries.entry_for(library, known.today))
        case Listing.NONE_OF_THESE:
            return navigation.ask_a_person()


def _look_up(items: Mapping[str, Item], name: str) -> Item:
    """What has that id. Raises `UnknownChoice`."""
    if name not in items:
        raise UnknownChoice(name)
    return items[name]


def _area_of(library: Library, name: str) -> str:
    return _look_up({area.id: area for area in library.areas}, name).id


def _entry(library: Library, name: str) -> DailyEntry:
    return _look_up({e.id: e for entries in library.daily.values() for e in entries}, name)


def _situation(name: str, branch: str, known: Known) -> Reply:
    """A situation, perhaps after it happened, or with the option of that number chosen."""
    situation = _look_up(known.library.situations, name)
    option, facts = None, {}
    if branch == DONE:
        facts = {"stage": DONE}
    elif branch:
        options = situation.ask.options if situation.ask else ()
        option = _look_up({str(n): one for n, one in enumerate(options)}, branch)
    return situations.situation_reply(
        known.library, situation, known.today, facts=facts, option=option
    )


def _situation_of(context: str, library: Library) -> Situation | None:
    """The situation a conversation is on, if the last answer was one."""
    match choice_ids.decode(context):
        case choice_ids.Situation(name):
            return library.situations.get(name)
        case _:
            return None


def _topic_of(context: str | None, library: Library) -> str | None:
    """The topic a conversation is on, from the choice id of the last answer."""
    match choice_ids.decode(context or ""):
        case choice_ids.Situation(name) if name in library.situations:
            return library.situations[name].topic
        case choice_ids.Case(name) if name in library.cases:
            return library.cases[name].topic
        case choice_ids.Topic(name) | choice_ids.More(name) | choice_ids.CasesOf(name) if (
            name in library.topics
        ):
            return name
        case _:
            return None
