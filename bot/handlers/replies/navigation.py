"""Ways around: help, the Code, tenets, lists of topics, cases and documents, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable

from bot.handlers import choice_ids
from bot.handlers.choice_ids import Listing, button, encode
from bot.handlers.library import Library
from bot.handlers.local_layer import Contact
from bot.handlers.messages import (
    Block,
    Bullets,
    Choices,
    Heading,
    Link,
    Note,
    Outcome,
    Paragraph,
    Reply,
    ReplyKind,
)
from bot.handlers.replies import wording
from bot.handlers.replies.answers import nearby, topic_choice

# A list of buttons longer than this is no help on a phone (Slack and Discord would take 25).
OPTIONS_SHOWN = 20


def _reply(
    about: choice_ids.ChoiceId,
    blocks: Iterable[Block],
    outcome: Outcome = "command",
    kind: ReplyKind = "answer",
) -> Reply:
    score = 1.0 if outcome == "command" else 0.0
    return Reply(tuple(blocks), outcome, about=encode(about), score=score, kind=kind)


def _ways() -> Choices:
    return Choices(
        (
            button(Listing.TOPICS, wording.ALL_TOPICS),
            button(Listing.TENETS, wording.TENETS),
            button(Listing.CONTACT, wording.CONTACT),
        )
    )


def help_reply() -> Reply:
    """What the bot does, three things to try, and what it keeps."""
    return _reply(
        Listing.HELP,
        (
            Heading(wording.HELP_TITLE),
            Paragraph(wording.HELP_INTRO),
            Bullets(wording.HELP_EXAMPLES, wording.HELP_TRY),
            Bullets(wording.HELP_COMMANDS, wording.HELP_OR),
            _ways(),
            Note(wording.HELP_PRIVACY),
        ),
    )


def greeting() -> Reply:
    """Somebody said hello: say hello, and ask."""
    return _reply(
        Listing.HELP,
        (Heading(wording.GREETING_TITLE), Paragraph(wording.GREETING), _ways()),
        "none",
        "small_talk",
    )


def thanks() -> Reply:
    """Somebody said thank you."""
    return _reply(
        Listing.HELP,
        (Heading(wording.THANKS_TITLE), Paragraph(wording.THANKS)),
        "none",
        "small_talk",
    )


def not_found(library: Library, nearest: Iterable[str], ranked: tuple[str, ...] = ()) -> Reply:
    """The bot does not know: it says so, offers the nearest topics, and names whom to ask."""
    options = tuple(topic_choice(library, topic) for topic in nearest)
    near = (Choices(options, wording.NEAREST),) if options else ()
    return Reply(
        (
            Heading(wording.NOTHING_TITLE),
            Paragraph(wording.NOTHING),
            *near,
            Paragraph(wording.NOTHING_PERSON, role="person"),
            _ways(),
            Note(wording.GENERAL),
        ),
        "none",
        ranked=ranked,
        kind="unknown",
        near=tuple(option.id for option in options),
    )


def ask_a_person() -> Reply:
    """None of the choices was right."""
    text = Paragraph(wording.NONE_TEXT, role="person")
    return _reply(Listing.NONE_OF_THESE, (Heading(wording.NONE_TITLE), text, _ways()))


def topics(library: Library) -> Reply:
    """The areas."""
    options = tuple(button(choice_ids.Area(area.id), area.title) for area in library.areas)
    return _reply(
        Listing.TOPICS,
        (
            Heading(wording.TOPICS_TITLE),
            Paragraph(wording.TOPICS_TEXT),
            Choices(options),
        ),
    )


def area(library: Library, area_id: str) -> Reply:
    """The main topics of one area. Raises `KeyError` for an area there is not."""
    found = {a.id: a for a in library.areas}[area_id]
    options = tuple(topic_choice(library, t.id) for t in library.main_topics if t.area == area_id)
    return _reply(
        choice_ids.Area(area_id),
        (
            Heading(found.title),
            Choices(options[:OPTIONS_SHOWN]),
            Choices((button(Listing.TOPICS, wording.ALL_TOPICS),)),
        ),
    )


def cases(library: Library, topic_id: str) -> Reply:
    """The cases on a topic, or where there are none, the topics close to it."""
    topic = library.topics[topic_id]
    found = library.cases_for(topic_id)
    if found:
        options = tuple(
            button(choice_ids.Case(case.id), case.title) for case in found[:OPTIONS_SHOWN]
        )
        text = wording.CASES_TEXT
    else:
        options = tuple(topic_choice(library, t) for t in topic.related if t in library.topics)
        text = wording.CASES_NONE.format(title=topic.title)
    return Reply(
        (
            Heading(wording.CASES_TITLE.format(title=topic.title)),
            Paragraph(text),
            Choices((*options, topic_choice(library, topic_id))),
        ),
        "command",
        topic=topic.main,
        tenets=topic.tenets,
        ranked=nearby(library, topic),
        score=1.0,
        about=encode(choice_ids.CasesOf(topic_id)),
        context=encode(choice_ids.Topic(topic_id)),
    )


def cases_overview(library: Library) -> Reply:
    """The areas that have cases."""
    areas = {library.topics[case.topic].area for case in library.cases.values()}
    options = tuple(
        button(choice_ids.CasesIn(a.id), a.title) for a in library.areas if a.id in areas
    )
    return _reply(
        Listing.CASES,
        (Heading(wording.CASES), Paragraph(wording.CASES_AREAS), Choices(options)),
    )


def cases_in(library: Library, area_id: str) -> Reply:
    """The topics of an area that have cases. Raises `KeyError` for an area there is not."""
    found = {a.id: a for a in library.areas}[area_id]
    mains = dict.fromkeys(library.topics[case.topic].main for case in library.cases.values())
    options = tuple(
        button(choice_ids.CasesOf(t.id), t.title)
        for t in library.main_topics
        if t.area == area_id and t.id in mains
    )
    return _reply(
        choice_ids.CasesIn(area_id),
        (
            Heading(found.title),
            Choices(options),
            Choices((button(Listing.CASES, wording.CASES),)),
        ),
    )


def documents(library: Library) -> Reply:
    """The model documents."""
    options = tuple(button(choice_ids.Document(d.id), d.title) for d in library.documents.values())
    return _reply(
        Listing.DOCUMENTS,
        (
            Heading(wording.DOCUMENTS_TITLE),
            Paragraph(wording.DOCUMENTS_TEXT),
            Choices(options[:OPTIONS_SHOWN]),
        ),
    )


def contact(library: Library) -> Reply:
    """Whom to ask: local contacts first, then ICMA's, each with its source and date."""
    text = Paragraph(wording.CONTACT_TEXT, role="person")
    blocks: list[Block] = [Heading(wording.CONTACT_TITLE), text]
    for entry in library.current_contacts():
        blocks.append(Paragraph(contact_line(entry), entry.role))
        if entry.url:
            blocks.append(Link(entry.role, entry.url))
    blocks.append(Note(wording.CONTACT_NOTE))
    return _reply(Listing.CONTACT, blocks)


def contact_line(entry: Contact) -> str:
    """One contact in a line: who, how, for what, and where that comes from."""
    who = ", ".join(filter(None, (entry.name, entry.email, entry.phone, entry.address)))
    origin = wording.AS_OF.format(source=entry.source.title, day=wording.day(entry.as_of))
    return f"{who}. {entry.use_for} ({origin})" if who else f"{entry.use_for} ({origin})"


def stale() -> Reply:
    """A button whose target is gone."""
    blocks = (Heading(wording.STALE_TITLE), Paragraph(wording.STALE), _ways())
    return _reply(Listing.HELP, blocks, kind="stale")


def incident(number: str) -> Reply:
    """Our fault: one kind sentence and the incident id."""
    return Reply(
        (Heading(wording.INCIDENT_TITLE), Paragraph(wording.INCIDENT.format(incident=number))),
        "none",
        kind="fault",
    )


def slow_down(seconds: float) -> Reply:
    """Somebody asks faster than allowed."""
    whole = max(1, round(seconds))
    text = wording.SLOW_DOWN.format(wait=f"{whole} seconds" if whole > 1 else "a second")
    blocks = (Heading(wording.SLOW_DOWN_TITLE), Paragraph(text))
    return Reply(blocks, "none", kind="limit", wait=seconds)
