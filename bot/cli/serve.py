"""`ethics run`: start the bot."""

from __future__ import annotations

import os
import sys

import click

from bot import settings as settings_


@click.command("run")
def run_command() -> None:
    """Start the bot: the page, and Slack and Discord where their tokens are set."""
    settings = settings_.load(os.environ)
    _log_plainly()
    from bot.app import serve  # noqa: PLC0415 - a wrong setting is told before this loads

    serve(settings, click.echo)


def _log_plainly() -> None:
    """Load structlog without rich, which it takes for tracebacks that our logs never hold.

    Python does not find a module whose place holds None. Saves five megabytes as long as it runs.
    """
    if "rich" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment] # what the import system looks for
    try:
        import structlog  # noqa: F401, PLC0415 - loaded here so that all others find it
    finally:
        del sys.modules["rich"]
