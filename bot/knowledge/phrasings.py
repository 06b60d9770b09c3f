"""How people put it: the messages the matcher learns from, and the questions it must not lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.files import GoldenFile, PhrasingsFile, SituationsFile
from bot.knowledge.folder import Folder


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One message as people type it: its language, its topic (None: out of scope), its situation.

    The situation is "" where the message is only known to be about the topic.
    """

    text: str
    topic: str | None
    language: str
    situation: str = ""


@dataclass(frozen=True, slots=True)
class Golden:
    """A question that a topic must answer."""

    topic: str
    question: str


def phrasings(folders: Sequence[Folder]) -> tuple[Phrasing, ...]:
    """Every phrasing of every layer, in file order: those of topics, then those of situations."""
    of_topics = (
        Phrasing(text, item.shape.topic, language)
        for folder in folders
        for item in folder.of(PhrasingsFile)
        for language in ("en", "es")
        for text in getattr(item.shape, language)
    )
    of_situations = (
        Phrasing(text, item.shape.topic, language, situation.id)
        for folder in folders
        for item in folder.of(SituationsFile)
        for situation in item.shape.situations
        for language in ("en", "es")
        for text in getattr(situation.phrasings, language)
    )
    return (*of_topics, *of_situations)


def golden(folders: Sequence[Folder]) -> tuple[Golden, ...]:
    """Every golden question of every layer."""
    return tuple(
        Golden(topic, question)
        for folder in folders
        for item in folder.of(GoldenFile)
        for topic, questions in item.shape.golden.items()
        for question in questions
    )
