"""What may be done with an answer, in every door: shared, copied, voted on.

An answer is something somebody could act on: a topic, a situation, a tenet, a case, a document, a
page, the daily post. Lists, help and questions back are ways to an answer, and have none of it.
The Code and the contacts are worth passing on, but there is nothing in them to vote on.
"""

from __future__ import annotations

from bot.handlers.choice_ids import (
    Case,
    ChoiceId,
    Daily,
    Document,
    Listing,
    More,
    Page,
    Situation,
    Tenet,
    Topic,
    decode,
)
from bot.handlers.library import Library
from bot.handlers.messages import Reply

_VOTED_ON = (Topic, Situation, More, Tenet, Case, Document, Page, Daily)
_PASSED_ON = (Listing.CODE, Listing.CONTACT)


def may_pass_on(reply: Reply) -> bool:
    """Whether the reply may be shared with others and copied to oneself."""
    return _about(reply) in _PASSED_ON or may_vote_on(reply)


def may_vote_on(reply: Reply) -> bool:
    """Whether somebody may say that the reply was helpful or not."""
    return isinstance(_about(reply), _VOTED_ON)


def _about(reply: Reply) -> ChoiceId | None:
    return decode(reply.about) if reply.about and reply.kind == "answer" else None


def still_there(about: str, library: Library) -> bool:
    """Whether an answer with that id, taken from an old button, is still known."""
    match decode(about):
        case Topic(name) | More(name):
            return name in library.topics
        case Situation(name):
            return name in library.situations
        case Tenet(number):
            return any(entry.number == number for entry in library.edition.tenets)
        case Case(name):
            return name in library.cases
        case Document(name):
            return name in library.documents
        case Page(name):
            return name in library.pages
        case Daily(name):
            return any(entry.id == name for entries in library.daily.values() for entry in entries)
        case _:
            return False
