"""The daily post: what planning costs when nothing is due, 10,000 channels at once, and idling.

`python -m benchmarks.daily [--channels 10000] [--schedules 100000] [--postgres | --both]` prints a
table. With 10,000 channels it takes about four minutes for each database.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from bot.daily.posting.timing import RATES, Timing
from bot.store import open_store
from tests.chaos.platforms import NONE, Platforms
from tests.chaos.run import MINUTE, Pack, names_of, seed
from tests.chaos.worker import Where
from tests.support.postgres_cluster import Cluster

# Discord allows 50 a second; Slack about one a second a channel and, in a workspace, several
# hundred a minute: five a second is the most that is never called too fast here.
DISCORD_A_SECOND = 50
SLACK_A_SECOND = 5
LOOKS = 200
# What was measured → the number.
Rows = dict[str, str]


async def planning(url: str, folder: Path, schedules: int) -> Rows:
    """What one look costs while nothing is due."""
    store = await open_store(url, folder, [])
    tomorrow = time.time() // MINUTE * MINUTE + 86_400
    names = [f"slack:T{n % 5000}:C{n}" for n in range(schedules)]
    await seed(url, folder, names, tomorrow)
    took = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        await store.schedules.wake()
        took.append((time.perf_counter() - began) * 1000)
    await store.close()
    middle, slow = statistics.median(took), sorted(took)[int(LOOKS * 0.95)]
    return {
        f"one look while none of {schedules:,} schedules is due, median": f"{middle:.2f} ms",
        "the same, 95th percentile": f"{slow:.2f} ms",
    }


async def drain(url: str, folder: Path, channels: int) -> Rows:
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
        took = time.time() - began
        twice = sum(len(found) > 1 for found in platforms.posts.values())
        idling = await idle(pack)
        pack.end()
        await store.close()
    return {
        f"{channels:,} channels due at one minute": f"{done:,} posts in {took:.0f} s",
        "posted twice": str(twice),
        "called too fast by a platform": str(platforms.seen["limited"]),
        "memory after a tenth of the posts, and at the end": (
            f"{sizes[len(sizes) // 10]:.0f}, {sizes[-1]:.0f} MB"
        ),
        "idle afterwards": idling,
    }


async def idle(pack: Pack, seconds: float = 30.0) -> str:
    """What waiting for tomorrow costs."""
    process = psutil.Process(pack.all[0].pid)
    await asyncio.sleep(2)
    before = sum(process.cpu_times()[:2])
    await asyncio.sleep(seconds)
    used = sum(process.cpu_times()[:2]) - before
    return f"{used / seconds:.2%} of a core"


def memory(pack: Pack) -> float:
    """Resident megabytes of the worker."""
    return psutil.Process(pack.all[0].pid).memory_info().rss / 2**20


def measured(url_of: Callable[[str], str], channels: int, schedules: int) -> Rows:
    """All of it on one database."""
    rows: Rows = {}
    with tempfile.TemporaryDirectory() as folder:
        rows |= asyncio.run(planning(url_of("planning"), Path(folder), schedules))
    with tempfile.TemporaryDirectory() as folder:
        return rows | asyncio.run(drain(url_of("drain"), Path(folder), channels))


def main() -> None:
    """Print a table, for SQLite, for a throwaway PostgreSQL, or for both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=10_000)
    parser.add_argument("--schedules", type=int, default=100_000)
    parser.add_argument("--postgres", action="store_true", help="instead of a SQLite file")
    parser.add_argument("--both", action="store_true", help="a SQLite file, then PostgreSQL")
    chosen = parser.parse_args()
    found: dict[str, Rows] = {}
    if chosen.both or not chosen.postgres:
        found["SQLite"] = measured(lambda _: "", chosen.channels, chosen.schedules)
    if chosen.both or chosen.postgres:
        with Cluster() as cluster:
            found["PostgreSQL"] = measured(cluster.url, chosen.channels, chosen.schedules)
    print("| |", " | ".join(found), "|")
    print("|---|" + "---|" * len(found))
    for what in next(iter(found.values())):
        print(f"| {what} |", " | ".join(rows[what] for rows in found.values()), "|")


if __name__ == "__main__":
    main()
