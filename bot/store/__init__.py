"""What is kept, in a SQLite file or in PostgreSQL: one small repository for each service."""

from bot.store.clock import Clock
from bot.store.open import Store, open_store

__all__ = ["Clock", "Store", "open_store"]
