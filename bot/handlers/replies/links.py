"""Where an answer stands on the web: a choice id → its permanent path on the browser door."""

from __future__ import annotations

from urllib.parse import quote

HOME = "/"
_PLAIN = {
    "help": "/help",
    "code": "/code",
    "tenets": "/tenets",
    "topics": "/topics",
    "cases": "/cases",
    "documents": "/documents",
    "contact": "/contact",
    "today": "/today",
    "none": "/ask-a-person",
}
_WITH_ID = {
    "tenet": "/tenets/{}",
    "area": "/topics#{}",
    "topic": "/topics/{}",
    "more": "/topics/{}",
    "cases": "/topics/{}#cases",
    "cases-in": "/cases#{}",
    "case": "/cases/{}",
    "document": "/documents/{}",
    "page": "/pages/{}",
    "daily": "/today/{}",
}


def public_path(about: str) -> str:
    """The path of `Reply.about`, or of a button's id, without the site's address.

    It holds no word of what was asked. An id that has no page of its own leads home.
    """
    verb, _, rest = about.partition(":")
    if rest and verb in _WITH_ID:
        return _WITH_ID[verb].format(quote(rest, safe=""))
    return HOME if rest else _PLAIN.get(verb, HOME)
