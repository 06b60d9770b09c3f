"""What is posted: a tenet with something to think about, or a case."""

from __future__ import annotations

from dataclasses import replace

from bot.daily import wording
from bot.handlers import browse, daily
from bot.handlers.library import TENET_COUNT
from bot.handlers.messages import Heading, Incoming, Note, Reply
from bot.handlers.ports import Reading
from bot.handlers.posting import Style


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
        return browse.tenet(library, tenet_at(position))
    return browse.daily(library, daily.entry_number(library, position))


def _case(guide: Reading, position: int) -> Reply:
    cases = list(guide.library.cases)
    if not cases:
        return _tenet(guide, position)
    found = guide.answer(Incoming(choice=f"case:{cases[position % len(cases)]}"))
    blocks = tuple(
        Heading(f"{wording.CASE_OF_THE_WEEK}: {block.text}")
        if isinstance(block, Heading)
        else block
        for block in found.blocks
    )
    return replace(found, blocks=blocks)
