"""Where an answer stands on the web: its permanent path on the browser door."""

from __future__ import annotations

from urllib.parse import quote

from bot.handlers import choice_ids
from bot.handlers.choice_ids import ChoiceId, Listing

HOME = "/"
_LISTINGS = {
    Listing.HELP: "/help",
    Listing.CODE: "/code",
    Listing.TENETS: "/tenets",
    Listing.TOPICS: "/topics",
    Listing.CASES: "/cases",
    Listing.DOCUMENTS: "/documents",
    Listing.CONTACT: "/contact",
    Listing.TODAY: "/today",
    Listing.NONE_OF_THESE: "/ask-a-person",
}


def path_of(value: ChoiceId) -> str:
    """The path without the site's address. It holds no word of what was asked.

    What has no page of its own leads home.
    """
    match value:
        case Listing():
            return _LISTINGS[value]
        case choice_ids.Tenet(number):
            return f"/tenets/{number}"
        case choice_ids.Area(name):
            return f"/topics#{_quoted(name)}"
        case choice_ids.Topic(name) | choice_ids.More(name):
            return f"/topics/{_quoted(name)}"
        case choice_ids.CasesOf(name):
            return f"/topics/{_quoted(name)}#cases"
        case choice_ids.CasesIn(name):
            return f"/cases#{_quoted(name)}"
        case choice_ids.Case(name):
            return f"/cases/{_quoted(name)}"
        case choice_ids.Document(name):
            return f"/documents/{_quoted(name)}"
        case choice_ids.Page(name):
            return f"/pages/{_quoted(name)}"
        case choice_ids.Daily(name):
            return f"/today/{_quoted(name)}"
        case choice_ids.Situation(name, branch):
            path = f"/situations/{_quoted(name)}"
            return f"{path}/{_quoted(branch)}" if branch else path


def public_path(about: str) -> str:
    """The path of `Reply.about`, or of a button's id; home for what is no id."""
    value = choice_ids.decode(about)
    return HOME if value is None else path_of(value)


def _quoted(name: str) -> str:
    return quote(name, safe="")
