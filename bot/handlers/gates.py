"""Gates: messages that no topic may answer, how they are recognized, and what is said to them.

Written as knowledge for an ethics officer and an attorney to read. Frozen values only; how a
message is held against them is in `matching.gate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from bot.handlers.text_limits import (
    Day,
    Described,
    Exact,
    FileId,
    Items,
    Owner,
    Text,
    Title,
)

# What a gate is about decides how far its reply may go.
# danger: nothing may distract from it. The others may offer a page to read on.
Family = Literal["danger", "harm", "crime", "records", "outsider", "limit", "conduct"]
GateLanguage = Literal["en", "es"]
# Contacts that a city may add to its contacts.yaml; a reply then names them.
Slot = Literal[
    "security-desk",
    "employee-assistance",
    "human-resources",
    "ethics-hotline",
    "city-attorney",
    "elected-body-attorney",
    "records-office",
    "press-office",
    "purchasing-office",
    "police-non-emergency",
    "child-protection",
    "adult-protection",
]
PatternText = Annotated[str, Text(least=1, most=1000)]
Act = Annotated[str, Text(least=10, most=260)]


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to recognize a gate, in patterns (`matching.gate_patterns`)."""

    any_of: Annotated[tuple[PatternText, ...], Items("One of these must be there.", least=1)]
    also: Annotated[tuple[PatternText, ...], Items("Each of these must be there too.")] = ()
    unless: Annotated[tuple[PatternText, ...], Items("None of these may be there.")] = ()
    words_at_most: Annotated[int, Exact("No longer a message; 0 for any.", 0, 60)] = 0


@dataclass(frozen=True, slots=True)
class GateText:
    """A reply in one language: a heading, what to do in order, and a last word."""

    heading: Annotated[str, Text("The act and the number first.", 5, 80)]
    do: Annotated[tuple[Act, ...], Items("What to do, in order.", 1, 5)]
    say: Annotated[str, Text(most=420)] = ""


@dataclass(frozen=True, slots=True)
class GateReply:
    """What is said, in both languages."""

    en: GateText
    es: GateText


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One kind of message that is answered before any topic.

    `contacts` are ids of contacts that the reply names where a local layer has them. A local file
    of the same id replaces a gate; one that `extends` it adds signs and contacts, and its reply,
    where it has one, stands instead.
    """

    id: FileId
    title: Title
    owner: Owner
    written: Annotated[Day, Described("The day it was last written, as 2026-11-28.")]
    family: Family
    rank: Annotated[int, Exact("Of two kinds that a message shows, the lower answers.", 1, 1000)]
    reply: GateReply | None = None
    signs: tuple[Sign, ...] = ()
    page: Annotated[
        str, Text("To read behind it, never for danger: topic:… or page:….", most=64)
    ] = ""
    contacts: tuple[Slot, ...] = ()
    extends: Annotated[bool, Exact()] = False

    def text(self, language: GateLanguage) -> GateText:
        """What is said in that language."""
        assert self.reply is not None  # noqa: S101 - the check of the knowledge has seen to it
        return self.reply.es if language == "es" else self.reply.en
