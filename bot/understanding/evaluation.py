"""How well messages are understood, measured on questions with known answers. Pure."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Incoming, Outcome, Reply

NONE_KIND = "none"
# 95 % of a normal distribution lies within this many standard deviations.
NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Question:
    """A message as somebody typed it, its kind, and what the right answer is about."""

    id: str
    query: str
    kind: str
    tenets: tuple[int, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what came of it."""

    question: Question
    outcome: Outcome
    topics: tuple[str, ...]
    tenets: tuple[int, ...]
    score: float

    @property
    def in_scope(self) -> bool:
        """Whether the question should have an answer."""
        return self.question.kind != NONE_KIND


@dataclass(frozen=True, slots=True)
class Measure:
    """A share of some messages, with its 95 % confidence interval (Wilson)."""

    name: str
    hits: int
    total: int

    @property
    def share(self) -> float:
        """Hits over total; 0 for no messages."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of the 95 % interval."""
        if not self.total:
            return 0.0, 1.0
        n, p, z = self.total, self.share, NORMAL_95
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - spread), min(1.0, middle + spread)


def read_questions(text: str, name: str) -> list[Question]:
    """Questions from JSON Lines. Raises `UserFacingError` that names the line at fault."""
    questions = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            questions.append(
                Question(
                    str(item["id"]),
                    str(item["query"]),
                    str(item["kind"]),
                    tuple(int(n) for n in item["tenets"]),
                    tuple(str(t) for t in item["topics"]),
                )
            )
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise UserFacingError(
                f"{name}:{number} is no question: {type(error).__name__}.",
                hint="Each line is an object with id, query, kind, tenets and topics.",
            ) from None
    if not questions:
        raise UserFacingError(f"{name} holds no questions.")
    return questions


def ask_all(questions: Iterable[Question], answer: Callable[[Incoming], Reply]) -> list[Asked]:
    """Ask every question."""
    asked = []
    for question in questions:
        reply = answer(Incoming(text=question.query))
        topics = reply.ranked if reply.outcome != "none" else ()
        asked.append(Asked(question, reply.outcome, topics, reply.tenets, reply.score))
    return asked


def measures(asked: Sequence[Asked]) -> list[Measure]:
    """Every measure of the project, over all questions."""
    topical = [a for a in asked if a.in_scope and a.question.topics]
    scoped = [a for a in asked if a.in_scope]
    outside = [a for a in asked if not a.in_scope]
    found = [
        _measure("topic@1", topical, lambda a: a.topics[:1] == a.question.topics[:1]),
        _measure("any topic@1", topical, lambda a: bool({*a.topics[:1]} & {*a.question.topics})),
        _measure("any topic@3", topical, lambda a: bool({*a.topics[:3]} & {*a.question.topics})),
        _measure("tenet@1 any", scoped, lambda a: bool({*a.tenets[:1]} & {*a.question.tenets})),
        _measure("out of scope answered", outside, lambda a: a.outcome == "answer"),
        _measure("out of scope recognized", outside, lambda a: a.outcome == "none"),
        _measure("turned away", scoped, lambda a: a.outcome == "none"),
        _measure("answered at once", scoped, lambda a: a.outcome in ("answer", "command")),
    ]
    for kind in dict.fromkeys(a.question.kind for a in topical):
        of_kind = [a for a in topical if a.question.kind == kind]
        found.append(
            _measure(f"{kind}: topic@1", of_kind, lambda a: a.topics[:1] == a.question.topics[:1])
        )
    return found


def _measure(name: str, asked: Sequence[Asked], hit: Callable[[Asked], bool]) -> Measure:
    return Measure(name, sum(map(hit, asked)), len(asked))


def by_topic(asked: Sequence[Asked]) -> list[Measure]:
    """topic@1 for each topic, the worst first."""
    topics: dict[str, list[Asked]] = {}
    for item in asked:
        if item.question.topics:
            topics.setdefault(item.question.topics[0], []).append(item)
    found = [
        _measure(topic, items, lambda a: a.topics[:1] == a.question.topics[:1])
        for topic, items in topics.items()
    ]
    return sorted(found, key=lambda measure: (measure.share, measure.name))


def confusions(asked: Sequence[Asked]) -> list[tuple[int, str, str]]:
    """How often, the right topic, and what came first instead; the worst first."""
    wrong = Counter(
        (a.question.topics[0], a.topics[0] if a.topics else NONE_KIND)
        for a in asked
        if a.question.topics and a.topics[:1] != a.question.topics[:1]
    )
    return sorted(
        ((n, right, got) for (right, got), n in wrong.items()), key=lambda row: (-row[0], row[1:])
    )


def worse(now: Sequence[Measure], before: dict[str, float]) -> list[str]:
    """A line for each measure that fell from a baseline by more than one standard error.

    One standard error, because the same questions are asked both times: their difficulty
    cancels out, and what is left is the change.
    """
    lines = []
    for measure in now:
        if measure.name not in before or not measure.total:
            continue
        old = before[measure.name]
        noise = math.sqrt(max(old * (1 - old), 0.01) / measure.total)
        falls = measure.share - old if _less_is_better(measure.name) else old - measure.share
        if falls > noise:
            lines.append(f"{measure.name}: {measure.share:.3f}, was {old:.3f}")
    return lines


def _less_is_better(name: str) -> bool:
    return name in ("out of scope answered", "turned away")
