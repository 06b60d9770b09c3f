"""`ethics phrasings`: where effort on phrasings pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO

import numpy as np
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.adapters.console.connect import console_for
from bot.handlers.matching.model import NONE
from bot.handlers.text import key
from bot.knowledge.loading import Knowledge
from bot.knowledge.phrasings import Phrasing
from bot.understanding.train import held_out

ENOUGH = {"en": 250, "es": 50}
ENOUGH_FINER = {"en": 60, "es": 15}
# A phrasing that the others of its topic would send elsewhere this surely is worth reading.
ELSEWHERE = 0.8
ROWS = 40


def report(known: Knowledge, near: float, stream: IO[str]) -> None:
    """Print thin topics, near-duplicates, and phrasings that stand closer to another topic."""
    console = console_for(stream)
    _print_thin(known, console)
    _print_near(known.phrasings, near * 100, console)
    _print_elsewhere(known, console)


def _print_thin(known: Knowledge, console: Console) -> None:
    counts = Counter((p.topic, p.language) for p in known.phrasings)
    table = Table("Topic", "English", "Spanish", "Names", title="Thin topics")
    for topic in known.library.topics.values():
        enough = ENOUGH_FINER if topic.part_of else ENOUGH
        have = {language: counts[(topic.id, language)] for language in enough}
        if any(have[language] < wanted for language, wanted in enough.items()):
            table.add_row(topic.id, str(have["en"]), str(have["es"]), str(len(topic.names.all())))
    console.print(table if table.row_count else "No topic is thin.")


def _print_near(phrasings: Sequence[Phrasing], near: float, console: Console) -> None:
    pairs = sorted(_near_pairs(phrasings, near), reverse=True)
    table = Table("Alike", "Topic", "Phrasing", "and", title=f"Near-duplicates: {len(pairs)}")
    for score, topic, one, other in pairs[:ROWS]:
        table.add_row(f"{score:.0f}", topic, one, other)
    console.print(table)


def _near_pairs(
    phrasings: Sequence[Phrasing], near: float
) -> Iterator[tuple[float, str, str, str]]:
    """Pairs within a topic that are the same words in another order, or nearly."""
    by_topic: dict[str, list[str]] = {}
    for phrasing in phrasings:
        by_topic.setdefault(phrasing.topic or NONE, []).append(phrasing.text)
    for topic, texts in by_topic.items():
        keys = [key(text) for text in texts]
        scores = process.cdist(
            keys, keys, scorer=fuzz.token_sort_ratio, score_cutoff=near, dtype=np.uint8
        )
        for row, column in zip(*np.nonzero(np.triu(scores, k=1)), strict=True):
            yield float(scores[row, column]), topic, texts[row], texts[column]


def _print_elsewhere(known: Knowledge, console: Console) -> None:
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Asking each phrasing of the others", total=1.0)
        found = held_out(
            known.library,
            [(p.text, p.topic) for p in known.phrasings],
            lambda done: progress.update(task, completed=done),
        )
    right = sum(item.topic == item.best for item in found)
    wrong = [i for i in found if i.topic != i.best and i.probability >= ELSEWHERE]
    wrong.sort(key=lambda item: (-item.probability, item.text))
    title = (
        f"Closer to another topic: {len(wrong)} "
        f"({right / max(1, len(found)):.1%} of all are understood by the rest)"
    )
    table = Table("Sure", "Written for", "Understood as", "Phrasing", title=title)
    for item in wrong[:ROWS]:
        table.add_row(f"{item.probability:.0%}", item.topic, item.best, item.text)
    console.print(table)
    pairs = Counter((item.topic, item.best) for item in found if item.topic != item.best)
    confused = Table("Times", "Written for", "Understood as", title="Pairs most often confused")
    for (topic, best), n in pairs.most_common(ROWS):
        confused.add_row(str(n), topic, best)
    console.print(confused)
