"""How people put it: the messages the matcher learns from, and the questions it must not lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.folder import Folder
from bot.knowledge.models import GoldenFile, PhrasingsFile


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One message as people type it, its language, and its topic (None: out of scope)."""

    text: str
    topic: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Golden:
    """A question that a topic must answer."""

    topic: str
    question: str


def phrasings(folders: Sequence[Folder]) -> tuple[Phrasing, ...]:
    """Every phrasing of every layer, in file order."""
    return tuple(
        Phrasing(text, item.shape.topic, language)
        for folder in folders
        for item in folder.of(PhrasingsFile)
        for language in ("en", "es")
        for text in getattr(item.shape, language)
    )


def golden(folders: Sequence[Folder]) -> tuple[Golden, ...]:
    """Every golden question of every layer."""
    return tuple(
        Golden(topic, question)
        for folder in folders
        for item in folder.of(GoldenFile)
        for topic, questions in item.shape.golden.items()
        for question in questions
    )
