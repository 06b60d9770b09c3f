"""`ethics eval`: measure how well messages are understood."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
from rich.table import Table

from bot import settings as settings_
from bot.adapters.console.connect import console_for
from bot.handlers.errors import UserFacingError
from bot.understanding import build_guide, evaluation

CONFUSIONS_SHOWN = 15
TOPICS_SHOWN = 12


@click.command("eval")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    help="Fail when a measure falls below this file's by more than noise.",
)
@click.option("--save", is_flag=True, help="Write what was measured to the baseline.")
@click.option("--misses", is_flag=True, help="Also print each question that was missed.")
def eval_command(file: Path, baseline: Path | None, *, save: bool, misses: bool) -> None:
    """Ask every question in FILE (JSON Lines) and print every measure.

    Each line: id, query, kind, tenets (main one first), topics (main one first). The kind
    "none" is out of scope.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserFacingError(f"{file} cannot be read: {error}.") from None
    questions = evaluation.read_questions(text, str(file))
    guide = build_guide.guide_for(settings_.load(os.environ), lambda s: click.echo(s, err=True))
    asked = evaluation.ask_all(questions, guide.answer)
    _print(asked, misses=misses)
    if baseline:
        _compare(evaluation.measures(asked), baseline, save=save)


def _print(asked: list[evaluation.Asked], *, misses: bool) -> None:
    console = console_for(sys.stdout)
    console.print(_table("Measure", evaluation.measures(asked)))
    console.print(_table("Topic, worst first", evaluation.by_topic(asked)[:TOPICS_SHOWN]))
    confused = Table("Times", "Right topic", "What came first")
    for times, right, got in evaluation.confusions(asked)[:CONFUSIONS_SHOWN]:
        confused.add_row(str(times), right, got)
    console.print(confused)
    if misses:
        for item in asked:
            hit = item.question.topics[:1] == item.topics[:1]
            if item.question.topics and not hit:
                got = ", ".join(item.topics[:3]) or item.outcome
                console.print(f"{item.question.query}\n   → {item.question.topics[0]}; got {got}")
            elif not item.in_scope and item.outcome != "none":
                console.print(f"{item.question.query}\n   → none; got {item.outcome}")


def _table(title: str, found: list[evaluation.Measure]) -> Table:
    table = Table(title, "Share", "95 % interval", "Of")
    for measure in found:
        low, high = measure.interval
        table.add_row(
            measure.name, f"{measure.share:.3f}", f"{low:.3f}–{high:.3f}", str(measure.total)
        )
    return table


def _compare(found: list[evaluation.Measure], baseline: Path, *, save: bool) -> None:
    if save:
        values = {measure.name: round(measure.share, 4) for measure in found}
        baseline.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", "utf-8")
        click.echo(f"Written to {baseline}.")
        return
    lines = evaluation.worse(found, json.loads(baseline.read_text("utf-8")))
    if lines:
        raise UserFacingError(
            "Worse than the baseline by more than noise:\n" + "\n".join(lines), exit_status=1
        )
    click.echo("No measure is below the baseline by more than noise.")
