"""`ethics check`, `train`, `schemas`, `phrasings`: keeping the knowledge in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from bot import settings as settings_
from bot.handlers.errors import UserFacingError
from bot.handlers.replies.wording import day
from bot.knowledge import loading, schemas, signing, sources
from bot.knowledge.assemble import assemble
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.folder import Folder
from bot.understanding import build_guide, golden_questions

SCHEMAS = Path("schemas")


def _folders(folder: Path | None) -> tuple[Path, ...]:
    """The folders the bot would use, or with a folder given, that one over the shipped ones."""
    if folder is None:
        return sources.folders_of(settings_.load(os.environ))
    if (folder / "areas.yaml").is_file():
        return (folder,)
    return (sources.shipped_folder(), folder)


@click.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--golden/--no-golden",
    "ask_golden",
    default=True,
    help="Also ask every golden question, when the files have no fault.",
)
@click.option("--unsigned", is_flag=True, help="Also list every text nobody has signed.")
def check_command(folder: Path | None, *, ask_golden: bool, unsigned: bool) -> None:
    """Check the knowledge, every fault with its file and line, and the signatures on its texts.

    FOLDER is a whole knowledge folder or a local layer; without it, what the bot would use.
    """
    folders = _folders(folder)
    layers, faults = loading.read_all(folders)
    if faults:
        raise KnowledgeError(faults)
    files = sum(len(layer.checked) for layer in layers)
    click.echo(f"{files} files, no faults.")
    for line in _signatures(layers, date.today(), unsigned=unsigned):  # noqa: DTZ011 - the reader's own day
        click.echo(line)
    if ask_golden:
        _ask_golden(folders)


def _signatures(layers: Sequence[Folder], today: date, *, unsigned: bool) -> Iterator[str]:
    """How many texts an ethics office has signed, and which signatures need one again."""
    found = signing.standing(assemble(layers), layers, today)
    yield f"{found.texts} texts; {found.signed} signed by an ethics office."
    for text, given in found.changed:
        yield f"{text}: changed since {given.by} signed it on {day(given.day)}; sign it again."
    for text, given in found.expired:
        if given.until is not None:
            yield f"{text}: the signature of {given.by} ran out on {day(given.until)}."
    for text, given in found.due:
        if given.until is not None:
            yield f"{text}: the signature of {given.by} stands until {day(given.until)}."
    if unsigned:
        yield from (f"{text}: not signed" for text in found.unsigned)


def _ask_golden(folders: tuple[Path, ...]) -> None:
    settings = settings_.load(
        {
            **os.environ,
            "ETHICS_KNOWLEDGE": str(folders[0]),
            "ETHICS_LOCAL": os.pathsep.join(map(str, folders[1:])),
        }
    )
    guide = build_guide.guide_for(settings, lambda sentence: click.echo(sentence, err=True))
    questions = loading.load(folders).golden
    missed = golden_questions.unanswered(guide, questions)
    for item in missed:
        click.echo(str(item), err=True)
    if missed:
        raise UserFacingError(
            f"{len(missed)} of {len(questions)} golden questions are lost to another topic.",
            hint="Add phrasings to the topic that lost them; `ethics ask --why` shows the reasons.",
            exit_status=1,
        )
    click.echo(f"{len(questions)} golden questions, each answered by its topic.")


@click.command("train")
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Change nothing; exit 1 when what ships is out of date.",
)
def train_command(*, only_check: bool) -> None:
    """Learn from the shipped knowledge, and write what was learned into the package."""
    folders = (sources.shipped_folder(),)
    if build_guide.is_current(folders):
        click.echo("What ships was learned from this knowledge; nothing to do.")
        return
    if only_check:
        raise UserFacingError(
            "What ships was learned from other knowledge.",
            hint="Run `ethics train` and commit bot/understanding/trained.",
            exit_status=1,
        )
    build_guide.train_shipped(folders)
    click.echo("Learned. Commit bot/understanding/trained with the knowledge.")


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

    folders = sources.folders_of(settings_.load(os.environ))
    report(loading.load(folders), near, sys.stdout)
