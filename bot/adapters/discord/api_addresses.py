"""Where Discord is. discord.py keeps its addresses in class attributes."""

from __future__ import annotations

import logging

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

API_URL = "https://discord.com/api/v10"


def point_at(api_url: str, gateway_url: str = "") -> None:
    """Send everything to these addresses, for the whole process.

    discord.py builds each request's address from `Route.BASE` and opens a new session at
    `DiscordWebSocket.DEFAULT_GATEWAY`; it has no other place to set them. Without a gateway
    address, `use_gateway` sets the one the API names.
    """
    Route.BASE = api_url
    if gateway_url:
        use_gateway(gateway_url)


def use_gateway(url: str) -> None:
    """Open new sessions here. Discord asks that the address its API names is used."""
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)


def quieten() -> None:
    """Keep the library from writing what people say, and from missing voice we never use.

    At its debug level discord.py writes whole events and requests, messages and tokens included.
    """
    discord.VoiceClient.warn_nacl = False
    discord.VoiceClient.warn_dave = False
    library = logging.getLogger("discord")
    library.setLevel(max(logging.INFO, library.getEffectiveLevel()))
