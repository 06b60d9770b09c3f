"""`ethics settings`, `key`, `slack` and `doctor`: setting up the bot and checking its setup."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable
from typing import Any, cast

import click
from cryptography.fernet import Fernet
from rich.table import Table

from bot import settings as settings_
from bot.adapters.console.connect import console_for
from bot.handlers.errors import UserFacingError
from bot.settings import secret, showing


@click.command("settings")
@click.option("--example", is_flag=True, help="Print the text of .env.example.")
@click.option("--table", is_flag=True, help="Print the README's table of settings.")
def settings_command(*, example: bool, table: bool) -> None:
    """Show every setting, where it comes from, and its value; secrets are hidden."""
    if example or table:
        click.echo(showing.env_example() if example else showing.markdown_table(), nl=False)
        return
    _, origins = settings_.load_with_origins(os.environ)
    console = console_for(sys.stdout)
    shown = Table("Setting", "Value", "From", "What it does")
    for origin in origins:
        shown.add_row(
            origin.rule.name, showing.show(origin.value), origin.source, origin.rule.description
        )
    console.print(shown)


@click.command("key")
def key_command() -> None:
    """Print a new key for ETHICS_ENCRYPTION_KEYS."""
    click.echo(Fernet.generate_key().decode())


@click.group("slack")
def slack_command() -> None:
    """Set up Slack."""


@slack_command.command("manifest")
@click.option("--url", default="", help="Public address for signed HTTP; without it, Socket Mode.")
@click.option("--agent-view", is_flag=True, help="Include Slack's agent view (paid plans).")
def slack_manifest_command(url: str, *, agent_view: bool) -> None:
    """Print the app manifest to paste into Slack."""
    import yaml  # noqa: PLC0415 - beside its one use

    from bot.adapters.slack.manifest import manifest  # noqa: PLC0415 - the SDK loads slowly

    made = manifest(public_url=url.rstrip("/"), agent_view=agent_view)
    click.echo(yaml.safe_dump(made, sort_keys=False, allow_unicode=True), nl=False)


@click.group("doctor")
def doctor_command() -> None:
    """Check that a platform is set up right, and say what to click."""


def _report(findings: Iterable[tuple[bool, str, str]]) -> None:
    every = list(findings)
    for good, said, do in every:
        click.echo(f"{'ok  ' if good else 'NOT '} {said}")
        if do and not good:
            click.echo(f"     → {do}")
    if not all(good for good, _, _ in every):
        raise UserFacingError("Not everything is set up yet.", exit_status=1)


@doctor_command.command("slack")
def doctor_slack_command() -> None:
    """Check tokens, scopes, and the socket or the public address."""
    from bot.adapters.slack.doctor.checks import examine  # noqa: PLC0415 - the SDK loads slowly

    settings = settings_.load(os.environ)
    _report(
        asyncio.run(
            examine(
                bot_token=secret(settings.slack_bot_token),
                app_token=secret(settings.slack_app_token),
                signing_secret=secret(settings.slack_signing_secret),
                client_id=settings.slack_client_id,
                client_secret=secret(settings.slack_client_secret),
                encryption_keys=secret(settings.encryption_keys),
                api_url=settings.slack_api_url,
                public_url=settings.public_url,
                agent_view=settings.slack_agent_view,
            )
        )
    )


@doctor_command.command("discord")
def doctor_discord_command() -> None:
    """Check the token, intents, commands and permissions, and print the invite address."""
    from bot.adapters.discord.daily import administration  # noqa: PLC0415 - the SDK loads slowly
    from bot.adapters.discord.doctor.checks import examine  # noqa: PLC0415

    # Nobody stands behind the commands: they are only compared.
    nobody = cast("Any", None)
    settings = settings_.load(os.environ)
    _report(
        asyncio.run(
            examine(
                token=secret(settings.discord_token),
                api_url=settings.discord_api_url,
                dev_guild=settings.discord_dev_guild,
                features=(administration.feature(nobody),),
            )
        )
    )
