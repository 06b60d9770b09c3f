"""`ethics ask` and `ethics chat`: the terminal door."""

from __future__ import annotations

import os
import sys

import click

from bot import settings as settings_
from bot.adapters.console import connect
from bot.cli.silent_observer import SilentObserver
from bot.handlers.answering import Answering
from bot.handlers.errors import UserFacingError
from bot.handlers.guide import Guide
from bot.understanding.build_guide import guide_for

# More than anybody types; what is beyond it is refused rather than read.
ARGUMENT_CHARACTERS = 200_000


def _guide() -> Guide:
    return guide_for(settings_.load(os.environ), _say)


def _answering(guide: Guide) -> Answering:
    return connect.answering_for(guide, SilentObserver())


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


@click.command("ask")
@click.argument("text", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--jsonl", is_flag=True, help="Read one question a line, print one JSON object a line."
)
@click.option("--why", is_flag=True, help="Show how the question was understood.")
def ask_command(text: tuple[str, ...], *, as_json: bool, jsonl: bool, why: bool) -> None:
    """Answer one question, or with --jsonl many.

    The JSON object: query, outcome (answer, choices, none or command), topic, tenets, choices
    (topic ids, best first), score, gate (the kind of a message that no topic answers, or null), and
    the reply as plain text.
    """
    if jsonl:
        if text or as_json or why:
            raise click.UsageError("--jsonl reads its questions from standard input; give it none.")
        for line in connect.ask_lines(_answering(_guide()), sys.stdin.buffer):
            click.echo(line)
        return
    question = " ".join(text)
    if len(question) > ARGUMENT_CHARACTERS:
        raise UserFacingError("That question is too long.", hint="A few sentences are enough.")
    guide = _guide()
    if as_json:
        (line,) = connect.ask_lines(_answering(guide), [question.encode("utf-8", "replace")])
        click.echo(line)
    else:
        connect.ask(_answering(guide), question, connect.console_for(sys.stdout))
    if why:
        from bot.cli.why import print_why  # noqa: PLC0415 - few ask why

        print_why(guide, question, connect.console_for(sys.stderr if as_json else sys.stdout))


@click.command("chat")
def chat_command() -> None:
    """Talk with the guide; type a number to choose, "quit" to end."""
    connect.Chat(_answering(_guide()), connect.console_for(sys.stdout)).run()
