"""`ethics ask --why`: how a question was understood, for whoever keeps the knowledge."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from bot.handlers.guide import Guide
from bot.handlers.matching.decision import decide

TOPICS_SHOWN = 5


def print_why(guide: Guide, question: str, console: Console) -> None:
    """Print the corrected words, the decision, each signal's ranking and the words that weighed."""
    match = guide.explain(question)
    why = match.why
    if why is None:
        return
    console.print("Why", style="bold underline")
    fixed = ", ".join(f"{said} → {meant}" for said, meant in why.corrected.items())
    console.print(f"Words corrected: {fixed or 'none'}")
    decision = decide(match)
    console.print(
        f"Decision: {decision.kind} ({', '.join(decision.pages)}); out of scope {match.none:.1%}"
    )
    table = Table("Topic", "Probability", *why.signals)
    for item in match.ranked[:TOPICS_SHOWN]:
        shares = [
            next((f"{r.probability:.1%}" for r in ranked if r.topic == item.topic), "–")
            for ranked in why.signals.values()
        ]
        finer = match.finer.get(item.topic)
        name = f"{item.topic} → {finer}" if finer else item.topic
        table.add_row(name, f"{item.probability:.1%}", *shares)
    console.print(table)
    if why.words:
        for topic, share in why.words:
            console.print(f"  {share:+.2f}  {topic}")
