"""What a topic is called: the words that are its name and nothing else."""

from __future__ import annotations

from bot.handlers.library import Topic


def names_of(topic: Topic) -> tuple[str, ...]:
    """Its title, its id as words, and its other names in English and Spanish."""
    return (topic.title, topic.id.replace("-", " "), *topic.names.all())
