"""What a maintainer's page shows about the knowledge."""

from __future__ import annotations

from bot.handlers.guide import Guide
from bot.knowledge import sources
from bot.knowledge.faults import KnowledgeError
from bot.settings import Settings


def faults(settings: Settings) -> list[str]:
    """The faults of the knowledge as it lies in its folders now, a line each."""
    # Reading YAML needs libraries that a running bot does without until somebody asks for this.
    from bot.knowledge import loading  # noqa: PLC0415

    _, found = loading.read_all(sources.folders_of(settings))
    return [str(fault) for fault in sorted(set(found))]


def confusions(settings: Settings, guide: Guide) -> list[tuple[int, str, str]]:
    """How often, the right topic, and the one that took its golden question."""
    from bot.knowledge import loading  # noqa: PLC0415 - the same
    from bot.understanding import golden_questions  # noqa: PLC0415 - see `faults`

    try:
        questions = loading.load(sources.folders_of(settings)).golden
    except KnowledgeError:
        return []
    return golden_questions.confused_pairs(golden_questions.unanswered(guide, questions))
