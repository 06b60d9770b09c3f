"""Is Discord set up right? Asks Discord, and says for each fault what to click."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import islice
from typing import Any, cast

import aiohttp
import discord
from discord import app_commands

from bot.adapters.discord import api_addresses
from bot.adapters.discord.ask import commands
from bot.adapters.discord.ask.command_tree import EthicsCommandTree
from bot.adapters.discord.client import Feature
from bot.adapters.discord.connection_errors import BAD_TOKEN
from bot.adapters.discord.interactions import InteractionResponder
from bot.adapters.discord.people import PLATFORM
from bot.adapters.shared.finding import Finding
from bot.handlers.answering import Answering

# What the guide needs in a server, and nothing else.
NEEDED = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True
)
SCOPES = ("bot", "applications.commands")
PORTAL = "https://discord.com/developers/applications"
NO_TOKEN = (
    f"Make an application at {PORTAL}, press Reset Token on its Bot page, and set DISCORD_TOKEN "
    "to what it shows."
)
# A look at the first servers shows what is wrong; more would only take long.
SERVERS_LOOKED_AT = 20
CHANNELS_NAMED = 5


def _good(sentence: str) -> Finding:
    return Finding(ok=True, sentence=sentence)


def _bad(sentence: str, click: str) -> Finding:
    return Finding(ok=False, sentence=sentence, click=click)


def invite(application: int) -> str:
    """The address that adds the guide to a server with exactly the permissions it needs."""
    return discord.utils.oauth_url(application, permissions=NEEDED, scopes=SCOPES)


async def examine(
    *,
    token: str,
    api_url: str = api_addresses.API_URL,
    dev_guild: int = 0,
    features: Sequence[Feature] = (),
) -> list[Finding]:
    """Every finding, good and bad. Raises nothing: an unreachable Discord is a finding too.

    `features` are those the door is given, so that their commands are expected too.
    """
    if not token:
        return [_bad("DISCORD_TOKEN is not set.", NO_TOKEN)]
    api_addresses.quieten()
    api_addresses.point_at(api_url)
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True))
    tree = _our_commands(client, features)
    try:
        await client.login(token)
        return [finding async for finding in _look(client, tree, dev_guild)]
    except discord.LoginFailure:
        return [_bad(BAD_TOKEN.message, BAD_TOKEN.hint)]
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return [
            _bad(
                f"Discord could not be asked ({type(error).__name__}).",
                f"Check that this machine reaches {api_url}, and https://discordstatus.com.",
            )
        ]
    finally:
        await client.close()


async def _look(
    client: discord.AutoShardedClient,
    tree: app_commands.CommandTree[Any],
    dev_guild: int,
) -> AsyncIterator[Finding]:
    application = await client.application_info()
    yield _good(f"DISCORD_TOKEN works: this is {application.name}.")
    yield _good("No privileged intent is needed, and none is asked for.")
    for finding in _portal(application):
        yield finding
    yield await _commands(tree, dev_guild)
    guilds = [guild async for guild in client.fetch_guilds(limit=SERVERS_LOOKED_AT)]
    if not guilds:
        yield _bad("The guide is in no server yet.", invite(application.id))
        return
    for guild in guilds:
        yield await _server(client, guild.id, application.id)
    yield _good(f"To add it to another server: {invite(application.id)}")


def _portal(application: discord.AppInfo) -> list[Finding]:
    """What is set on Discord's pages for developers."""
    page = f"{PORTAL}/{application.id}"
    found = []
    if application.bot_require_code_grant:
        found.append(
            _bad(
                "Adding the guide asks for a code grant, which it does not have.",
                f"Turn off Requires OAuth2 Code Grant at {page}/bot",
            )
        )
    if application.user_integration_config is None:
        found.append(
            _bad(
                "People cannot add the guide to their own account, only to servers.",
                f"Tick User Install at {page}/installation if they should.",
            )
        )
    return found


def _our_commands(
    client: discord.AutoShardedClient, features: Sequence[Feature]
) -> app_commands.CommandTree[Any]:
    """The commands of this version, with nobody behind them: they are only compared."""
    nobody = cast("Any", None)
    answering = Answering(PLATFORM, guide=nobody, observer=nobody, conversations=nobody)
    responder = InteractionResponder(answering, nobody, nobody)
    # Features ask the door's own client for it; this one stands in for that.
    cast("Any", client).responder = responder
    tree = EthicsCommandTree(client, responder)
    admin = commands.register(tree, responder)
    for feature in features:
        feature(client, admin)
    return tree


async def _commands(tree: app_commands.CommandTree[Any], dev_guild: int) -> Finding:
    guild = discord.Object(dev_guild) if dev_guild else None
    there = await tree.fetch_commands(guild=guild)
    ours = [command.to_dict(tree) for command in tree.get_commands()]
    if _shapes([command.to_dict() for command in there]) == _shapes(ours):
        return _good("Discord has the commands of this version.")
    return _bad(
        "Discord does not have the commands of this version.",
        "Start the guide: it tells Discord about its commands whenever they changed.",
    )


def _shapes(commands_: Iterable[Any]) -> list[tuple[Any, ...]]:
    """What people see of commands, in a fixed order and without what Discord adds."""
    return sorted(
        (
            int(command.get("type") or 1),
            str(command["name"]),
            str(command.get("description") or ""),
            _shapes(command.get("options") or ()),
        )
        for command in commands_
    )


async def _server(client: discord.AutoShardedClient, guild_id: int, me: int) -> Finding:
    guild = await client.fetch_guild(guild_id, with_counts=False)
    member = await guild.fetch_member(me)
    text = [c for c in await guild.fetch_channels() if isinstance(c, discord.TextChannel)]
    closed = [c for c in text if not NEEDED.is_subset(c.permissions_for(member))]
    if not closed:
        return _good(f"{guild.name}: mentions can be answered in all {len(text)} channels.")
    names = ", ".join(f"#{channel.name}" for channel in islice(closed, CHANNELS_NAMED))
    more = f" and {len(closed) - CHANNELS_NAMED} more" if len(closed) > CHANNELS_NAMED else ""
    missing = _names(_missing(closed[0], member))
    return _bad(
        f"{guild.name}: mentions cannot be answered in {len(closed)} of {len(text)} channels "
        f"({names}{more}). Slash commands work there all the same.",
        f"Give the guide's role {missing} in the channel's settings under Permissions.",
    )


def _missing(channel: discord.TextChannel, member: discord.Member) -> discord.Permissions:
    have = channel.permissions_for(member)
    return discord.Permissions(NEEDED.value & ~have.value)


def _names(permissions: discord.Permissions) -> str:
    return ", ".join(name.replace("_", " ").title() for name, on in permissions if on)
