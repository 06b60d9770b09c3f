"""The commands and where each lives. Modules are imported when their command runs."""

from __future__ import annotations

import importlib
import os
import sys
from types import MappingProxyType

import click

# command → module under bot.cli that holds it, under the name of the command
COMMANDS = MappingProxyType(
    {
        "ask": "ask",
        "chat": "ask",
        "run": "serve",
        "check": "knowledge",
        "sign": "signing",
        "train": "knowledge",
        "schemas": "knowledge",
        "phrasings": "knowledge",
        "eval": "evaluate",
        "settings": "setup",
        "key": "setup",
        "export": "records",
        "erase": "records",
        "daily": "daily",
        "slack": "setup",
        "doctor": "setup",
    }
)


class LazyGroup(click.Group):
    """Knows every command by name, and imports one only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands, in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = getattr(importlib.import_module(f"bot.cli.{module}"), cmd_name + "_command")
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a reader that has seen enough of its output is no fault."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # As in `ethics ask --jsonl < questions | head`: what is left goes nowhere, quietly.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        return result

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first in `args`. An unknown one is told the nearest there is."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from rapidfuzz import process  # noqa: PLC0415 - only a slip of the pen needs it
            from rapidfuzz.distance import OSA  # noqa: PLC0415 - the same

            near = process.extractOne(
                args[0], list(COMMANDS), scorer=OSA.normalized_similarity, score_cutoff=0.5
            )
            meant = f" Did you mean '{near[0]}'?" if near else " `ethics --help` lists them."
            ctx.fail(f"There is no command '{args[0][:40]}'.{meant}")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ethics-guide")
def cli() -> None:
    """The ICMA Code of Ethics, answered in plain words.

    `ethics ask "tickets from a vendor"` answers here; `ethics run` starts the bot.
    """
