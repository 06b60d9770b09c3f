"""What is kept, in a SQLite file or in PostgreSQL: one small repository for each service."""

from bot.store.open import Store, open_store

__all__ = ["Store", "open_store"]
