"""`ethics run`: start the bot."""

from __future__ import annotations

import os

import click

from bot import settings as settings_


@click.command("run")
def run_command() -> None:
    """Start the bot: the page, and Slack and Discord where their tokens are set."""
    settings = settings_.load(os.environ)
    from bot.app import serve  # noqa: PLC0415 - a wrong setting is told before this loads

    serve(settings, click.echo)
