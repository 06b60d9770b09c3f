"""/ethics-admin daily …: the daily post of a channel, for those who may manage the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import discord
from discord import app_commands

from bot.adapters.discord.interactions import Interaction, InteractionResponder, person_of
from bot.adapters.discord.servers.server_admin import AdminGroup
from bot.handlers.daily_post import Asker, DailyOrders
from bot.handlers.library import TENET_COUNT
from bot.handlers.messages import Reply

# discord.com/developers/docs/interactions/application-commands
AUTOCOMPLETE_MAX = 25
# Text, announcement and forum channels, and threads.
Channel = discord.app_commands.AppCommandChannel | discord.app_commands.AppCommandThread
DAYS = ("weekdays", "every day", "weekly Monday", "Monday Wednesday Friday")
WHAT = (("The tenets, in order", "tenets"), ("A case", "cases"))
_BAD_ID = 0


def feature(
    service: DailyOrders,
) -> Callable[[discord.AutoShardedClient, app_commands.Group], None]:
    """What the Discord door takes as a feature."""

    def register(client: discord.AutoShardedClient, admin: app_commands.Group) -> None:
        responder = cast("Any", client).responder
        # A nested group is asked for its own check, not for its parent's.
        group = AdminGroup(name="daily", description="The daily post of a channel", parent=admin)
        _add_set(group, responder, service)
        _add_rest(group, responder, service)

    return register


async def _say(
    service: DailyOrders, interaction: Interaction, channel: Channel | None, text: str
) -> Reply:
    place = channel.id if channel else interaction.channel_id or _BAD_ID
    workspace = person_of(interaction).workspace
    return await service.say(Asker(f"{workspace}:{place}", str(interaction.user.id)), text)


def _add_set(
    group: app_commands.Group, responder: InteractionResponder, service: DailyOrders
) -> None:
    @group.command(name="set", description="Post here every day, or change how")
    @app_commands.describe(
        time="For example 9:00 or 2:30 pm",
        days="For example weekdays, every day, or Monday Thursday; weekdays if left out",
        zone="Begin to type a city; Eastern time if left out",
        holidays="Whose public holidays to leave out, such as US or US-CA; none posts on them too",
        what="What to post",
        start="Which tenet comes next",
        channel="Where to post; here if left out",
    )
    @app_commands.choices(what=[app_commands.Choice(name=n, value=v) for n, v in WHAT])
    async def set_(  # noqa: PLR0917 - discord.py takes a command's options as they stand
        interaction: Interaction,
        time: app_commands.Range[str, 1, 20],
        days: app_commands.Range[str, 1, 60] | None = None,
        zone: app_commands.Range[str, 1, 60] | None = None,
        holidays: app_commands.Range[str, 1, 10] | None = None,
        what: str | None = None,
        start: app_commands.Range[int, 1, TENET_COUNT] | None = None,
        channel: Channel | None = None,
    ) -> None:
        parts = [time, days, zone and f"in {zone}", holidays and f"holidays {holidays}", what]
        text = " ".join(part for part in (*parts, start and f"tenet {start}") if part)
        await responder.serve(interaction, lambda: _say(service, interaction, channel, text))

    @set_.autocomplete("zone")
    async def zones(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = service.zones(typed, AUTOCOMPLETE_MAX)
        return [app_commands.Choice(name=zone, value=zone) for zone in found]

    @set_.autocomplete("days")
    async def days_(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        wanted = typed.strip().lower()
        return [app_commands.Choice(name=d, value=d) for d in DAYS if wanted in d.lower()]


def _add_rest(
    group: app_commands.Group, responder: InteractionResponder, service: DailyOrders
) -> None:
    for name, description in (
        ("status", "What is set, how the last posts went, and what comes next"),
        ("preview", "See the next post; only you see it"),
        ("now", "The same: a test post that only you see"),
        ("resume", "Post again"),
        ("off", "Post no more, and forget what was set"),
    ):
        _add_plain(group, responder, service, name, description)

    @group.command(name="pause", description="Post nothing for a while")
    @app_commands.describe(until="For example Monday or January 2; until resumed if left out")
    async def pause(
        interaction: Interaction,
        until: app_commands.Range[str, 1, 40] | None = None,
        channel: Channel | None = None,
    ) -> None:
        text = f"pause until {until}" if until else "pause"
        await responder.serve(interaction, lambda: _say(service, interaction, channel, text))

    @group.command(name="closed", description="Leave out days of your own")
    @app_commands.describe(days="For example December 24, December 31; “none” clears the list")
    async def closed(
        interaction: Interaction,
        days: app_commands.Range[str, 1, 200],
        channel: Channel | None = None,
    ) -> None:
        text = f"closed {days}"
        await responder.serve(interaction, lambda: _say(service, interaction, channel, text))


def _add_plain(
    group: app_commands.Group,
    responder: InteractionResponder,
    service: DailyOrders,
    name: str,
    description: str,
) -> None:
    @group.command(name=name, description=description)
    async def plain(interaction: Interaction, channel: Channel | None = None) -> None:
        await responder.serve(interaction, lambda: _say(service, interaction, channel, name))
