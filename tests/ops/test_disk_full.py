"""The disk that holds the database is full; then there is room again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import subprocess

import pytest

from bot.store import open_store
from tests.support.full_process import House

SIZE = 3_000_000


@pytest.fixture
def small_disk(process):
    """The process's data folder on a disk of three megabytes."""
    process.data.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(process.data)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk, and not in every container")
    yield process.data
    # The process has ended by now, or is about to.
    subprocess.run(["umount", "--lazy", str(process.data)], check=True)


def fill(disk):
    """Leave not a byte."""
    with (disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        for size in (65_536, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    ballast.write(b"x" * size)


def voters(disk):
    with contextlib.closing(sqlite3.connect(disk / "ethics.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM votes").fetchone()[0]


async def test_a_full_disk_and_room_again(process, small_disk):
    (small_disk / "models").symlink_to(process._learnt)
    store = await open_store("", small_disk, [])
    await store.close()
    async with House(process) as house:
        await house.open()
        assert "Thank you" in await house.vote("U0")
        event = await house.mention_answered()
        fill(small_disk)
        thanked = {"U0"}
        # What room the database's own files still have is used up by votes.
        async with asyncio.timeout(30):
            for number in range(1000):
                said = await house.vote(f"U{number + 1}")
                if "Thank you" not in said:
                    break
                thanked.add(f"U{number + 1}")
        sorry = said
        await house.until_database("away")
        assert (await process.readiness())[0] == 200
        await house.everybody_answers()
        during = await house.mention_answered()
        sorry += await house.order_daily()
        assert sorry.count("went wrong") == 2
        assert voters(small_disk) == len(thanked)

        (small_disk / "ballast").unlink()
        await house.until_database("there")
        assert "Thank you" in await house.vote("UAFTER")
        assert voters(small_disk) == len(thanked) + 1
        seen = len(house.slack.sent)
        for again in (event, during):
            await house.town.deliver("events_api", again)
        await asyncio.sleep(0.5)
        assert len(house.slack.sent) == seen
        await house.everybody_answers()
        assert "9:00" in await house.order_daily()
        assert await process.stop() == 0
    alarms = house.alarms()
    told = [line["event"] for line in alarms]
    assert len([event for event in told if event.startswith("the database keeps nothing")]) == 1
    incidents = [line["incident"] for line in alarms if line["event"] == "incident"]
    assert len(told) == 3, told
    assert all(incident in sorry for incident in incidents)
    assert "SQLITE_FULL" in process.err
