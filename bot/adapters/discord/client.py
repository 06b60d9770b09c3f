"""The Discord client: what it listens to, and where each event goes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.adapters.discord import wording
from bot.adapters.discord.answer import button_actions
from bot.adapters.discord.answer.button_ids import Press, Surface
from bot.adapters.discord.answer.button_item import ButtonItem
from bot.adapters.discord.api_addresses import use_gateway
from bot.adapters.discord.ask import addressed, command_translations, commands
from bot.adapters.discord.ask.command_sync import sync_if_changed
from bot.adapters.discord.ask.command_tree import EthicsCommandTree
from bot.adapters.discord.interactions import InteractionResponder
from bot.adapters.discord.people import PLATFORM, person
from bot.adapters.discord.send import post, reply_to
from bot.adapters.discord.servers import server_lifecycle
from bot.handlers.messages import Incoming, Reply
from bot.handlers.ports import Idempotency, KeyValues
from bot.handlers.replies.notices import titled

# Longer waits on a rate limit end in an error instead of a silence. discord.py takes 30 or more.
RATE_LIMIT_PATIENCE = 30.0
HEARTBEAT_TIMEOUT = 60.0
# A pause this long after a server means that all have come. Nothing waits for members here, and
# a server that comes later is welcome all the same.
SERVERS_PAUSE = 0.2

# A feature adds its commands to the administrators' group, and its listeners to the client.
Feature = Callable[[discord.AutoShardedClient, app_commands.Group], None]


class EthicsClient(discord.AutoShardedClient):
    """No privileged intent, no cache of members or messages, no pings."""

    def __init__(
        self,
        *,
        responder: InteractionResponder,
        idempotency: Idempotency,
        key_values: KeyValues,
        dev_guild: int = 0,
        features: Sequence[Feature] = (),
        http_trace: aiohttp.TraceConfig,
        heartbeat_timeout: float = HEARTBEAT_TIMEOUT,
        gateway_url: str = "",
        on_open: Callable[[], None] = lambda: None,
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=RATE_LIMIT_PATIENCE,
            heartbeat_timeout=heartbeat_timeout,
            guild_ready_timeout=SERVERS_PAUSE,
            http_trace=http_trace,
        )
        self.idempotency = idempotency
        self.responder = responder
        self._key_values = key_values
        self._dev_guild = dev_guild
        self._gateway_url = gateway_url
        self._on_open = on_open
        self.tree = EthicsCommandTree(self, responder)
        admin = commands.register(self.tree, responder)
        for feature in features:
            feature(self, admin)

    async def setup_hook(self) -> None:
        """Once before connecting: take presses, and sync commands where they changed."""
        self.add_dynamic_items(ButtonItem)
        await command_translations.install(self.tree)
        try:
            await sync_if_changed(self.tree, self._key_values, self.idempotency, self._dev_guild)
        except Exception as error:  # noqa: BLE001 - old commands are better than no guide
            self.responder.answering.observer.incident(PLATFORM, error)

    async def launch_shard(self, gateway: Any, shard_id: int, *, initial: bool = False) -> None:
        """Open one connection; at the gateway that was set, where one was."""
        await super().launch_shard(
            type(gateway)(self._gateway_url or gateway), shard_id, initial=initial
        )

    async def wait_for_allowance(self) -> None:
        """Wait until new connections are allowed: Discord resets a token that opens too many."""
        shards, url, limits = await self.http.get_bot_gateway()
        use_gateway(self._gateway_url or url)
        if limits["remaining"] < shards:
            await asyncio.sleep(limits["reset_after"] / 1000)

    # --- events ------------------------------------------------------------------------------

    async def on_ready(self) -> None:
        """Connected everywhere. Comes again after every new session, so nothing is set up here."""
        self._on_open()

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to us, where it was said."""
        me = self.user
        if me is None or not addressed.is_for_us(message, me):
            return
        surface: Surface = "direct" if message.guild is None else "public"
        answering = self.responder.answering
        guild = message.guild.id if message.guild else None
        asker = person(message.author.id, message.channel, guild)
        incoming = Incoming(message.content, context=addressed.follows(message, me))

        async def make() -> Reply:
            if not message.content and addressed.names_our_role(message):
                return titled(wording.ROLE_MENTION_TITLE, wording.ROLE_MENTION)
            return await answering.ask(asker, incoming)

        async def send(reply: Reply) -> None:
            await reply_to(message, reply, surface)

        async def tell(reply: Reply) -> None:
            await post(message.author, reply)

        key = f"discord:message:{message.id}"
        if surface == "direct":
            await self.responder.run("direct", make, send, send, key=key)
        else:
            await self.responder.run("mention", make, send, tell, key=key)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello once, where that is allowed."""
        await server_lifecycle.greet(guild, self.idempotency, self.responder.answering.observer)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Delete what is kept for a server. Not called for an outage."""
        await server_lifecycle.forget(guild.id, self.responder)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """A fault outside of any turn: log it, and go on."""
        error = sys.exc_info()[1]
        if error is not None:
            error.add_note(f"while handling {event_method}")
            self.responder.answering.observer.incident(PLATFORM, error)

    # --- interactions ------------------------------------------------------------------------

    async def pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Answer a press of a button or menu of ours."""
        await button_actions.answer(self.responder, interaction, press)
