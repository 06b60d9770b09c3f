# ruff: noqa: T201 - a command that prints what it found
"""The chaos run: `python -m tests.chaos.run --help`. Ends with 0 only if nothing was posted twice
and nothing was missed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import math
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path

from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.daily.posting.timing import Timing
from bot.daily.posting.worker import planning
from bot.handlers.daily_post import EVERY_DAY, Schedule, State
from bot.store import Store, open_store
from bot.store.engine import connect
from bot.store.migrate import FOLDER
from bot.store.rows import row_of
from bot.store.tables import schedules
from tests.chaos.platforms import NONE, Faults, Platforms
from tests.chaos.worker import HURRIED, NEXT, Where, main
from tests.support.postgres_cluster import MISSING, Cluster, programs

DEAD = 5
WORKSPACES = 50
MINUTE = 60
HEAD = "| run | posts wanted | kills | twice | missed | drained in |\n|---|---|---|---|---|---|"
# As shipped, but for the pace, which would only make the run longer.
PATIENT = Timing(rates=dict(HURRIED.rates))


@dataclass
class Plan:
    """One run."""

    name: str
    database: str = "sqlite"
    workers: int = 1
    channels: int = 500
    rounds: int = 1
    kill_every: float = 1.0
    kill_for: float = math.inf
    faults: Faults = field(default_factory=Faults)
    freeze: bool = False
    edits: bool = False
    restart_database: bool = False
    rolling: bool = False
    # A newer release comes, and brings the tables up to date while the old one is posting.
    upgrade: bool = False
    timing: Timing = HURRIED
    # How long the platforms take to answer.
    delay: float = 0.01
    patience: float = 180.0


@dataclass
class Result:
    """What the people in the channels saw."""

    wanted: int = 0
    twice: int = 0
    missed: int = 0
    not_settled: int = 0
    kills: int = 0
    drained: list[float] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    # What was seen on the way, and what went wrong with the disturbances themselves.
    notes: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        wrong = self.twice or self.missed or self.not_settled or self.troubles
        return self.wanted > 0 and not wrong


class Pack:
    """Worker processes, forked from one that has imported everything: they start at once."""

    def __init__(self, where: Where, count: int) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.chaos.worker"])
        self.where = where
        self.all = [self._new() for _ in range(count)]
        self.kills = 0

    def _new(self) -> multiprocessing.process.BaseProcess:
        process = self._context.Process(target=main, args=(self.where,), daemon=True)
        process.start()
        return process

    def signal(self, number: int, index: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.all[index].pid or 0, number)

    def kill(self) -> None:
        """Kill one, whatever it is doing, and start another in its place."""
        victim = random.choice(self.all)
        victim.kill()
        victim.join()
        # One that was being retired meanwhile needs nobody in its place.
        if victim in self.all:
            self.all[self.all.index(victim)] = self._new()
        self.kills += 1

    async def replace(self, index: int) -> None:
        """Stop one in good order, after another has started."""
        old, self.all[index] = self.all[index], self._new()
        await self.retire(old)

    async def retire(self, old: multiprocessing.process.BaseProcess) -> None:
        """Stop one in good order."""
        with contextlib.suppress(ProcessLookupError):  # it was killed meanwhile
            os.kill(old.pid or 0, signal.SIGTERM)
        await asyncio.to_thread(old.join, 15)
        if old.is_alive():
            old.kill()
            raise TimeoutError("a worker did not stop")

    def add(self, where: Where, count: int) -> None:
        """More of them, of another release; those that are killed come back as that one too."""
        self.where = where
        self.all += [self._new() for _ in range(count)]

    def end(self) -> None:
        for process in self.all:
            process.kill()
            process.join()


async def seed(url: str, data: Path, names: list[str], due: float) -> None:
    """Schedules that are all due at one minute."""
    moment = datetime.fromtimestamp(due, UTC)
    day, at = moment.date(), clock(moment.hour, moment.minute)
    database = connect(url, data)
    rows = [
        row_of(Schedule(name, "UTC", at, EVERY_DAY, "", next_date=day, next_at=due, set_by="U1"))
        for name in names
    ]
    async with database.write() as connection:
        for start in range(0, len(rows), 500):
            await connection.execute(insert(schedules), rows[start : start + 500])
    await database.close()


def names_of(round_number: int, channels: int) -> list[str]:
    """Half the channels of a round on each platform, in many workspaces."""
    found = []
    for number in range(channels):
        workspace = number % WORKSPACES
        found.append(f"slack:T{workspace}:T{workspace}-{round_number}x{number}")
        found.append(f"discord:{workspace + 1}:{(round_number + 1) * 1_000_000 + number}")
    return found


def place(name: str) -> str:
    """How the platforms of these tests call a channel."""
    platform, _, channel = name.split(":")
    return f"{platform}:{channel}"


async def run(plan: Plan, cluster: Cluster | None = None) -> Result:
    """Do it."""
    result = Result()
    with tempfile.TemporaryDirectory() as folder:
        url = ""
        if plan.database == "postgres":
            assert cluster is not None, MISSING
            url = cluster.url(f"chaos{time.time_ns()}")
        async with Platforms(faults=plan.faults, delay=plan.delay) as platforms:
            store = await open_store(url, Path(folder), [])
            where = Where(url, folder, platforms.slack_url, platforms.discord_url, plan.timing)
            pack = Pack(where, plan.workers)
            try:
                for number in range(plan.rounds):
                    day = Round(plan, number, where, platforms, pack, store, cluster, result)
                    await day.run()
            finally:
                pack.end()
                await store.close()
            result.kills = pack.kills
            result.seen = platforms.seen
    return result


@dataclass
class Round:
    """Many channels due at one minute, and what happens meanwhile."""

    plan: Plan
    number: int
    where: Where
    platforms: Platforms
    pack: Pack
    store: Store
    cluster: Cluster | None
    result: Result
    paused: set[str] = field(default_factory=set)

    def __post_init__(self):
        self.names = names_of(self.number, self.plan.channels)
        self.dead = set(random.sample(self.names, min(DEAD, len(self.names) // 10)))

    async def run(self) -> None:
        self.platforms.dead = {place(name) for name in self.dead}
        began = time.time()
        await seed(self.where.url, Path(self.where.data), self.names, began // MINUTE * MINUTE)
        killing = asyncio.create_task(self.kill())
        disturbances = [asyncio.create_task(task) for task in self.disturbances()]
        try:
            async with asyncio.timeout(self.plan.patience):
                await self.drained()
        except TimeoutError:
            self.result.troubles.append("not drained in time")
        self.result.drained.append(round(time.time() - began, 1))
        killing.cancel()
        await asyncio.wait((killing,))
        for task in disturbances:
            await self.finished(task)
        for name in self.names:
            await self.judge(name)

    async def drained(self) -> None:
        """Wait until nothing is left to plan or to send."""
        while True:
            with contextlib.suppress(OSError, SQLAlchemyError):  # it is being restarted
                wake = await self.store.schedules.wake()
                if wake.send_at is None and (wake.plan_at or 0) > wake.now + MINUTE:
                    return
            await asyncio.sleep(0.25)

    async def finished(self, disturbance: asyncio.Task[None]) -> None:
        """A disturbance that fails, or is still not over, has disturbed nothing."""
        try:
            await asyncio.wait_for(disturbance, MINUTE)
        except Exception as error:  # noqa: BLE001 - whatever it was, the run does not count
            self.result.troubles.append(repr(error))

    def disturbances(self):
        plan = self.plan
        if plan.freeze:
            yield self.freeze()
        if plan.edits:
            yield self.edit()
        if plan.rolling:
            yield self.roll()
        if plan.upgrade:
            yield self.upgrade()
        if plan.restart_database and self.cluster:
            yield self.restart(self.cluster)

    async def kill(self) -> None:
        ends = time.monotonic() + self.plan.kill_for
        while self.plan.kill_every and time.monotonic() < ends:
            await asyncio.sleep(self.plan.kill_every * random.uniform(0.7, 1.3))
            await asyncio.to_thread(self.pack.kill)

    async def freeze(self) -> None:
        await asyncio.sleep(0.7)
        self.pack.signal(signal.SIGSTOP, 0)
        await asyncio.sleep(self.plan.timing.lease + 3)
        self.pack.signal(signal.SIGCONT, 0)
        # What it still believes its own would be sent now.
        await asyncio.sleep(2)

    async def edit(self) -> None:
        for number, name in enumerate(random.sample(self.names, len(self.names) // 5)):
            if number % 3 == 0:
                self.paused.add(name)
            await edited(self.store, name, "paused" if name in self.paused else "active")
            await asyncio.sleep(0.01)

    async def restart(self, cluster: Cluster) -> None:
        await asyncio.sleep(1)
        await asyncio.to_thread(cluster.stop, "immediate")
        await asyncio.sleep(3)
        await asyncio.to_thread(cluster.start)

    async def roll(self) -> None:
        await asyncio.sleep(0.5)
        for index in range(len(self.pack.all)):
            await self.pack.replace(index)

    async def upgrade(self) -> None:
        """New workers start all at once, migrate, and work beside the old ones; then these stop."""
        await asyncio.sleep(0.5)
        folder = Path(self.where.data) / "release"
        await asyncio.to_thread(release, folder)
        old = len(self.pack.all)
        self.pack.add(replace(self.where, release=str(folder)), max(old, 2))
        before = await self.left()
        while not await self.migrated():  # noqa: ASYNC110 - what is waited for is in a database
            await asyncio.sleep(0.1)
        after = await self.left()
        note = f"{before} posts open before the migration, {after} after it"
        self.result.notes.append(note)
        if not after:
            raise AssertionError("the migration came too late to disturb anything")
        for _ in range(old):
            # Taken out first: one that is killed at its end would come back.
            await self.pack.retire(self.pack.all.pop(0))

    async def left(self) -> int:
        """How many posts are not made yet, planned or not."""
        query = select(func.count()).where(schedules.c.next_at <= time.time())
        async with self.store._database.read() as connection:
            waiting = (await connection.execute(query)).scalar_one()
        counts = await self.store.deliveries.counts()
        return waiting + sum(counts.get(state, 0) for state in ("waiting", "sending", "unsure"))

    async def migrated(self) -> bool:
        """Whether the tables are those of the next release."""
        query = text("SELECT version_num FROM alembic_version")
        async with self.store._database.read() as connection:
            return (await connection.execute(query)).scalar() == NEXT

    async def judge(self, name: str) -> None:
        """What a person in the channel saw, and whether the ledger says the same."""
        result = self.result
        count = len(self.platforms.posts[place(name)])
        recent = await self.store.deliveries.recent(name, 1)
        state = recent[0].state if recent else "never planned"
        result.states[state] += 1
        if count > 1:
            result.twice += 1
            print("TWICE", recent, self.platforms.posts[place(name)])
        if name in self.dead:
            known = await self.store.schedules.get(name)
            result.missed += known is None or known.state == "active"
            return
        if name in self.paused:
            return
        result.wanted += 1
        if count == 0:
            result.missed += 1
            print("MISSED", name, recent)
        result.not_settled += state != "sent"


def release(folder: Path) -> None:
    """The shipped migrations and one more, as the next release will have them."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(Path(__file__).parent / "release" / "next_release.py", folder / "versions")


async def edited(store: Store, name: str, state: State) -> None:
    """Change a schedule as an admin would, unless its channel was found dead."""

    def change(old: Schedule | None) -> Schedule:
        assert old is not None
        return old if old.state == "disabled" else replace(old, position=5, state=state)

    await store.schedules.edit(name, change, planning(HURRIED))


def plans(arguments: argparse.Namespace) -> list[Plan]:
    """The runs that were asked for."""
    rounds, channels, every = arguments.rounds, arguments.channels, arguments.kill_every
    usual = {"channels": channels, "rounds": rounds, "kill_every": every}
    found = [
        Plan("SQLite, 1 process", "sqlite", 1, **usual),
        Plan("SQLite, 2 processes on one file", "sqlite", 2, **usual),
        Plan("PostgreSQL, 3 processes", "postgres", 3, **usual),
    ]
    once = {"channels": channels, "kill_every": 0.0}
    # Slow enough that posts are open all the while, and two workers are killed meanwhile.
    slowly = {"channels": channels, "kill_every": 3 * every, "delay": 0.2}
    found += [
        Plan("PostgreSQL restarted in the middle", "postgres", 3, restart_database=True, **once),
        Plan("a worker frozen past its lease", "sqlite", 2, freeze=True, **once),
        Plan("edits and pauses during the drain", "postgres", 3, edits=True, **once),
        Plan("rolling restart", "postgres", 3, rolling=True, **once),
        Plan("a newer release migrates, SQLite", "sqlite", 1, upgrade=True, **slowly),
        Plan("a newer release migrates, PostgreSQL", "postgres", 2, upgrade=True, **slowly),
        Plan("nothing goes wrong", "sqlite", 1, faults=NONE, **once),
    ]
    if arguments.production:
        patient = {**usual, "rounds": 1, "kill_for": 30.0, "timing": PATIENT, "patience": 900.0}
        found = [
            Plan("leases as shipped, SQLite, 1 process", "sqlite", 1, **patient),
            Plan("leases as shipped, PostgreSQL, 3 processes", "postgres", 3, **patient),
        ]
    if arguments.only:
        found = [plan for plan in found if arguments.only.lower() in plan.name.lower()]
    return found


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Post once, whatever happens.")
    parser.add_argument("--channels", type=int, default=500, help="on each platform, each round")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--kill-every", type=float, default=1.0, help="seconds; 0 kills nobody")
    parser.add_argument("--only", default="", help="runs whose name has these words")
    parser.add_argument(
        "--production", action="store_true", help="with the leases and pauses that are shipped"
    )
    parser.add_argument("--short", action="store_true", help="a minute, for CI")
    arguments = parser.parse_args()
    if arguments.short:
        arguments.channels, arguments.rounds = 60, 1
    return arguments


def command() -> int:
    arguments = parsed()
    # A killed worker's requests end in the middle.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    chosen = plans(arguments)
    needs = any(plan.database == "postgres" for plan in chosen)
    good, rows = True, [HEAD]
    with Cluster() if needs and programs() else contextlib.nullcontext() as cluster:
        for plan in chosen:
            if plan.database == "postgres" and cluster is None:
                print(f"{plan.name}: left out, {MISSING}")
                continue
            result = asyncio.run(run(plan, cluster))
            good &= result.good
            rows.append(row(plan, result))
            print(
                f"{plan.name}: {result.wanted} posts wanted, {result.kills} kills, "
                f"twice {result.twice}, missed {result.missed}, unsettled {result.not_settled}, "
                f"drained in {result.drained} s; ledger {dict(result.states)}; "
                f"faults met {dict(result.seen)}",
                *result.notes,
                *result.troubles,
                sep="; ",
                flush=True,
            )
    print("", *rows, sep="\n", flush=True)
    return 0 if good else 1


def row(plan: Plan, result: Result) -> str:
    """A row of the table for the documentation."""
    first, last = min(result.drained), max(result.drained)
    drained = f"{first:.0f} s" if round(first) == round(last) else f"{first:.0f}–{last:.0f} s"
    kills = f"{result.kills:,}" if plan.kill_every else "–"
    return (
        f"| {plan.name} | {result.wanted:,} | {kills} | {result.twice} | {result.missed} "
        f"| {drained} |"
    )


if __name__ == "__main__":
    sys.exit(command())
