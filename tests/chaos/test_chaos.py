"""A short chaos run; `make chaos` is the long one."""

from __future__ import annotations

import pytest

from tests.chaos.run import Plan, run
from tests.support.databases import BOTH

pytestmark = pytest.mark.slow


async def test_workers_killed_every_second_post_once():
    result = await run(Plan("", "sqlite", 2, channels=40, kill_every=1.0, patience=60))
    assert (result.twice, result.missed, result.not_settled, result.troubles) == (0, 0, 0, [])
    assert result.wanted >= 70


@pytest.mark.postgres
async def test_a_database_restart_in_the_middle_loses_nothing(cluster):
    plan = Plan("", "postgres", 2, channels=40, kill_every=0, restart_database=True, patience=60)
    result = await run(plan, cluster)
    assert (result.twice, result.missed, result.not_settled, result.troubles) == (0, 0, 0, [])
    assert result.wanted >= 70


@pytest.mark.parametrize("database", BOTH)
async def test_a_newer_release_migrates_while_the_old_one_posts(database, request):
    """Only one release has been made; the next one's migration is these tests' own."""
    cluster = request.getfixturevalue("cluster") if database == "postgres" else None
    upgrade = Plan("", database, 1, channels=70, kill_every=0, upgrade=True, delay=0.5, patience=60)
    result = await run(upgrade, cluster)
    assert (result.twice, result.missed, result.not_settled, result.troubles) == (0, 0, 0, [])
    assert result.wanted >= 130
    assert "after it" in result.notes[0]
