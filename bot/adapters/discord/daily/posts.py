"""The daily post on Discord: sending it once, finding it again, telling the server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import time
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.adapters.discord import permissions, views
from bot.adapters.discord.answer.button_ids import PREFIX
from bot.adapters.discord.components import custom_ids
from bot.adapters.discord.daily import channels
from bot.adapters.discord.layout import MessagePage, Row
from bot.adapters.discord.people import PLATFORM
from bot.adapters.discord.render import render
from bot.adapters.discord.send import NOBODY, post
from bot.handlers.daily_post import (
    Absent,
    CannotTell,
    Finding,
    Outcome,
    Refused,
    RetryLater,
    Schedule,
    Sent,
    Unsure,
    with_channel_link,
)
from bot.handlers.messages import Heading, Reply
from bot.handlers.ports import Observer

# How long Discord surely remembers a nonce: "the past few minutes".
# https://docs.discord.com/developers/resources/message#create-message
NONCE_SECONDS = 60.0
# Discord's clock and the database's differ; a search begins this much earlier.
EARLIER = timedelta(minutes=5)
SEARCHED_MOST = 200
THREAD_NAME_MAX = 100
LATER = 300.0
NO_CONNECTION = 5.0

_NOT_CONNECTED = "Discord is not connected."
# Newest messages that are looked at whatever their time says: clocks differ, ours or Discord's.
SURELY_SEARCHED = 100
THREADS_SEARCHED = 25


class DiscordPosts:
    """`Posting` for Discord, and a feature of its door: that is how it gets the client."""

    def __init__(self, *, observer: Observer, needs_gateway: bool = True) -> None:
        """`needs_gateway`: wait for the connection, which knows what kind each channel is."""
        self._observer = observer
        self._needs_gateway = needs_gateway
        self._client: discord.Client | None = None

    def __call__(self, client: discord.AutoShardedClient, _: app_commands.Group) -> None:
        """Use this client from now on: the door makes a new one for each new connection."""
        self.use(client)
        if client.http.http_trace is not None:
            client.http.http_trace.on_request_end.append(_once_only)

    def use(self, client: discord.Client) -> None:
        """Send through this client."""
        self._client = client

    def _connected(self) -> discord.Client | None:
        client = self._client
        if client is None or client.is_closed():
            return None
        return client if client.is_ready() or not self._needs_gateway else None

    async def check(self, schedule: Schedule) -> Refused | None:
        """Whether the channel is there, in the server that was named, and we may write in it."""
        client = self._connected()
        if client is None:
            return Refused(_NOT_CONNECTED, "Please try again in a moment.", disable=False)
        try:
            channel = await _channel(client, int(schedule.place))
        except discord.NotFound:
            return channels.GONE
        except discord.Forbidden:
            return channels.HIDDEN
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError):
            return Refused(
                "Discord did not answer.", "Please try again in a moment.", disable=False
            )
        guild = getattr(channel, "guild", None)
        # What is kept is kept by server: a channel of another one is as good as none.
        if guild and schedule.workspace != f"{PLATFORM}:{guild.id}":
            return channels.GONE
        return channels.refusal(channel)

    async def post(self, schedule: Schedule, reply: Reply, key: str) -> Outcome:
        """Post with the key as nonce, so that Discord itself drops a second one, and as a mark."""
        client = self._connected()
        if client is None:
            return RetryLater(NO_CONNECTION, _NOT_CONNECTED)
        page = _marked(render(reply)[0], key)
        place = int(schedule.place)
        channel = client.get_channel(place)
        try:
            if isinstance(channel, discord.ForumChannel):
                made = await channel.create_thread(
                    name=_title(reply),
                    view=views.layout(page),
                    allowed_mentions=NOBODY,
                    applied_tags=channels.tags(channel),
                )
                return Sent(str(made.message.id))
            where = client.get_partial_messageable(place)
            message = await where.send(view=views.layout(page), nonce=key, allowed_mentions=NOBODY)
        except Exception as error:  # noqa: BLE001 - every error is an outcome, or goes on
            return self._outcome(error, channel)
        return Sent(str(message.id))

    def _outcome(self, error: Exception, channel: Any) -> Outcome:
        match error:
            case discord.RateLimited():
                self._observer.limited(PLATFORM)
                return RetryLater(error.retry_after, "Discord asked to wait.")
            case discord.DiscordServerError():
                return Unsure("Discord had a fault of its own.")
            case discord.HTTPException(code=code) if code in channels.BY_CODE:
                return channels.BY_CODE[code]
            case discord.Forbidden():
                return channels.refusal(channel) or channels.MAY_NOT
            case discord.NotFound():
                return channels.GONE
            case discord.HTTPException(status=429):
                self._observer.limited(PLATFORM)
                return RetryLater(LATER, "Discord asked to wait.")
            case discord.HTTPException(status=401) | discord.LoginFailure():
                return RetryLater(LATER, "Discord does not accept the bot's token.")
            case discord.HTTPException():
                return Refused(f"Discord refuses the post ({error.code}).", "", disable=False)
            case aiohttp.ClientConnectorError():
                return RetryLater(NO_CONNECTION, "Discord could not be reached.")
            case aiohttp.ClientError() | OSError() | TimeoutError():
                return Unsure("Discord's answer was lost.")
            case _:
                raise error

    async def find(self, schedule: Schedule, key: str, since: float) -> Finding:
        """Look through the channel for the post whose buttons carry the key."""
        client = self._connected()
        if client is None or client.user is None:
            return CannotTell(_NOT_CONNECTED)
        begin = datetime.fromtimestamp(since, UTC) - EARLIER
        channel = client.get_channel(int(schedule.place))
        forum = isinstance(channel, discord.ForumChannel)
        looked = 0
        try:
            found = _threads(client, channel) if forum else _messages(client, int(schedule.place))
            async for message in found:
                looked += 1
                if message.author.id == client.user.id and _carries(message, key):
                    return Sent(str(message.id))
                if looked >= SURELY_SEARCHED and message.created_at < begin:
                    return Absent()
        except discord.NotFound:
            return Absent()  # Posting there fails too, and says why: never a second post.
        except discord.Forbidden:
            if not forum and 0 <= time() - since < NONCE_SECONDS:
                return Absent()  # The nonce still keeps a second post away.
            return CannotTell("I may not read the channel's history to see whether it arrived.")
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError):
            return CannotTell("Discord could not be asked whether the post arrived.")
        if looked >= SEARCHED_MOST:
            return CannotTell("The channel is too busy to find the post again.")
        return Absent()

    async def tell(self, schedule: Schedule, reply: Reply) -> None:
        """Say it in the server's own channel for such things: nobody may be written to unasked."""
        client = self._client
        guild_id = schedule.workspace.partition(":")[2]
        guild = client.get_guild(int(guild_id)) if client and guild_id.isdigit() else None
        channel = guild.system_channel if guild else None
        if channel is None or not permissions.may_write(permissions.ours_in(channel), channel):
            return
        # An address and no name: not everybody there may know of the channel.
        where = with_channel_link(
            reply, f"https://discord.com/channels/{guild_id}/{schedule.place}"
        )
        try:
            await post(channel, where)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            self._observer.incident(PLATFORM, error)


async def _channel(client: discord.Client, place: int) -> Any:
    """A channel or thread. An archived thread is not known by itself, and is fetched."""
    return client.get_channel(place) or await client.fetch_channel(place)


def _messages(client: discord.Client, place: int) -> AsyncIterator[discord.Message]:
    """A channel's messages, the newest first."""
    return client.get_partial_messageable(place).history(limit=SEARCHED_MOST)


async def _threads(client: discord.Client, forum: Any) -> AsyncIterator[discord.Message]:
    """The first message of each newer post of ours in a forum, archived ones too."""
    me = client.user.id if client.user else 0
    active = [
        thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id
    ]
    closed = [thread async for thread in forum.archived_threads(limit=THREADS_SEARCHED)]
    ours = sorted((t for t in (*active, *closed) if t.owner_id == me), key=lambda t: -t.id)
    for thread in ours[:THREADS_SEARCHED]:
        async for first in thread.history(limit=1, oldest_first=True):
            yield first


async def _once_only(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    params: aiohttp.TraceRequestEndParams,
) -> None:
    """End a request for a forum post that met a fault of Discord's.

    discord.py would send it again by itself, and such a post takes no nonce: there could be two.
    """
    response = params.response
    if params.method == "POST" and params.url.path.endswith("/threads") and response.status >= 500:  # noqa: PLR2004 - HTTP
        response.close()
        raise discord.DiscordServerError(response, "not sent again")


def _mark(key: str) -> str:
    """How a button of the post begins. To the door it is the number of an alike button."""
    return f"{PREFIX}c{int(key, 16)}:"


def _marked(page: MessagePage, key: str) -> MessagePage:
    """The page with the key in the ids of its buttons, which still say what they said."""
    return replace(
        page,
        parts=tuple(
            Row(tuple(replace(b, custom_id=_with_mark(b.custom_id, key)) for b in part.buttons))
            if isinstance(part, Row)
            else part
            for part in page.parts
        ),
    )


def _with_mark(custom_id: str, key: str) -> str:
    return _mark(key) + custom_id.removeprefix(PREFIX).partition(":")[2]


def _carries(message: discord.Message, key: str) -> bool:
    return any(custom_id.startswith(_mark(key)) for custom_id in custom_ids(message.components))


def _title(reply: Reply) -> str:
    heading = next((b.text for b in reply.blocks if isinstance(b, Heading)), "Tenet of the day")
    return heading[:THREAD_NAME_MAX]
