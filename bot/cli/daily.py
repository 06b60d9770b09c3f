"""`ethics daily`: see and change the daily posts from a command line."""

from __future__ import annotations

import asyncio
import os
import sys

import click

from bot import settings as settings_
from bot.adapters.console.connect import console_for
from bot.adapters.console.render import render
from bot.cli import daily_orders
from bot.handlers.messages import Reply, plain_text
from bot.store.from_settings import store_for
from bot.understanding.build_guide import guide_for


@click.command("daily")
@click.argument("channel", required=False)
@click.argument("words", nargs=-1)
def daily_command(channel: str | None, words: tuple[str, ...]) -> None:
    """Show all daily posts, or change one with the same words as in chat.

    CHANNEL is slack:TEAM:CHANNEL or discord:SERVER:CHANNEL, or the address that a browser shows
    while the channel is open. For example:
    ethics daily slack:T1:C2 9:00 weekdays
    """
    reply = asyncio.run(_do(channel, " ".join(words) or "status"))
    console = console_for(sys.stdout)
    if console.is_terminal:
        console.print(render(reply))
    else:
        click.echo(plain_text(reply))


async def _do(channel: str | None, words: str) -> Reply:
    settings = settings_.load(os.environ)
    guide = guide_for(settings, lambda said: click.echo(said, err=True))
    store = await store_for(settings)
    try:
        if channel is None:
            return await daily_orders.overview(store, guide)
        return await daily_orders.say(store, guide, channel, words)
    finally:
        await store.close()
