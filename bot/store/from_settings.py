"""The store that the settings name, opened the same way by the bot and by every command."""

from __future__ import annotations

from bot.settings import Settings, secret
from bot.store import Clock, Store, open_store


async def store_for(settings: Settings, clock: Clock | None = None) -> Store:
    """Open it, its tables up to date. Raises `UserFacingError` when it cannot be."""
    keys = [key.strip() for key in secret(settings.encryption_keys).split(",") if key.strip()]
    return await open_store(secret(settings.database_url), settings.data, keys, clock=clock)
