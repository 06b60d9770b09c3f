"""What people can do with an answer, by what it is about. Lists and help are only ways to one."""

from __future__ import annotations

from bot.handlers import choice_ids
from bot.handlers.choice_ids import Listing

_VOTED_ON = (
    choice_ids.Topic,
    choice_ids.More,
    choice_ids.Situation,
    choice_ids.Tenet,
    choice_ids.Case,
    choice_ids.Document,
    choice_ids.Page,
)


def is_answer(about: str | None) -> bool:
    """Whether it can be shared and copied: an answer, a daily entry, the Code, whom to ask."""
    value = choice_ids.decode(about or "")
    return is_voted_on(about) or (
        isinstance(value, choice_ids.Daily) or value in (Listing.CODE, Listing.CONTACT)
    )


def is_voted_on(about: str | None) -> bool:
    """Whether people can say that it helped."""
    return isinstance(choice_ids.decode(about or ""), _VOTED_ON)


def is_daily(about: str | None) -> bool:
    """Whether it is a daily entry."""
    return isinstance(choice_ids.decode(about or ""), choice_ids.Daily)
