"""Golden questions: each must be answered by its topic, so that no edit loses one silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.handlers.guide import Guide
from bot.handlers.messages import Incoming
from bot.knowledge.phrasings import Golden

CHOICES_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A golden question that its topic does not answer, and the main topic that does."""

    topic: str
    question: str
    got: str

    def __str__(self) -> str:
        return f"{self.topic}: “{self.question}” is answered by {self.got}"


def unanswered(guide: Guide, questions: Iterable[Golden]) -> list[Unanswered]:
    """The questions whose main topic is neither the answer nor among the choices."""
    return [found for question in questions if (found := _ask(guide, question))]


def _ask(guide: Guide, item: Golden) -> Unanswered | None:
    reply = guide.answer(Incoming(text=item.question))
    wanted = guide.library.topics[item.topic].main
    counted = 1 if reply.outcome in ("answer", "command") else CHOICES_COUNTED
    if reply.outcome != "none" and wanted in reply.ranked[:counted]:
        return None
    return Unanswered(item.topic, item.question, (reply.topic or "nothing"))


def confused_pairs(found: Sequence[Unanswered]) -> list[tuple[int, str, str]]:
    """How often, the right topic, and the one that took its questions; the worst first."""
    counts = Counter((item.topic, item.got) for item in found)
    return sorted(
        ((n, right, got) for (right, got), n in counts.items()), key=lambda r: (-r[0], r[1:])
    )
