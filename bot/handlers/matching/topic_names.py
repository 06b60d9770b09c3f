"""What a topic is called: the words that are its name and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from bot.handlers.library import Library, Topic
from bot.handlers.text import key


def names_of(topic: Topic) -> tuple[str, ...]:
    """Its title, its id as words, and its other names in English and Spanish."""
    return (topic.title, topic.id.replace("-", " "), *topic.names.all())


def pages_by_name(library: Library) -> Mapping[str, str]:
    """Title, id and other names of each topic → its id; finer topics win over main ones.

    A name is understood in singular and plural, unless that is another topic's own name.
    """
    names: dict[str, str] = {}
    twins: dict[str, str] = {}
    for topic in sorted(library.topics.values(), key=lambda t: (t.part_of is not None, t.id)):
        for name in map(key, names_of(topic)):
            names[name] = topic.id
            twins[name.removesuffix("s") if name.endswith("s") else f"{name}s"] = topic.id
    return twins | names
