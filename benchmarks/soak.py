"""A soak of the shipped process, and kills under load, over loopback. Bounded, and short at first.

    python -m benchmarks.soak [--seconds 60] [--rate 100] [--kills 5]

First `--rate` questions a second are asked on the page for `--seconds`: memory (with its slope over
the second half), file descriptors and threads are read from /proc once a second. Then the process
is killed at random moments while people ask and vote, and started again. A vote that was
acknowledged must be in the database after each start; every start must come up by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import random
import signal
import socket
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import httpx
import psutil

from benchmarks.soak_slack import QuietSlack

ROOT = Path(__file__).parent.parent
QUESTIONS = (
    "tickets from a vendor", "can my wife have a yard sign", "may I hire my cousin",
    "topic:gifts", "tenet 7", "asdf qwer", "puedo aceptar un regalo", "x" * 2000,
)  # fmt: skip
SIGNING = "made-up-for-the-soak"
START_SECONDS = 60
CONNECTIONS = 20
UNLIMITED = "100000000"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Bot:
    """`python -m bot run` with a folder of its own."""

    def __init__(self, folder: str, **environ: str) -> None:
        self.http, self.ops = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.http}"
        self._log = Path(folder, "log").open("ab")  # noqa: SIM115 - open as long as the bot
        self._environ = {
            "PATH": os.environ["PATH"],
            "ETHICS_KNOWLEDGE": os.environ.get("ETHICS_KNOWLEDGE", ""),
            "ETHICS_DATA": folder,
            "ETHICS_HTTP_PORT": str(self.http),
            "ETHICS_OPS_PORT": str(self.ops),
            "ETHICS_PER_MINUTE_PERSON": UNLIMITED,
            "ETHICS_PER_MINUTE_WORKSPACE": UNLIMITED,
            "ETHICS_LOG_LEVEL": "warning",
            **environ,
        }

    async def start(self) -> float:
        """Start; the seconds until it was ready."""
        began = time.perf_counter()
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=self._environ,
            stdout=self._log, stderr=self._log,
        )  # fmt: skip
        async with httpx.AsyncClient(verify=False) as http, asyncio.timeout(START_SECONDS):
            while True:
                try:
                    ready = await http.get(f"http://127.0.0.1:{self.ops}/readyz")
                    if ready.status_code == 200 and self._all(ready.json()):
                        return time.perf_counter() - began
                except httpx.TransportError:
                    pass
                if self.process.returncode is not None:
                    raise SystemExit("It did not start; see the log.")
                await asyncio.sleep(0.02)

    @staticmethod
    def _all(state: dict) -> bool:
        return all(door["ready"] for door in state["doors"].values())

    async def end(self, number: int) -> int:
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 15)


async def soak(folder: str, seconds: float, rate: float) -> None:
    bot = Bot(folder)
    print(f"ready after {await bot.start():.2f} s")
    seen = psutil.Process(bot.process.pid)
    samples: list[tuple[float, float, int, int]] = []
    times: list[float] = []
    failures = 0
    began = time.perf_counter()
    cpu_before = sum(seen.cpu_times()[:2])
    limits = aiohttp.TCPConnector(limit=CONNECTIONS)

    async def ask(http: aiohttp.ClientSession, question: str) -> None:
        nonlocal failures
        asked = time.perf_counter()
        try:
            form = {"text": question}
            async with http.post("/ask", data=form, allow_redirects=False) as answer:
                await answer.read()
                failures += answer.status not in (200, 303)
        except (aiohttp.ClientError, TimeoutError):
            failures += 1
        times.append((time.perf_counter() - asked) * 1000)

    async with aiohttp.ClientSession(bot.url, connector=limits) as http:
        asking: set[asyncio.Task] = set()
        number, sampled = 0, 0.0
        while (now := time.perf_counter() - began) < seconds:
            if now >= sampled:
                rss = seen.memory_info().rss / 1e6
                samples.append((now, rss, seen.num_fds(), seen.num_threads()))
                sampled += 1
            while number < now * rate:
                task = asyncio.create_task(ask(http, QUESTIONS[number % len(QUESTIONS)]))
                asking.add(task)
                task.add_done_callback(asking.discard)
                number += 1
            await asyncio.sleep(0.002)
        await asyncio.gather(*asking)
    cpu = sum(seen.cpu_times()[:2]) - cpu_before
    half = samples[len(samples) // 2 :]
    slope = statistics.linear_regression([s[0] for s in half], [s[1] for s in half]).slope
    times.sort()
    print(f"{number} questions in {seconds:.0f} s, {failures} failed")
    print(
        f"answer median {statistics.median(times):.1f} ms, p99 {times[len(times) * 99 // 100]:.1f}"
    )
    for at in (samples[0], half[0], samples[-1]):
        print(f"  at {at[0]:5.0f} s: {at[1]:6.1f} MB, {at[2]} descriptors, {at[3]} threads")
    print(f"memory slope over the second half {slope * 60:+.3f} MB a minute")
    print(f"processor {cpu / seconds * 100:.1f} % of a core")
    print(f"ended with status {await bot.end(signal.SIGTERM)}")


def pressed(person: str, about: str, response_url: str) -> tuple[bytes, dict[str, str]]:
    """A vote as Slack sends it, signed."""
    payload = {
        "type": "block_actions", "trigger_id": "1.1", "enterprise": None,
        "is_enterprise_install": False, "team": {"id": "T0TEAM", "domain": "town"},
        "user": {"id": person, "team_id": "T0TEAM"}, "response_url": response_url,
        "channel": {"id": "C0", "name": "town"},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0",
                      "is_ephemeral": True},
        "actions": [{"type": "feedback_buttons", "action_id": "go:vote", "block_id": "b",
                     "value": f"1|up|{about}", "action_ts": f"{time.time():.6f}"}],
    }  # fmt: skip
    body = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SIGNING.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


async def kills(folder: str, count: int) -> None:
    async with QuietSlack() as slack:
        environ = {
            "SLACK_BOT_TOKEN": "xoxb-soak",
            "SLACK_SIGNING_SECRET": SIGNING,
            "SLACK_API_URL": slack.api_url,
        }
        bot = Bot(folder, **environ)
        starts = [await bot.start()]
        lost = 0
        for round_ in range(count):
            running = asyncio.create_task(voting(bot, slack, round_))
            await asyncio.sleep(random.uniform(0.3, 1.5))
            await bot.end(signal.SIGKILL)
            await running
            starts.append(await bot.start())
            kept = voters_kept(folder)
            lost += max(0, len(slack.thanked) - kept)
            print(f"  kill {round_ + 1}: {len(slack.thanked)} thanked so far, {kept} votes kept, "
                  f"up again after {starts[-1]:.2f} s")  # fmt: skip
        twice = sum(times > 1 for times in slack.thanked.values())
        print(f"{count} kills: {lost} acknowledged votes lost, {twice} people thanked twice; "
              f"slowest start {max(starts):.2f} s")  # fmt: skip
        print(f"ended with status {await bot.end(signal.SIGTERM)}")
    if lost or twice or not slack.thanked:
        raise SystemExit("Something was lost or said twice, or nothing was kept at all.")


async def voting(bot: Bot, slack: QuietSlack, round_: int) -> None:
    """Vote as a new person each time until nobody answers."""
    async with httpx.AsyncClient(base_url=bot.url, verify=False, timeout=5) as http:
        for number in range(10_000):
            person = f"U{round_}X{number}"
            body, headers = pressed(person, "topic:gifts", slack.response_url(person))
            try:
                answer = await http.post("/slack/events", content=body, headers=headers)
            except httpx.HTTPError:
                return
            assert answer.status_code == 200, answer.text


def voters_kept(folder: str) -> int:
    with sqlite3.connect(Path(folder, "ethics.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM votes").fetchone()[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--kills", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.seconds:
            asyncio.run(soak(folder, given.seconds, given.rate))
        if given.kills:
            asyncio.run(kills(folder, given.kills))


if __name__ == "__main__":
    main()
