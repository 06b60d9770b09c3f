"""Which language the page speaks. What the bot knows stays in English, and is marked so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.adapters.web.translations.spanish import MONTHS, SPANISH
from bot.handlers.replies import wording

Code = Literal["en", "es"]
# A header longer than this is not from a browser (they send a handful of languages).
HEADER_MAX = 1_000
_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Locale:
    """The language of one page. Interface sentences are named by their English words."""

    code: Code

    @property
    def catalogue(self) -> Mapping[str, str]:
        """English sentence → sentence of this language; empty for English itself."""
        return SPANISH if self.code == "es" else _NONE

    def say(self, english: str, **values: object) -> str:
        """An interface sentence in this language, its placeholders filled.

        Without values it is shown as it is: a title from the knowledge may hold a brace.
        """
        sentence = self.catalogue.get(english, english)
        return sentence.format(**values) if values else sentence

    def knows(self, english: str) -> bool:
        """Whether a sentence that came with an answer can be said in the page's language."""
        return self.code == "en" or english in self.catalogue

    def day(self, value: date) -> str:
        """A day as people write it."""
        if self.code == "es":
            return f"{value.day} de {MONTHS[value.month - 1]} de {value.year}"
        return wording.day(value)


def preferred(accept_language: str) -> Locale:
    """English or Spanish, whichever an `Accept-Language` header wants more; else English."""
    weights: dict[str, float] = {"en": 0.0, "es": 0.0}
    for part in accept_language[:HEADER_MAX].split(","):
        tag, _, quality = part.partition(";")
        name = tag.strip().partition("-")[0].lower()
        if name in weights:
            weights[name] = max(weights[name], _weight(quality))
    return Locale("es" if weights["es"] > weights["en"] else "en")


def _weight(quality: str) -> float:
    name, _, value = quality.strip().partition("=")
    if not quality.strip():
        return 1.0
    try:
        return min(1.0, max(0.0, float(value))) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
