"""The daily post: what planning costs when nothing is due, 10,000 channels at once, and idling.

`python -m benchmarks.daily [--channels 10000] [--schedules 100000] [--postgres]`
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import tempfile
import time
from pathlib import Path

import psutil

from bot.daily.timing import RATES, Timing
from bot.store import open_store
from tests.chaos.platforms import NONE, Platforms
from tests.chaos.run import MINUTE, Pack, names_of, seed
from tests.chaos.worker import Where
from tests.cluster import Cluster

# Discord allows 50 a second; Slack about one a second a channel and, in a workspace, several
# hundred a minute: five a second is the most that is never called too fast here.
DISCORD_A_SECOND = 50
SLACK_A_SECOND = 5


async def planning(url: str, folder: Path, schedules: int) -> None:
    """What one look costs while nothing is due."""
    store = await open_store(url, folder, [])
    tomorrow = time.time() // MINUTE * MINUTE + 86_400
    names = [f"slack:T{n % 5000}:C{n}" for n in range(schedules)]
    await seed(url, folder, names, tomorrow)
    took = []
    for _ in range(200):
        began = time.perf_counter()
        await store.schedules.wake()
        took.append((time.perf_counter() - began) * 1000)
    print(
        f"  one look at {schedules:,} schedules, nothing due: median "
        f"{statistics.median(took):.2f} ms, 95th percentile {sorted(took)[190]:.2f} ms"
    )
    await store.close()


async def drain(url: str, folder: Path, channels: int) -> None:
    """Everybody at nine, within the platforms' limits."""
    limits = {"discord_rate": DISCORD_A_SECOND, "slack_rate": SLACK_A_SECOND}
    async with Platforms(faults=NONE, **limits) as platforms:
        store = await open_store(url, folder, [])
        timing = Timing(rates=dict(RATES))  # a plain one, to hand to another process
        where = Where(url, str(folder), platforms.slack_url, platforms.discord_url, timing)
        pack = Pack(where, 1)
        await asyncio.sleep(3)
        began = time.time()
        await seed(url, folder, names_of(0, channels // 2), began // MINUTE * MINUTE)
        sizes: list[float] = []
        done = 0
        while done < channels and time.time() < began + 900:
            await asyncio.sleep(1)
            sizes.append(memory(pack))
            done = (await store.deliveries.counts()).get("sent", 0)
        twice = sum(len(found) > 1 for found in platforms.posts.values())
        print(
            f"  {done:,} of {channels:,} posts in {time.time() - began:.0f} s, "
            f"{platforms.seen['limited']} times too fast, {twice} twice; memory "
            f"{sizes[len(sizes) // 10]:.0f} MB after a tenth, {sizes[-1]:.0f} MB at the end"
        )
        await idle(pack)
        pack.end()
        await store.close()


async def idle(pack: Pack, seconds: float = 30.0) -> None:
    """What waiting for tomorrow costs."""
    process = psutil.Process(pack.all[0].pid)
    await asyncio.sleep(2)
    before = sum(process.cpu_times()[:2])
    await asyncio.sleep(seconds)
    used = sum(process.cpu_times()[:2]) - before
    print(f"  idle: {used / seconds:.2%} of a core, {memory(pack):.0f} MB")


def memory(pack: Pack) -> float:
    """Resident megabytes of the worker."""
    return psutil.Process(pack.all[0].pid).memory_info().rss / 2**20


def main() -> None:
    """Print the numbers, on SQLite, or on a throwaway PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=10_000)
    parser.add_argument("--schedules", type=int, default=100_000)
    parser.add_argument("--postgres", action="store_true", help="instead of a SQLite file")
    chosen = parser.parse_args()
    with Cluster() if chosen.postgres else contextlib.nullcontext() as cluster:
        print("PostgreSQL:" if cluster else "SQLite:")
        with tempfile.TemporaryDirectory() as folder:
            url = cluster.url("planning") if cluster else ""
            asyncio.run(planning(url, Path(folder), chosen.schedules))
        with tempfile.TemporaryDirectory() as folder:
            url = cluster.url("drain") if cluster else ""
            asyncio.run(drain(url, Path(folder), chosen.channels))


if __name__ == "__main__":
    main()
