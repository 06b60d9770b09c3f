"""The machine's clock jumps while the process runs: a day forward, an hour back."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from bot.store import open_store
from tests.chaos.run import seed
from tests.support.full_process import House, schedule_name

MISSING = "no libfaketime here; on Debian: apt-get install faketime"
HOUR, DAY = 3600, 86_400


def library():
    """The library that answers instead of the system's clock."""
    found = [*Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
    found += Path("/usr/lib").glob("faketime/libfaketimeMT.so.1")
    return found[0] if found else None


class Clock:
    """The process's clock: as many seconds ahead of ours as its file says."""

    def __init__(self, file):
        self._file = file
        self.set(0)

    def set(self, ahead):
        self._file.write_text(f"{ahead:+d}")
        self.now = lambda: time.time() + ahead

    @property
    def environ(self):
        return {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            # A jump of the clock does not move what counts seconds since the start.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


@pytest.mark.skipif(library() is None, reason=MISSING)
@pytest.mark.skipif("FAKETIME" in os.environ, reason="the clock is moved already")
async def test_the_clock_a_day_forward_and_an_hour_back(process, tmp_path):
    clock = Clock(tmp_path / "clock")
    store = await open_store("", process.data, [])
    await store.close()
    now = time.time()
    await seed("", process.data, [schedule_name("C0OPEN")], now + DAY - HOUR)
    await seed("", process.data, [schedule_name("C0LATER")], now + DAY - HOUR + 5)
    async with House(process, socket_mode=True) as house:
        house.slack.members |= {"C0LATER", "C0AGAIN", "C0OTHER"}
        await house.open(**clock.environ, ETHICS_PER_MINUTE_PERSON="30")
        assert "Thank you" in await house.vote("U1")
        event = await house.mention_answered()
        assert house.posts() == []

        clock.set(DAY)
        for _ in range(40):
            said = (await house.town.command("gifts", user_id="UFAST")).words
            if "moment" in said:
                break
        assert "moment" in said, "a day later nobody has more than a minute's questions"
        assert "9:00" in await house.order_daily("C0OTHER"), "whoever posts is woken by an order"
        await house.posted(2, within=30)
        await house.everybody_answers()

        clock.set(DAY - HOUR - 60)
        await asyncio.sleep(2.2)
        answer = (await house.town.command("gifts", user_id="UFAST")).words
        assert "moment" not in answer.lower(), "the limit counts seconds, not the clock"
        seen = len(house.slack.sent)
        await house.town.deliver("events_api", event)
        await asyncio.sleep(0.5)
        assert len(house.slack.sent) == seen, "nothing is said twice"
        await house.everybody_answers()
        assert "Thank you" in await house.vote("U2")

        await seed("", process.data, [schedule_name("C0AGAIN")], clock.now() - 1)
        assert "9:00" in await house.order_daily("C0OPEN")
        await house.posted(3)
        posts = sorted(s.payload["channel"] for s in house.posts())
        assert posts == ["C0AGAIN", "C0LATER", "C0OPEN"]
        assert await process.stop() == 0
        assert house.alarms() == []
