"""What a maintainer's page shows about the knowledge."""

from __future__ import annotations

from bot import golden
from bot.handlers.guide import Guide
from bot.knowledge import loading, places
from bot.knowledge.faults import KnowledgeError
from bot.settings import Settings


def faults(settings: Settings) -> list[str]:
    """The faults of the knowledge as it lies in its folders now, a line each."""
    _, found = loading.read_all(places.folders_of(settings))
    return [str(fault) for fault in sorted(set(found))]


def confusions(settings: Settings, guide: Guide) -> list[tuple[int, str, str]]:
    """How often, the right topic, and the one that took its golden question."""
    try:
        questions = loading.load(places.folders_of(settings)).golden
    except KnowledgeError:
        return []
    return golden.stolen(golden.lost(guide, questions))
