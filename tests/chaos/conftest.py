"""The throwaway PostgreSQL of the other tests."""

from tests.databases import cluster

__all__ = ["cluster"]
