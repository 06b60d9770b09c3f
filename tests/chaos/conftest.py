"""The throwaway PostgreSQL of the other tests."""

from tests.support.databases import cluster

__all__ = ["cluster"]
