"""The Code: its twelve tenets, one tenet, the tenet of the day."""

from __future__ import annotations

from bot.handlers import choice_ids
from bot.handlers.choice_ids import Listing, button, encode
from bot.handlers.library import TENET_COUNT, DailyEntry, Library, Topic
from bot.handlers.messages import (
    Block,
    Bullets,
    Choice,
    Choices,
    Heading,
    Link,
    Note,
    Outcome,
    Paragraph,
    Quote,
    Reply,
)
from bot.handlers.replies import wording
from bot.handlers.replies.answers import topic_choice
from bot.handlers.replies.first_view import tenet_block

TOPICS_SHOWN = 5


def code(library: Library) -> Reply:
    """The whole Code, word for word."""
    edition = library.edition
    return Reply(
        (
            Heading(wording.CODE_TITLE),
            Quote(edition.mission),
            *(tenet_block(library, tenet.number) for tenet in edition.tenets),
            Link(edition.source.title, edition.source.url),
            Note(adoption(library)),
            *(Note(note) for note in edition.notes),
            Note(wording.CODE_WHOM),
        ),
        "command",
        about=encode(Listing.CODE),
        score=1.0,
    )


def tenets(library: Library) -> Reply:
    """The twelve tenets as a list to choose from, each in one plain sentence."""
    return Reply(
        (
            Heading(wording.TENETS),
            Bullets(tuple(tenet.plain for tenet in library.edition.tenets), ordered=True),
            Choices(
                tuple(
                    button(choice_ids.Tenet(n), wording.TENET_TITLE.format(number=n))
                    for n in range(1, TENET_COUNT + 1)
                )
            ),
            Choices((button(Listing.CODE, wording.CODE_TITLE),)),
            Note(_edition_line(library)),
        ),
        "command",
        about=encode(Listing.TENETS),
        score=1.0,
    )


def tenet(library: Library, number: int, *, outcome: Outcome = "command") -> Reply:
    """One tenet: its words, what they mean, why they matter, guidelines, questions, a story."""
    entry = library.tenet(number)
    topics = _under(library, number)
    guidelines = tuple(f"{g.title}: {g.text}" for g in entry.guidelines)
    blocks: list[Block] = [
        Heading(wording.TENET_TITLE.format(number=number)),
        tenet_block(library, number),
        Paragraph(entry.plain, wording.PLAIN),
        Paragraph(entry.why, wording.WHY_IT_MATTERS),
    ]
    if guidelines:
        blocks.append(Bullets(guidelines, wording.GUIDELINES))
    blocks += [
        Bullets(entry.questions, wording.ASK_YOURSELF),
        Paragraph(entry.story, wording.STORY),
        Choices(
            tuple(topic_choice(library, t.id) for t in topics[:TOPICS_SHOWN]),
            wording.TOPICS_UNDER_TENET,
        ),
        Link(library.edition.source.title, library.edition.source.url),
        Note(_edition_line(library)),
        *((Note(entry.note),) if entry.note else ()),
        Note(wording.GENERAL),
    ]
    return Reply(
        tuple(block for block in blocks if not (isinstance(block, Choices) and not block.options)),
        outcome,
        topic=None,
        tenets=(number,),
        ranked=tuple(t.id for t in topics),
        score=1.0,
        about=encode(choice_ids.Tenet(number)),
        context=encode(choice_ids.Tenet(number)),
    )


def daily(library: Library, entry: DailyEntry) -> Reply:
    """The tenet of the day: its words, something to think about, a question."""
    number = entry.tenet
    return Reply(
        (
            Heading(f"{wording.TODAY_TITLE}: {wording.TENET_TITLE.format(number=number)}"),
            tenet_block(library, number),
            Paragraph(entry.text),
            Paragraph(entry.question, wording.ASK_YOURSELF),
            Choices(
                (
                    button(Listing.HELP, wording.ASK_ABOUT_THIS),
                    button(choice_ids.Tenet(number), wording.WHY_IT_MATTERS),
                    *_cases_choice(library, number),
                )
            ),
            Note(_edition_line(library)),
        ),
        "command",
        tenets=(number,),
        score=1.0,
        about=encode(choice_ids.Daily(entry.id)),
        context=encode(choice_ids.Tenet(number)),
    )


def adoption(library: Library) -> str:
    """Who adopted the Code and when, and who revised it last: the line that ends it."""
    edition = library.edition
    return wording.ADOPTION.format(adopted=edition.adopted, revised=edition.revised)


def _edition_line(library: Library) -> str:
    edition = library.edition
    return wording.EDITION.format(adopted=edition.adopted, revised=edition.revised) + "."


def _under(library: Library, number: int) -> list[Topic]:
    """Main topics that rest on a tenet, those that rest on it first."""
    topics = [topic for topic in library.main_topics if number in topic.tenets]
    return sorted(
        topics, key=lambda topic: (topic.tenets.index(number), len(topic.tenets), topic.id)
    )


def _cases_choice(library: Library, number: int) -> tuple[Choice, ...]:
    for topic in _under(library, number):
        if library.cases_for(topic.id):
            return (button(choice_ids.CasesOf(topic.id), wording.CASES),)
    return ()
