"""Draw how far the guide's probabilities can be trusted: docs/pictures/reliability.svg.

`python evals/reliability.py` asks every question in evals/questions.jsonl, sorts the first topics
by their probability into ten bins, and draws how often each bin was right.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from bot.handlers.text import clean
from bot.settings import load
from bot.understanding import build_guide, evaluation

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "pictures" / "reliability.svg"
BINS = 10
SIZE, EDGE = 320, 40


def main() -> None:
    """Measure, print the table, draw the picture."""
    learned = build_guide.learn(load(os.environ), lambda said: sys.stderr.write(f"{said}\n"))
    text = (ROOT / "evals" / "questions.jsonl").read_text(encoding="utf-8")
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for question in evaluation.read_questions(text, "questions.jsonl"):
        if question.topics:
            best = learned.matcher.match(clean(question.query)).ranked[0]
            right = best.topic in question.topics
            bins[min(BINS - 1, int(best.probability * BINS))].append((best.probability, right))
    points = []
    for found in bins:
        if found:
            said = sum(p for p, _ in found) / len(found)
            right = sum(r for _, r in found) / len(found)
            points.append((said, right, len(found)))
            sys.stdout.write(f"| {said:.2f} | {right:.2f} | {len(found)} |\n")
    PICTURE.write_text(draw(points), encoding="utf-8")


def draw(points: list[tuple[float, float, int]]) -> str:
    """Dots as large as their bins; the dashed line is where said and right agree."""

    def x(value: float) -> float:
        return round(EDGE + value * SIZE, 1)

    def y(value: float) -> float:
        return round(EDGE + (1 - value) * SIZE, 1)

    dots = "".join(
        f'<circle cx="{x(said)}" cy="{y(right)}" r="{round(2 + count**0.5, 1)}" fill="#1f5582" '
        f'fill-opacity="0.8"><title>{count} questions</title></circle>'
        for said, right, count in points
    )
    whole = SIZE + 2 * EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" role="img" '
        'font-family="sans-serif" font-size="12">'
        f"<title>How often the first topic is right, by its probability ({date.today()})</title>"
        f'<rect width="{whole}" height="{whole}" fill="#ffffff"/>'
        f'<path d="M{x(0)} {y(1)}V{y(0)}H{x(1)}" fill="none" stroke="#555"/>'
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 4"/>{dots}'
        f'<text x="{whole / 2}" y="{whole - 10}" text-anchor="middle">said: probability</text>'
        f'<text x="14" y="{whole / 2}" text-anchor="middle" '
        f'transform="rotate(-90 14 {whole / 2})">right: share of questions</text>'
        f'<text x="{x(0) - 6}" y="{y(1) + 4}" text-anchor="end">1</text>'
        f'<text x="{x(0) - 6}" y="{y(0) + 4}" text-anchor="end">0</text>'
        f'<text x="{x(1)}" y="{y(0) + 16}" text-anchor="middle">1</text></svg>\n'
    )


if __name__ == "__main__":
    main()
