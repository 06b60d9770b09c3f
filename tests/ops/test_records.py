"""What is held, for how long, and getting it out or away: as docs/privacy.md promises."""

from __future__ import annotations

import asyncio
import json
import re

import pytest
from click.testing import CliRunner

from bot.cli.root import cli
from bot.handlers.errors import UserFacingError
from bot.handlers.ports import WorkspaceConfig
from bot.store import open_store
from bot.store.retention import delete_expired_daily
from bot.store.tables import metadata
from tests.support.process import ROOT

TOWN, OTHER = "slack:T0TOWN", "discord:42"
PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder with votes and settings of two workspaces."""
    for name in ("ETHICS_LEGAL_HOLD", "ETHICS_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ETHICS_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    asyncio.run(_fill(tmp_path))
    return tmp_path


async def _fill(folder):
    store = await open_store("", folder, ())
    for workspace in (TOWN, OTHER):
        await store.votes.cast(workspace, "U1", "topic:gifts", helpful=True)
        await store.workspaces.save(workspace, WorkspaceConfig("The clerk", frozenset({"U2"})))
    await store.close()


def run(*arguments, **more):
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, **more)


def test_every_table_is_explained_and_no_other():
    explained = set()
    for row in re.findall(r"^\| (`[^|]+) \|", PRIVACY, re.MULTILINE):
        explained |= set(re.findall(r"`(\w+)`", row))
    assert explained == set(metadata.tables)


def test_export_prints_everything_but_secrets(data):
    found = json.loads(run("export", TOWN).stdout)
    assert [vote["about"] for vote in found["votes"]] == ["topic:gifts"]
    assert found["workspaces"][0]["contact"] == "The clerk"
    assert "U1" not in json.dumps(found), "voters are hashes"
    assert "salt" not in found["salts"][0]


def test_erase_takes_one_workspace_and_leaves_the_others(data):
    assert run("erase", TOWN, input="n\n").exit_code == 1
    assert json.loads(run("export", TOWN).stdout)["votes"]
    assert run("erase", TOWN, "--yes").stdout == f"Deleted 3 rows of {TOWN}.\n"
    assert not any(json.loads(run("export", TOWN).stdout).values())
    assert json.loads(run("export", OTHER).stdout)["votes"]


def test_nothing_is_erased_under_a_legal_hold(data, monkeypatch):
    monkeypatch.setenv("ETHICS_LEGAL_HOLD", "true")
    with pytest.raises(UserFacingError, match="ETHICS_LEGAL_HOLD"):
        run("erase", TOWN, "--yes")
    assert json.loads(run("export", TOWN).stdout)["votes"]


def test_what_is_no_workspace_is_one_sentence(data):
    with pytest.raises(UserFacingError, match="not the id of a workspace"):
        run("export", "T0TOWN")


class Tidied:
    """A store that is away at first, and remembers how it was tidied."""

    def __init__(self):
        self.asked, self.thrice = [], asyncio.Event()

    async def tidy(self, retention_days, *, legal_hold):
        self.asked.append((retention_days, legal_hold))
        if len(self.asked) == 3:
            self.thrice.set()
        if len(self.asked) == 1:
            raise OSError("the database is away")
        return 0


async def test_old_records_go_at_the_start_and_again_even_after_a_failure():
    store = Tidied()
    task = asyncio.create_task(delete_expired_daily(store, 7, legal_hold=True, every=0.01))
    async with asyncio.timeout(5):
        await store.thrice.wait()
    task.cancel()
    assert set(store.asked) == {(7, True)}
