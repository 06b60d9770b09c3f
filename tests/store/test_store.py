"""What is kept, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import stat
import time
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store.models.installation import Installation
from sqlalchemy import inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.handlers.errors import UserFacingError
from bot.handlers.ports import Tally, WorkspaceConfig
from bot.store import engine, open_store
from bot.store.engine import FILE_NAME, connect
from bot.store.migrate import FOLDER, HEAD, Schema, make, upgrade
from bot.store.tables import metadata, slack_bots, votes
from tests.chaos.run import release
from tests.chaos.worker import NEXT
from tests.support.databases import KEY

HOUR = timedelta(hours=1)


PLAIN = "xoxb-plain-token"


def installation(team="T1", token=PLAIN, **more):
    return Installation(
        app_id="A1", team_id=team, user_id="U1", bot_token=token, bot_id="B1", bot_user_id="UB",
        **more,
    )  # fmt: skip


async def test_replicas_that_start_together_make_the_tables_once(url, tmp_path):
    stores = await asyncio.gather(*(open_store(url, tmp_path, []) for _ in range(4)))
    assert await asyncio.gather(*(store.ready() for store in stores)) == [True] * 4
    await asyncio.gather(*(store.close() for store in stores))


@pytest.mark.parametrize("way", [make, upgrade])
async def test_both_ways_make_exactly_the_tables_the_code_uses(url, tmp_path, way):
    database = connect(url, tmp_path)
    if way is make and not database.is_sqlite:
        way = upgrade  # PostgreSQL's tables are always made by the migrations.
    async with database.write() as connection:
        await connection.run_sync(way)
        different = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
        indexes = await connection.run_sync(indexes_of)
        revision = (await connection.execute(text("SELECT version_num FROM alembic_version"))).all()
    await database.close()
    assert different == []
    assert indexes == INDEXES
    assert revision == [(HEAD,)]


def partial_(options):
    """Whether an index holds only some rows."""
    return any(name.endswith("_where") for name in options)


INDEXES = {
    (table.name, index.name, tuple(c.name for c in index.columns), partial_(index.dialect_kwargs))
    for table in metadata.sorted_tables
    for index in table.indexes
}


def indexes_of(connection):
    """Each index of the database as in `INDEXES`."""
    seen = inspect(connection)
    return {
        (
            table,
            index["name"],
            tuple(index["column_names"]),
            partial_(index.get("dialect_options", {})),
        )
        for table in seen.get_table_names()
        for index in seen.get_indexes(table)
    }


def test_the_newest_migration_is_the_one_the_code_expects():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


async def test_an_older_version_starts_on_a_newer_schema(url, tmp_path):
    store = await open_store(url, tmp_path, [])
    async with store._database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    older = await open_store(url, tmp_path, [])
    assert await older.ready()
    await older.close()
    await store.close()


async def test_a_key_is_new_to_exactly_one_caller_until_its_time_is_over(store):
    claims = await asyncio.gather(*(store.idempotency.claim("event", HOUR) for _ in range(8)))
    assert sorted(claims) == [False] * 7 + [True]
    assert await store.idempotency.claim("short", timedelta(seconds=0.05))
    await asyncio.sleep(0.1)
    assert await store.idempotency.claim("short", HOUR)


async def test_keys_that_name_a_server_are_not_kept_as_they_are(store):
    await store.idempotency.claim("discord:greeting:4711", HOUR)
    assert "4711" not in str(await everything(store))


async def test_a_person_has_one_vote_an_answer_and_may_change_it(store):
    await store.votes.cast("slack:T1", "U1", "topic:gifts", helpful=True)
    await store.votes.cast("slack:T1", "U1", "topic:gifts", helpful=False)
    await store.votes.cast("slack:T2", "U1", "topic:gifts", helpful=True)
    assert await store.votes.tallies() == [Tally("topic:gifts", 1, 1)]
    assert await store.votes.held("slack:T1", "U1") == 1
    assert await store.votes.forget("slack:T1", "U1") == 1
    assert await store.votes.held("slack:T1", "U1") == 0
    assert await store.votes.held("slack:T2", "U1") == 1


async def test_a_voter_is_kept_as_a_hash_that_differs_between_workspaces(store):
    for workspace in ("slack:T1", "slack:T2"):
        await store.votes.cast(workspace, "UANN", "topic:gifts", helpful=True)
    async with store._database.read() as connection:
        hashes = [row.voter for row in await connection.execute(select(votes))]
    assert len(set(hashes)) == 2
    assert "UANN" not in str(await everything(store))


async def test_settings_of_a_workspace_are_kept(store):
    assert await store.workspaces.config("slack:T1") == WorkspaceConfig()
    config = WorkspaceConfig("Jane, ext. 12", frozenset({"U1", "U2"}))
    await store.workspaces.save("slack:T1", WorkspaceConfig("Joe"))
    await store.workspaces.save("slack:T1", config)
    assert await store.workspaces.config("slack:T1") == config


async def test_small_values_are_remembered(store):
    assert await store.key_values.get("commands") is None
    await store.key_values.put("commands", "a")
    await store.key_values.put("commands", "b")
    assert await store.key_values.get("commands") == "b"


async def test_of_a_hundred_uninstalled_workspaces_nothing_remains(store):
    kept = store.installations("client")
    for n in range(100):
        await kept.async_save(installation(f"T{n}"))
        await store.votes.cast(f"slack:T{n}", "U1", "topic:gifts", helpful=True)
        await store.workspaces.save(f"slack:T{n}", WorkspaceConfig("Jane"))
    for n in range(100):
        await store.workspaces.delete(f"slack:T{n}")
    left = await everything(store)
    assert {name for name, rows in left.items() if rows} == {"alembic_version"}
    await kept.async_save(installation("T5", "xoxb-again"))
    bot = await kept.async_find_bot(enterprise_id=None, team_id="T5")
    assert bot.bot_token == "xoxb-again"


async def test_an_organisations_installation_goes_without_its_neighbours(store):
    kept = store.installations("client")
    await kept.async_save(installation(None, enterprise_id="E1", is_enterprise_install=True))
    await kept.async_save(installation("T1", enterprise_id="E1"))
    await store.workspaces.delete("slack:E1")
    whole = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
    assert await kept.async_find_bot(**whole) is None
    assert await kept.async_find_bot(enterprise_id="E1", team_id="T1") is not None


async def test_tokens_rest_encrypted_and_come_back_as_they_were(store, url, tmp_path):
    kept = store.installations("client")
    long = "xoxe.xoxb-" + "1" * 300
    await kept.async_save(
        installation(
            token=long, bot_refresh_token="xoxe-refresh", bot_token_expires_in=60,
            user_token="xoxp-user",
        )
    )  # fmt: skip
    bot = await kept.async_find_bot(enterprise_id=None, team_id="T1")
    assert (bot.bot_token, bot.bot_refresh_token) == (long, "xoxe-refresh")
    found = await kept.async_find_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert (found.bot_token, found.user_token) == (long, "xoxp-user")
    assert abs(bot.installed_at - time.time()) < 5
    assert "xox" not in str(await everything(store))
    if not url:
        assert not any(b"xoxe-refresh" in file.read_bytes() for file in tmp_path.iterdir())


async def test_keys_are_rotated_by_adding_the_new_one_in_front(store, url, tmp_path):
    await store.installations("client").async_save(installation())
    newer = await open_store(url, tmp_path, [Fernet.generate_key().decode(), KEY])
    bot = await newer.installations("client").async_find_bot(enterprise_id=None, team_id="T1")
    assert bot.bot_token == "xoxb-plain-token"
    await newer.close()
    lost = await open_store(url, tmp_path, [Fernet.generate_key().decode()])
    with pytest.raises(UserFacingError, match="lacks the key"):
        await lost.installations("client").async_find_bot(enterprise_id=None, team_id="T1")
    await lost.close()


async def test_without_a_key_no_token_is_taken(url, tmp_path):
    store = await open_store(url, tmp_path, [])
    with pytest.raises(UserFacingError, match="ethics key"):
        store.installations("client")
    await store.close()
    with pytest.raises(UserFacingError, match="no key"):
        await open_store(url, tmp_path, ["short"])


async def test_a_state_of_an_installation_is_good_for_one_caller(store):
    states = store.oauth_states()
    state = await states.async_issue()
    assert state not in str(await everything(store))
    used = await asyncio.gather(*(states.async_consume(state) for _ in range(4)))
    assert sorted(used) == [False, False, False, True]
    assert not await states.async_consume("another")


async def test_what_is_held_about_a_workspace_can_be_exported_without_secrets(store):
    await store.installations("client").async_save(installation())
    await store.votes.cast("slack:T1", "U1", "topic:gifts", helpful=True)
    held = await store.workspaces.export("slack:T1")
    assert held["votes"][0]["about"] == "topic:gifts"
    assert held["slack_bots"][0]["team_id"] == "T1"
    assert "f1:" not in str(held)


async def test_old_votes_go_and_stay_under_a_legal_hold(store):
    await store.votes.cast("slack:T1", "U1", "topic:gifts", helpful=True)
    async with store._database.write() as connection:
        await connection.execute(update(votes).values(cast_at=time.time() - 11 * 86_400))
    await store.tidy(10, legal_hold=True)
    assert await store.votes.held("slack:T1", "U1") == 1
    assert await store.tidy(10) == 1
    assert await store.votes.held("slack:T1", "U1") == 0


async def test_a_vote_that_was_changed_is_as_old_as_its_change(store):
    now = store.clock()
    await store.votes.cast("slack:T1", "U1", "topic:gifts", helpful=True)
    store.clock.ahead += 8 * 86_400
    await store.votes.cast("slack:T1", "U1", "topic:gifts", helpful=False)
    assert await store.votes.tidy(now + 7 * 86_400) == 0
    assert await store.votes.tidy(now + 9 * 86_400) == 1


async def test_the_file_is_for_its_owner_alone(tmp_path):
    store = await open_store("", tmp_path / "new", [])
    assert stat.S_IMODE((tmp_path / "new" / FILE_NAME).stat().st_mode) == 0o600
    await store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://a@b/c", "mysql, which is not supported"),
        ("not an address", "is not an address"),
        ("postgresql://u:secret@127.0.0.1:1/x", "cannot be reached"),
    ],
)
async def test_a_database_that_cannot_be_had_is_explained_without_its_password(url, said, tmp_path):
    with pytest.raises(UserFacingError, match=said) as refused:
        await open_store(url, tmp_path, [], patience=0.0)
    assert "secret" not in str(refused.value)


async def test_a_folder_that_cannot_be_written_is_explained(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserFacingError, match="cannot be written"):
        await open_store("", tmp_path / "file", [])
    (tmp_path / FILE_NAME).write_text("This is no database at all, it is a letter. " * 50)
    with pytest.raises(UserFacingError, match="cannot be used"):
        await open_store("", tmp_path, [], patience=0.0)


@pytest.mark.postgres
async def test_a_migration_may_take_longer_than_any_other_command(cluster, tmp_path, monkeypatch):
    """Replicas that start meanwhile wait for it; both are patient beyond a command's limit."""
    monkeypatch.setattr(engine, "COMMAND_SECONDS", 0.4)
    release(tmp_path / "release")
    schema = Schema(tmp_path / "release", NEXT)
    url = cluster.url(f"slow{time.time_ns()}")
    stores = await asyncio.gather(
        *(open_store(url, tmp_path, [], patience=2.0, schema=schema) for _ in range(3))
    )
    async with stores[0]._database.read() as connection:
        found = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert found.scalar() == NEXT
    await asyncio.gather(*(store.close() for store in stores))


@pytest.mark.postgres
async def test_a_wrong_user_is_refused_at_once_in_plain_words(cluster, tmp_path):
    url = cluster.url(f"u{time.time_ns()}").replace("ethics@", "nobody:secret@")
    with pytest.raises(UserFacingError) as refused:
        await open_store(url, tmp_path, [], patience=0.5)
    assert "secret" not in str(refused.value)


async def everything(store):
    """All rows of all tables."""
    found = {}
    async with store._database.read() as connection:
        for table in (*metadata.sorted_tables, "alembic_version"):
            query = text(f"SELECT * FROM {table}")  # noqa: S608 - names of our own tables
            found[str(table)] = [tuple(map(_shown, row)) for row in await connection.execute(query)]
    return found


def _shown(value):
    return value.hex() if isinstance(value, bytes) else str(value)


async def test_whoever_looks_cannot_change_anything_and_holds_no_transaction(store):
    async with store._database.read() as connection:
        with pytest.raises(DBAPIError, match=r"read.?only"):
            await connection.execute(update(votes).values(helpful=True))
    if not store._database.is_sqlite:
        idle = text("SELECT xact_start FROM pg_stat_activity WHERE state = 'idle in transaction'")
        async with store._database.read() as one, store._database.read() as other:
            await one.execute(text("SELECT 1"))
            assert (await other.execute(idle)).all() == []


def test_a_connection_is_not_opened_before_it_is_needed(tmp_path):
    database = connect("", tmp_path)
    assert database.is_sqlite
    assert slack_bots.name == "slack_bots"
