"""Timing and tables that the benchmarks share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.understanding.evaluation import read_questions

QUESTIONS = Path(__file__).parent.parent / "evals" / "questions.jsonl"


def questions() -> list[str]:
    """The messages of the evaluation."""
    text = QUESTIONS.read_text(encoding="utf-8")
    return [question.query for question in read_questions(text, QUESTIONS.name)]


def timed(
    ask: Callable[[str], object], messages: Sequence[str], seconds: float, *, warm: int = 3
) -> list[float]:
    """Milliseconds of each call, sorted: all messages once, or as many as fit into the time."""
    for message in messages[:warm]:
        ask(message)
    ends = time.perf_counter() + seconds
    times = []
    for message in messages:
        began = time.perf_counter()
        ask(message)
        now = time.perf_counter()
        times.append((now - began) * 1000)
        if now > ends:
            break
    return sorted(times)


def share(times: Sequence[float], part: float) -> float:
    """The time that this part of the calls stays within."""
    return times[min(len(times) - 1, int(len(times) * part))]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print columns: the first to the left, numbers to the right."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    for number, line in enumerate(lines):
        cells = [
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
        if not number:
            print("  ".join("-" * width for width in widths), flush=True)


def milliseconds(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
