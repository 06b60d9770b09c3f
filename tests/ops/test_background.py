"""Work beside the doors that ends: it is told, shown, and begun again."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.ops.background import BackgroundWork
from bot.ops.logging_setup import MetricsObserver
from bot.ops.metrics import Metrics


class Watch:
    """Background work, what is logged and counted of it, and what it did."""

    def __init__(self, **options):
        self.metrics = Metrics()
        observer = MetricsObserver(self.metrics)
        self.work = BackgroundWork(observer.background_ended, first_pause=0.01, **options)
        self.begun = 0
        self.fails = 1
        self.error: Exception | None = OSError("inotify limit of the user's secret folder")
        self.again = asyncio.Event()

    async def run(self):
        self.begun += 1
        if self.begun <= self.fails:
            if self.error is None:
                return
            raise self.error
        self.again.set()
        await asyncio.Event().wait()

    def counted(self, name):
        return self.metrics.registry.get_sample_value(
            "ethics_background_ended_total", {"work": name}
        )


@pytest.fixture
async def watch():
    made = Watch()
    yield made
    await made.work.stop()


async def test_work_that_fails_is_logged_counted_shown_and_begun_again(watch):
    with capture_logs() as logs:
        watch.work.start("knowledge_watch", watch.run)
        assert watch.work.states()["knowledge_watch"].ready
        async with asyncio.timeout(5):
            await watch.again.wait()
    state = watch.work.states()["knowledge_watch"]
    assert not state.ready
    assert "OSError" in state.detail
    (line,) = [entry for entry in logs if entry["log_level"] == "error"]
    assert (line["work"], line["error"]) == ("knowledge_watch", "OSError")
    assert line["incident"] in state.detail
    assert "secret" not in str(logs) + state.detail
    assert watch.counted("knowledge_watch") == 1
    assert watch.begun == 2


async def test_work_that_returns_has_ended_too(watch):
    watch.error = None
    watch.work.start("retention", watch.run)
    async with asyncio.timeout(5):
        await watch.again.wait()
    assert "EndedError" in watch.work.states()["retention"].detail
    assert watch.counted("retention") == 1


async def test_each_time_it_ends_it_waits_longer(watch):
    watch.fails = 4
    loop = asyncio.get_running_loop()
    began = loop.time()
    watch.work.start("retention", watch.run)
    async with asyncio.timeout(5):
        await watch.again.wait()
    assert loop.time() - began >= 0.01 + 0.02 + 0.04 + 0.08
    assert watch.counted("retention") == 4


async def test_work_that_goes_on_for_long_enough_is_well_again():
    watch = Watch(well_after=0.05)
    watch.work.start("retention", watch.run)
    async with asyncio.timeout(5):
        await watch.again.wait()
        while not watch.work.states()["retention"].ready:  # noqa: ASYNC110 - a state, no event
            await asyncio.sleep(0.01)
    await watch.work.stop()


async def test_somebody_elses_task_is_told_when_it_fails_and_not_when_it_is_stopped(watch):
    async def fails():
        raise LookupError("secret")

    failed = asyncio.create_task(fails())
    stopped = asyncio.create_task(asyncio.Event().wait())
    watch.work.watch("daily_posts", failed)
    watch.work.watch("slack_reconnect", stopped)
    stopped.cancel()
    await asyncio.wait((failed, stopped))
    await asyncio.sleep(0)
    states = watch.work.states()
    assert "LookupError" in states["daily_posts"].detail
    assert "restarted" in states["daily_posts"].detail
    assert states["slack_reconnect"].ready
    assert watch.counted("daily_posts") == 1


async def test_stopped_work_is_no_death(watch):
    watch.fails = 0
    watch.work.start("retention", watch.run)
    await watch.again.wait()
    await watch.work.stop()
    await watch.work.stop()
    assert watch.counted("retention") is None
