"""The short things people type that are not a question: `tenet 7`, `topics`, `case gifts`.

Every command is another way to press a button: it is turned into what that button means, and
answered by the same code as the press.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

from rapidfuzz.distance import OSA

from bot.handlers import choice_ids
from bot.handlers.choice_ids import ChoiceId, Listing
from bot.handlers.library import TENET_COUNT
from bot.handlers.text import key, words

Resolve = Callable[[str], "str | None"]

# What the words alone mean, whatever the knowledge holds: the id of a button.
FIXED = MappingProxyType(
    {
        "": "help",
        "help": "help",
        "ayuda": "help",
        "start": "help",
        "menu": "help",
        "what can you do": "help",
        "how does this work": "help",
        "commands": "help",
        "usage": "help",
        "tenets": "tenets",
        "the tenets": "tenets",
        "all tenets": "tenets",
        "principios": "tenets",
        "list tenets": "tenets",
        "the twelve tenets": "tenets",
        "12 tenets": "tenets",
        "code": "code",
        "the code": "code",
        "code of ethics": "code",
        "icma code": "code",
        "icma code of ethics": "code",
        "codigo": "code",
        "codigo de etica": "code",
        "topics": "topics",
        "topic": "topics",
        "all topics": "topics",
        "list topics": "topics",
        "temas": "topics",
        "list": "topics",
        "cases": "cases",
        "case": "cases",
        "casos": "cases",
        "case studies": "cases",
        "documents": "documents",
        "document": "documents",
        "forms": "documents",
        "templates": "documents",
        "model documents": "documents",
        "documentos": "documents",
        "training": "page:training",
        "enforcement": "page:enforcement",
        "who is bound": "page:who-is-bound",
        "whos bound": "page:who-is-bound",
        "contact": "contact",
        "contacts": "contact",
        "contacto": "contact",
        "privacy": "page:privacy",
        "privacidad": "page:privacy",
        "about": "page:about",
        "advice": "page:help-and-advice",
        "technical assistance": "page:help-and-advice",
        "today": "today",
        "tenet of the day": "today",
        "hoy": "today",
    }
)

# The pages that words lead to, each with the first such word.
PAGES = {
    value.id: word
    for word, target in reversed([*FIXED.items()])
    if isinstance(value := choice_ids.decode(target), choice_ids.Page)
}

GREETINGS = frozenset(
    (
        "hi",
        "hello",
        "hey",
        "hiya",
        "howdy",
        "hola",
        "yo",
        "sup",
        "test",
        "testing",
        "ping",
        "hi there",
        "hello there",
        "hey there",
        "good morning",
        "good afternoon",
        "good evening",
        "buenas",
        "buenos dias",
        "buenas tardes",
        "que tal",
    )
)
THANKS = frozenset(
    (
        "thanks",
        "thank you",
        "thx",
        "ty",
        "tysm",
        "thanks a lot",
        "thank you so much",
        "cheers",
        "many thanks",
        "great thanks",
        "ok thanks",
        "perfect thanks",
        "gracias",
        "muchas gracias",
    )
)

_NUMBERS = MappingProxyType(
    {
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "first": 1,
        "second": 2,
        "third": 3,
        "fourth": 4,
        "fifth": 5,
        "sixth": 6,
        "seventh": 7,
        "eighth": 8,
        "ninth": 9,
        "tenth": 10,
        "eleventh": 11,
        "twelfth": 12,
        "uno": 1,
        "dos": 2,
        "tres": 3,
        "cuatro": 4,
        "cinco": 5,
        "seis": 6,
        "siete": 7,
        "ocho": 8,
        "nueve": 9,
        "diez": 10,
        "once": 11,
        "doce": 12,
        "i": 1,
        "ii": 2,
        "iii": 3,
        "iv": 4,
        "v": 5,
        "vi": 6,
        "vii": 7,
        "viii": 8,
        "ix": 9,
        "x": 10,
        "xi": 11,
        "xii": 12,
    }
)
_TENET_WORDS = ("tenet", "tenets", "principle", "rule", "number", "principio", "tenant", "tenent")
# Words that may stand around "tenet 7" without making it a question of its own.
_AROUND = frozenset(
    (
        "the",
        "of",
        "code",
        "icma",
        "ethics",
        "show",
        "me",
        "what",
        "is",
        "whats",
        "read",
        "please",
        "say",
        "says",
        "does",
        "mean",
        "el",
        "la",
        "del",
        "codigo",
        "etica",
        "que",
        "es",
        "dice",
    )
)
_DIGITS = re.compile(r"#?\s*([0-9]{1,2})(?:st|nd|rd|th)?\s*[.?!]?\Z")
# "eigth" is one slip away from "eighth"; a shorter word has no room for a slip.
_SLIP = 0.75
_SLIP_LENGTH = 4
# "what does tenet seven of the code say" is a reference; anything longer is a question.
_LONGEST_REFERENCE = 8


def parse(
    text: str, find_topic: Resolve, find_document: Resolve, find_case: Resolve
) -> ChoiceId | None:
    """The button a message stands for, or None when it is a question.

    The `find_…` functions turn a typed name into an id, or None.
    """
    plain = key(text)
    if (fixed := FIXED.get(plain)) is not None:
        return choice_ids.decode(fixed)
    if (number := tenet_number(text)) is not None:
        return choice_ids.Tenet(number) if 1 <= number <= TENET_COUNT else Listing.TENETS
    verb, _, rest = plain.partition(" ")
    match verb:
        case "case" | "caso" if found := find_case(rest):
            return choice_ids.Case(found)
        case "case" | "cases" | "caso" | "casos":
            topic = find_topic(rest)
            return choice_ids.CasesOf(topic) if topic else None
        case "document" | "documents" | "documento" | "form" | "template" | "doc":
            if found := find_document(rest):
                return choice_ids.Document(found)
            return Listing.DOCUMENTS if verb[:3] == "doc" else None
        case "topic" | "tema" if topic := find_topic(rest):
            return choice_ids.Topic(topic)
        case _:
            return None


def tenet_number(text: str) -> int | None:
    """The tenet a short message names, and nothing else: `#7`, `tenet seven`, `rule 8`.

    A number there is no tenet for is returned only where the word stands beside it.

    >>> tenet_number("tenant 12 of the code"), tenet_number("tenant rent"), tenet_number("99")
    (12, None, None)
    """
    if match := _DIGITS.match(text.strip()):
        number = int(match[1])
        return number if 1 <= number <= TENET_COUNT else None
    said = words(text)
    if len(said) > _LONGEST_REFERENCE:
        return None
    rest = [word for word in said if not _is_tenet_word(word) and word not in _AROUND]
    named = len(rest) < len([word for word in said if word not in _AROUND])
    if not named or len(rest) != 1:
        return None
    return _number(rest[0]) or None


def _is_tenet_word(word: str) -> bool:
    return word in _TENET_WORDS or (
        len(word) >= _SLIP_LENGTH and OSA.normalized_similarity(word, "tenet") >= _SLIP
    )


def _number(word: str) -> int:
    if word.isascii() and word.isdigit():
        return int(word)
    if word in _NUMBERS:
        return _NUMBERS[word]
    if len(word) < _SLIP_LENGTH:
        return 0
    # An adjacent swap counts as one slip, so that "eigth" is eighth and not eight plus a letter.
    near = max(_NUMBERS, key=lambda known: (OSA.normalized_similarity(word, known), known))
    return _NUMBERS[near] if OSA.normalized_similarity(word, near) >= _SLIP else 0
