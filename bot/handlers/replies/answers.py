"""Topics, cases, documents and pages as replies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.handlers import choice_ids
from bot.handlers.choice_ids import Listing, button, encode
from bot.handlers.library import (
    Case,
    Document,
    Library,
    Page,
    Topic,
)
from bot.handlers.messages import (
    Block,
    Bullets,
    Choice,
    Choices,
    Copyable,
    Heading,
    Link,
    Note,
    Outcome,
    Paragraph,
    Reply,
)
from bot.handlers.replies import signing, wording
from bot.handlers.replies.first_view import (
    BUTTONS,
    local_notes,
    local_rules,
    tenet_block,
    whom_to_ask,
)

# An answer in a chat window quotes this many tenets in full; the rest are one press away.
TENETS_QUOTED = 2
SITUATIONS_SHOWN = 2
RELATED_SHOWN = 4


def topic_choice(library: Library, topic_id: str) -> Choice:
    """A button that asks about a topic."""
    return button(choice_ids.Topic(topic_id), library.topics[topic_id].title)


def topic_answer(
    library: Library,
    topic: Topic,
    today: date,
    *,
    outcome: Outcome = "answer",
    ranked: Sequence[str] = (),
    score: float = 1.0,
    also: Sequence[Choice] = (),
    situations: Sequence[Choice] = (),
) -> Reply:
    """The first view of a topic: what to do, one step, the tenet, whom to ask, ways on.

    `situations` are the topic's own that come closest to what was asked; `also` is what the
    message may mean besides.
    """
    options = (
        button(choice_ids.More(topic.id), wording.MORE),
        *situations[:SITUATIONS_SHOWN],
        *also,
    )
    blocks: list[Block] = [
        Heading(topic.title),
        Paragraph(topic.short),
        *local_rules(library, topic, today),
        Paragraph(topic.next_steps[0], wording.NEXT_STEP),
        tenet_block(library, topic.tenets[0]),
        whom_to_ask(library),
        Choices(options[:BUTTONS]),
        Note(wording.TOPIC_RESTS_ON.format(source=topic.sources[0].title)),
        *local_notes(library, topic.layer),
    ]
    return Reply(
        tuple(blocks),
        outcome,
        topic=topic.main,
        tenets=topic.tenets,
        ranked=tuple(ranked) or nearby(library, topic),
        score=score,
        about=encode(choice_ids.Topic(topic.id)),
        context=encode(choice_ids.Topic(topic.id)),
        page=topic.id,
        pages=(topic.id,),
        near=tuple(option.id for option in also),
    )


def topic_more(library: Library, topic: Topic, today: date, *, follow_up: bool = False) -> Reply:
    """The whole of a topic: all reasons, what is fine and what is not, questions to ask.

    As a `follow_up` it says first that the conversation is still on this topic.
    """
    guidelines = [library.guidelines[g] for g in topic.guidelines if g in library.guidelines]
    blocks: list[Block] = [
        Heading(topic.title),
        *((Paragraph(wording.CONTINUED),) if follow_up else ()),
        *local_rules(library, topic, today),
        Paragraph(topic.short),
        Paragraph(topic.reasoning, wording.WHY),
        Bullets(topic.fine, wording.FINE),
        Bullets(topic.not_fine, wording.NOT_FINE),
        Bullets(topic.ask_yourself, wording.ASK_YOURSELF),
        Bullets(topic.next_steps, wording.NEXT_STEPS, ordered=True),
        Paragraph(topic.tell, wording.TELL),
        *(tenet_block(library, number) for number in topic.tenets),
        *(
            Paragraph(guideline.text, wording.GUIDELINE.format(title=guideline.title))
            for guideline in guidelines
        ),
        Choices(tuple(_ways_on(library, topic))),
        *closing(library, encode(choice_ids.Topic(topic.id)), topic, today),
    ]
    return Reply(
        tuple(blocks),
        "answer" if follow_up else "command",
        topic=topic.main,
        tenets=topic.tenets,
        ranked=nearby(library, topic),
        score=1.0,
        about=encode(choice_ids.More(topic.id)),
        context=encode(choice_ids.Topic(topic.id)),
        page=topic.id if follow_up else None,
        pages=(topic.id,) if follow_up else (),
    )


def whom_to_tell(library: Library, topic: Topic) -> Reply:
    """Whom to tell about what a topic covers, and whom to ask here."""
    return Reply(
        (
            Heading(wording.TELL),
            Paragraph(topic.tell),
            whom_to_ask(library),
            Choices((topic_choice(library, topic.id), button(Listing.CONTACT, wording.CONTACT))),
            Note(wording.GENERAL),
        ),
        "answer",
        topic=topic.main,
        tenets=topic.tenets,
        ranked=nearby(library, topic),
        score=1.0,
        context=encode(choice_ids.Topic(topic.id)),
        page=topic.id,
        pages=(topic.id,),
    )


def nearby(library: Library, topic: Topic) -> tuple[str, ...]:
    """The topic's main id, then those of its related topics."""
    mains = (library.topics[other].main for other in topic.related if other in library.topics)
    return tuple(dict.fromkeys((topic.main, *mains)))


def _ways_on(library: Library, topic: Topic) -> Iterator[Choice]:
    if library.cases_for(topic.id):
        yield button(choice_ids.CasesOf(topic.id), wording.CASES)
    ids = (topic.id, topic.main) if topic.part_of else (topic.id, *library.family(topic.id))
    for document in library.documents_for(ids)[:1]:
        yield button(choice_ids.Document(document.id), document.title)
    for other in [t for t in topic.related if t in library.topics][:RELATED_SHOWN]:
        yield topic_choice(library, other)


def closing(library: Library, about: str, text: Topic | Page, today: date) -> Iterator[Block]:
    """What a text rests on, when that was read, who signed it, and what would be binding."""
    for source in text.sources[:1]:
        yield Link(source.title, source.url)
    if names := "; ".join(source.title for source in text.sources):
        yield Note(wording.RESTS.format(sources=names, day=wording.day(text.sources_read)))
    if isinstance(text, Topic) and text.law:
        yield Note(text.law)
    yield Note(signing.signed_line(library, about, today))
    yield Note(wording.GENERAL)
    yield from local_notes(library, text.layer)


def case_reply(library: Library, case: Case, today: date) -> Reply:
    """One case: what happened, the question, how it was resolved and why."""
    topic = library.topics[case.topic]
    others = [other for other in library.cases_for(case.topic) if other.id != case.id][:3]
    basis = wording.CASE_RETOLD if case.basis == "retold" else wording.CASE_ILLUSTRATION
    signed = signing.signed_line(library, encode(choice_ids.Case(case.id)), today)
    return Reply(
        (
            Heading(case.title),
            Paragraph(case.situation),
            Paragraph(case.question, wording.CASE_QUESTION),
            Paragraph(case.resolution, wording.CASE_RESOLUTION),
            Paragraph(case.why, wording.WHY),
            *(tenet_block(library, number) for number in case.tenets[:TENETS_QUOTED]),
            Choices(
                (
                    topic_choice(library, topic.id),
                    *(button(choice_ids.Case(o.id), o.title) for o in others),
                )
            ),
            Link(case.source.title, case.source.url),
            Note(f"{basis} {signed}"),
            Note(wording.GENERAL),
        ),
        "command",
        topic=topic.main,
        tenets=case.tenets,
        ranked=nearby(library, topic),
        score=1.0,
        about=encode(choice_ids.Case(case.id)),
        context=encode(choice_ids.Topic(topic.id)),
    )


def document_reply(library: Library, document: Document, today: date) -> Reply:
    """A model document, ready to copy."""
    topics = [library.topics[t] for t in document.topics if t in library.topics]
    mains = tuple(dict.fromkeys(topic.main for topic in topics))
    options = (
        *(topic_choice(library, t.id) for t in topics[:3]),
        button(Listing.DOCUMENTS, wording.DOCUMENTS),
    )
    return Reply(
        (
            Heading(document.title),
            Paragraph(document.purpose),
            Copyable(document.title, document.text),
            Choices(options),
            Note(
                wording.DOCUMENT_NOTE.format(
                    signed=signing.signed_line(
                        library, encode(choice_ids.Document(document.id)), today
                    )
                )
            ),
        ),
        "command",
        topic=mains[0] if mains else None,
        ranked=mains,
        score=1.0,
        about=encode(choice_ids.Document(document.id)),
        context=encode(choice_ids.Topic(topics[0].id)) if topics else None,
    )


def page_reply(library: Library, page: Page, today: date) -> Reply:
    """A page of help: training, enforcement, who is bound, privacy."""
    blocks: list[Block] = [Heading(page.title), Paragraph(page.short)]
    for section in page.sections:
        if section.text:
            blocks.append(Paragraph(section.text, section.heading))
        if section.bullets:
            blocks.append(Bullets(section.bullets, "" if section.text else section.heading))
    topics = [library.topics[t] for t in page.topics if t in library.topics]
    mains = tuple(dict.fromkeys(topic.main for topic in topics))
    options = tuple(topic_choice(library, topic.id) for topic in topics[:4])
    blocks.append(Choices((*options, button(Listing.CONTACT, wording.CONTACT))))
    blocks.extend(closing(library, encode(choice_ids.Page(page.id)), page, today))
    return Reply(
        tuple(blocks),
        "command",
        topic=mains[0] if mains else None,
        tenets=topics[0].tenets if topics else (),
        ranked=mains,
        score=1.0,
        about=encode(choice_ids.Page(page.id)),
        context=encode(choice_ids.Topic(topics[0].id)) if topics else None,
    )
