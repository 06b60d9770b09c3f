"""`ethics check`, `train`, `schemas`, `phrasings`: keeping the knowledge in order."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bot import knowledge, learning
from bot import settings as settings_
from bot.handlers.errors import UserFacingError
from bot.knowledge import schemas

SCHEMAS = Path("schemas")


def _folders(folder: Path | None) -> tuple[Path, ...]:
    """The folders the bot would use, or with a folder given, that one over the shipped ones."""
    if folder is None:
        return knowledge.folders_of(settings_.load(os.environ))
    if (folder / "areas.yaml").is_file():
        return (folder,)
    return (knowledge.shipped_folder(), folder)


@click.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--golden/--no-golden",
    default=True,
    help="Also ask every golden question, when the files have no fault.",
)
def check_command(folder: Path | None, *, golden: bool) -> None:
    """Check the knowledge, every fault with its file and line.

    FOLDER is a whole knowledge folder or a local layer; without it, what the bot would use.
    """
    folders = _folders(folder)
    layers, faults = knowledge.read_all(folders)
    if faults:
        raise knowledge.KnowledgeError(faults)
    files = sum(len(layer.checked) for layer in layers)
    click.echo(f"{files} files, no faults.")
    if golden:
        _ask_golden(folders)


def _ask_golden(folders: tuple[Path, ...]) -> None:
    from bot.cli.golden import lost  # noqa: PLC0415 - imports the matcher

    asked, missed = lost(folders, lambda sentence: click.echo(sentence, err=True))
    for line in missed:
        click.echo(line, err=True)
    if missed:
        raise UserFacingError(
            f"{len(missed)} of {asked} golden questions are no longer answered by their topic.",
            hint="Add phrasings to the topic that lost them, then run `ethics train`.",
            exit_status=1,
        )
    click.echo(f"{asked} golden questions, all answered by their topic.")


@click.command("train")
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Change nothing; exit 1 when what ships is out of date.",
)
def train_command(*, only_check: bool) -> None:
    """Learn from the shipped knowledge, and write what was learnt into the package."""
    folders = (knowledge.shipped_folder(),)
    if learning.is_current(folders):
        click.echo("What ships was learnt from this knowledge; nothing to do.")
        return
    if only_check:
        raise UserFacingError(
            "What ships was learnt from other knowledge.",
            hint="Run `ethics train` and commit bot/trained.",
            exit_status=1,
        )
    learning.train_shipped(folders)
    click.echo("Learnt. Commit bot/trained with the knowledge.")


@click.command("schemas")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if out of date.")
@click.argument("folder", default=SCHEMAS, type=click.Path(path_type=Path))
def schemas_command(folder: Path, *, only_check: bool) -> None:
    """Write the JSON Schemas that editors use to check knowledge files while typing."""
    stale = [
        name
        for name, text in schemas.schemas().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]
    if only_check and stale:
        raise UserFacingError(
            f"Out of date: {', '.join(stale)}.", hint="Run `ethics schemas`.", exit_status=1
        )
    schemas.write(folder)
    click.echo(f"{len(stale)} schemas written." if stale else "The schemas are up to date.")


@click.command("phrasings")
@click.option(
    "--near",
    type=float,
    default=0.92,
    show_default=True,
    help="Two phrasings more alike than this are near-duplicates.",
)
def phrasings_command(near: float) -> None:
    """Show where phrasings are thin, near-duplicate, or closer to another topic."""
    from bot.cli.phrasings import report  # noqa: PLC0415 - trains several small models

    folders = knowledge.folders_of(settings_.load(os.environ))
    report(knowledge.load(folders), near, sys.stdout)
