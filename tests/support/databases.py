"""The store on a SQLite file and on PostgreSQL, for the tests of everything that is kept."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.store import open_store
from tests.support.postgres_cluster import MISSING, Cluster, programs

KEY = Fernet.generate_key().decode()
BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def cluster():
    """One throwaway PostgreSQL for the whole run."""
    if programs() is None:
        pytest.skip(MISSING)
    with Cluster() as running:
        yield running


@pytest.fixture(params=BOTH)
def url(request):
    """The address of an empty database: none for a SQLite file."""
    if request.param == "sqlite":
        return ""
    return request.getfixturevalue("cluster").url(f"test{time.time_ns()}")


@pytest.fixture
async def store(url, tmp_path: Path):
    """A store on that database."""
    opened = await open_store(url, tmp_path, [KEY])
    yield opened
    await opened.close()
