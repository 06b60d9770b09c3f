"""The Discord door: connects, stays connected, and stops in good order."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Sequence
from datetime import timedelta

import structlog

from bot.adapters.discord import api_addresses, wording
from bot.adapters.discord.client import HEARTBEAT_TIMEOUT, EthicsClient, Feature
from bot.adapters.discord.connection_errors import RETRYABLE, InvalidRequestLimit, fatal_error
from bot.adapters.discord.interactions import InteractionResponder
from bot.adapters.discord.people import PLATFORM
from bot.adapters.shared.local_contacts import WorkspaceContacts
from bot.adapters.shared.services import Services
from bot.handlers.answering import Hints
from bot.handlers.errors import UserFacingError
from bot.handlers.ports import Health, KeyValues

log = structlog.get_logger(__name__)

# How long `start` waits for Discord before it leaves the connecting to the background.
START_PATIENCE = 10.0
# How long `stop` waits for answers in hand, and then for the connection to close.
STOP_PATIENCE = 10.0
CLOSE_PATIENCE = 5.0
# Pauses between attempts to log in, doubled each time.
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 300.0
# Long enough that a second process with the same token sees the first one's mark.
REDELIVERED_WITHIN = timedelta(minutes=10)
HINTS = Hints(wording.SHARE_REFUSED_HINT, wording.COPY_REFUSED_HINT)


class DiscordDoor:
    """Takes what people ask on Discord, and answers it there."""

    name = PLATFORM

    def __init__(
        self,
        *,
        services: Services,
        key_values: KeyValues,
        token: str,
        api_url: str = api_addresses.API_URL,
        gateway_url: str = "",
        dev_guild: int = 0,
        features: Sequence[Feature] = (),
        heartbeat_timeout: float = HEARTBEAT_TIMEOUT,
        first_pause: float = FIRST_PAUSE,
        start_patience: float = START_PATIENCE,
    ) -> None:
        self._responder = responder_for(services)
        self._observer = services.observer
        self._idempotency = services.idempotency
        self._key_values = key_values
        self._refusals = InvalidRequestLimit(services.observer)
        self._token = token
        self._api_url = api_url
        self._gateway_url = gateway_url
        self._dev_guild = dev_guild
        self._features = features
        self._heartbeat_timeout = heartbeat_timeout
        self._first_pause = first_pause
        self._start_patience = start_patience
        self._client: EthicsClient | None = None
        self._task: asyncio.Task[None] | None = None
        self._fault: UserFacingError | None = None
        self._open = asyncio.Event()

    async def start(self) -> None:
        """Connect. Raises `UserFacingError` when Discord refuses the token or an intent.

        Where Discord cannot be reached, this returns after a while and goes on trying.
        """
        api_addresses.quieten()
        api_addresses.point_at(self._api_url, self._gateway_url)
        self._task = asyncio.create_task(self._stay_connected(), name="discord")
        opened = asyncio.create_task(self._open.wait())
        await asyncio.wait(
            (self._task, opened),
            timeout=self._start_patience,
            return_when=asyncio.FIRST_COMPLETED,
        )
        opened.cancel()
        if self._fault is not None:
            raise self._fault

    async def stop(self) -> None:
        """Take nothing new, finish answers in hand, close the connection."""
        await self._responder.in_flight.finish(STOP_PATIENCE)
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        await asyncio.wait((task,), timeout=CLOSE_PATIENCE)

    def health(self) -> Health:
        """Whether every connection to Discord is up."""
        if self._fault is not None:
            return Health(ready=False, detail=str(self._fault))
        client = self._client
        if client is None or client.is_closed() or not client.is_ready():
            return Health(ready=False, detail="Connecting to Discord.")
        lost = [number for number, shard in client.shards.items() if shard.is_closed()]
        if lost or not math.isfinite(client.latency):
            return Health(ready=False, detail="Reconnecting to Discord.")
        servers = len(client.guilds)
        return Health(ready=True, detail=f"Connected to Discord, {servers} servers.")

    async def _stay_connected(self) -> None:
        """Connect again whenever a connection ends for good, until that is of no use."""
        pauses = self._pauses()
        while True:
            try:
                await self._connect()
            except Exception as error:  # noqa: BLE001 - sorted out right here
                self._fault = fatal_error(error)
                if self._fault is not None:
                    log.error("discord.refused", problem=str(self._fault))  # noqa: TRY400 - a sentence, not a fault of ours
                    return
                if isinstance(error, RETRYABLE):
                    # An error's text may hold an address; its kind is enough.
                    log.warning("discord.unreachable", error=type(error).__name__)
                else:
                    self._observer.incident(PLATFORM, error)
            if self._open.is_set():
                self._open.clear()
                pauses = self._pauses()
            await asyncio.sleep(next(pauses))

    async def _connect(self) -> None:
        client = self._client = EthicsClient(
            responder=self._responder,
            idempotency=self._idempotency,
            key_values=self._key_values,
            dev_guild=self._dev_guild,
            features=self._features,
            http_trace=self._refusals.trace(),
            heartbeat_timeout=self._heartbeat_timeout,
            gateway_url=self._gateway_url,
            on_open=self._open.set,
        )
        try:
            await client.login(self._token)
            await client.wait_for_allowance()
            await client.connect(reconnect=True)
        finally:
            await client.close()

    def _pauses(self) -> Iterator[float]:
        pause = self._first_pause
        while True:
            yield pause
            pause = min(pause * 2, LONGEST_PAUSE)


def responder_for(services: Services) -> InteractionResponder:
    """What answers on Discord, from what every door is given."""
    contacts = WorkspaceContacts(PLATFORM, services.workspaces, services.observer)
    answering = services.answering(
        PLATFORM, redelivered_within=REDELIVERED_WITHIN, contacts=contacts, hints=HINTS
    )
    return InteractionResponder(answering, services.workspaces, contacts)
