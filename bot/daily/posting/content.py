"""What is posted: a tenet with something to think about, or a case."""

from __future__ import annotations

from dataclasses import replace

from bot.daily import wording
from bot.handlers import choice_ids, daily_entries
from bot.handlers.choice_ids import button, encode
from bot.handlers.daily_post import Style
from bot.handlers.library import TENET_COUNT
from bot.handlers.messages import Choices, Heading, Note, Paragraph, Reply
from bot.handlers.ports import Reading
from bot.handlers.replies import tenets
from bot.handlers.replies.answers import topic_choice
from bot.handlers.replies.wording import ASK_YOURSELF


def post_for(guide: Reading, style: Style, position: int) -> Reply:
    """The post at a position of the endless round."""
    made = _case(guide, position) if style == "case" else _tenet(guide, position)
    return replace(made, blocks=(*made.blocks, Note(wording.WHY_HERE)))


def tenet_at(position: int) -> int:
    """Which tenet a position is about."""
    return position % TENET_COUNT + 1


def position_of(tenet: int, position: int) -> int:
    """The position of a tenet in the round that is under way."""
    return position - position % TENET_COUNT + tenet - 1


def _tenet(guide: Reading, position: int) -> Reply:
    library = guide.library
    if not library.daily.get(tenet_at(position)):
        # Knowledge of one's own may have nothing to think about; the tenet itself is always there.
        return tenets.tenet(library, tenet_at(position))
    return tenets.daily(library, daily_entries.entry_number(library, position))


def _case(guide: Reading, position: int) -> Reply:
    """What happened, and a question; how it was resolved is behind a button."""
    library = guide.library
    if not library.cases:
        return _tenet(guide, position)
    case = list(library.cases.values())[position % len(library.cases)]
    options = (
        button(choice_ids.Case(case.id), wording.RESOLVED),
        topic_choice(library, case.topic),
    )
    return Reply(
        (
            Heading(f"{wording.CASE_OF_THE_WEEK}: {case.title}"),
            Paragraph(case.situation),
            Paragraph(case.question, ASK_YOURSELF),
            Choices(options),
        ),
        "command",
        tenets=case.tenets,
        score=1.0,
        about=encode(choice_ids.Case(case.id)),
        context=encode(choice_ids.Topic(case.topic)),
    )
