"""The same store for every test here."""

from tests.support.databases import cluster, store, url

__all__ = ["cluster", "store", "url"]
