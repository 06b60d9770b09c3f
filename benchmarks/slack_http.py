"""Slack by signed HTTP under load: the door, and beside it a bare Bolt app that answers a constant.

    python benchmarks/slack_http.py                 # 200 a second for 60 s, then full speed
    python benchmarks/slack_http.py --seconds 10    # the same, shorter

Three processes on 127.0.0.1: this one asks and counts acknowledgements, one is the app, one is a
small Slack that counts answers. Mentions are asked, each by another person and with its own
event id; every fiftieth is delivered twice. Exit status 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import aiohttp
from aiohttp import web

ROOT = Path(__file__).parent.parent
SECRET = "benchmark-signing-secret"
TOKEN = "xoxb-benchmark"
QUESTIONS = (
    "tickets from a vendor",
    "my wife wants a yard sign for the mayor",
    "tenet 7",
    "hire his nephew",
    "can I keep a gift card",
    "outside job on weekends",
    "topics",
    "a councillor asks me to campaign",
    "hello",
    "what is the weather",
)
CONNECTIONS = 64
ACK_P99_MS = 150
ACK_MAX_S = 3.0
SHARE_OF_BARE = 0.7


# --- a small Slack that counts -------------------------------------------------------------------


async def run_slack(port: int) -> None:
    answered: Counter[str] = Counter()

    async def api(request):
        method = request.match_info["method"]
        if method == "auth.test":
            return web.json_response(
                {"ok": True, "team_id": "T1", "team": "Town", "user_id": "U0BOT", "bot_id": "B0BOT"}
            )
        raw = await request.read()
        payload = json.loads(raw) if raw[:1] == b"{" else dict(await request.post())
        answered[payload.get("thread_ts", "")] += 1
        return web.json_response({"ok": True, "channel": "C1", "ts": "1.1"})

    async def counts(_request):
        return web.json_response(answered)

    async def how_many(_request):
        return web.json_response(len(answered))

    app = web.Application()
    app.router.add_route("*", "/api/{method}", api)
    app.router.add_get("/counts", counts)
    app.router.add_get("/how-many", how_many)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


# --- what it is measured against -----------------------------------------------------------------


async def run_bare(port: int, slack: str) -> None:
    """A bare Bolt app as its documentation shows it, on the same kind of server."""
    import uvicorn  # noqa: PLC0415 - only this process needs it
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler  # noqa: PLC0415
    from slack_bolt.async_app import AsyncApp  # noqa: PLC0415
    from slack_sdk.web.async_client import AsyncWebClient  # noqa: PLC0415
    from starlette.applications import Starlette  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415

    app = AsyncApp(
        signing_secret=SECRET, client=AsyncWebClient(token=TOKEN, base_url=f"{slack}/api/")
    )

    @app.event("app_mention")
    async def answer(event, say):
        await say(text="Ask your ethics officer.", thread_ts=event["ts"])

    handler = AsyncSlackRequestHandler(app)

    async def events(request):
        return await handler.handle(request)

    served = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    config = uvicorn.Config(served, port=port, log_level="error", lifespan="off")
    await uvicorn.Server(config).serve()


def start(what: str, port: int, slack_port: int, data: str) -> subprocess.Popen[bytes]:
    if what != "door":
        command = [
            sys.executable,
            __file__,
            "--run",
            what,
            "--port",
            str(port),
            "--slack-port",
            str(slack_port),
        ]
        return subprocess.Popen(command, cwd=ROOT)
    environ = os.environ | {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "ETHICS_HTTP_PORT": str(port),
        "ETHICS_OPS_PORT": "-1",
        "ETHICS_DATA": data,
        "ETHICS_PER_MINUTE_WORKSPACE": "1000000",
        "ETHICS_LOG_LEVEL": "error",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL
    )


# --- asking --------------------------------------------------------------------------------------


def request(n: int) -> tuple[str, bytes]:
    ts = f"{int(time.time())}.{n:06d}"
    body = json.dumps(
        {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": f"Ev{time.time_ns()}{n}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "team_id": "T1",
                    "enterprise_id": None,
                    "user_id": "U0BOT",
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "event": {
                "type": "app_mention",
                "user": f"U{n}",
                "channel": "C1",
                "ts": ts,
                "event_ts": ts,
                "text": f"<@U0BOT> {QUESTIONS[n % len(QUESTIONS)]}",
            },
        }
    )
    return ts, body.encode()


def signed(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": stamp,
        "Content-Type": "application/json",
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


class Asker:
    def __init__(self, session, port, slack_port):
        self.session = session
        self.url = f"http://127.0.0.1:{port}/slack/events"
        self.counts_url = f"http://127.0.0.1:{slack_port}/counts"
        self.how_many_url = f"http://127.0.0.1:{slack_port}/how-many"
        self.expected = 0
        self.acks: list[float] = []
        self.asked: list[str] = []
        self.refused = 0

    async def ask(self, n: int, *, twice: bool = False) -> None:
        ts, body = request(n)
        self.asked.append(ts)
        self.expected += 1
        for _ in range(2 if twice else 1):
            began = time.perf_counter()
            async with self.session.post(self.url, data=body, headers=signed(body)) as response:
                await response.read()
                self.refused += response.status != 200
            self.acks.append(time.perf_counter() - began)

    async def at_rate(self, rate: int, seconds: float) -> None:
        """Open loop: a question every 1/rate seconds, whether or not earlier ones are done."""
        began = time.perf_counter()
        tasks = []
        for n in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(self.ask(n, twice=n % 50 == 0)))
        await asyncio.gather(*tasks)

    async def flat_out(self, seconds: float) -> float:
        """Closed loop: as many as are answered; questions answered a second."""
        before = await self.answered()
        end = time.perf_counter() + seconds
        numbers = iter(range(1_000_000, 9_000_000))

        async def one():
            while time.perf_counter() < end:
                await self.ask(next(numbers))

        began = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(CONNECTIONS // 2)))
        await self.settle()
        return (await self.answered() - before) / (time.perf_counter() - began)

    async def counts(self) -> dict[str, int]:
        async with self.session.get(self.counts_url) as response:
            return await response.json()

    async def answered(self) -> int:
        return sum((await self.counts()).values())

    async def settle(self, within: float = 30.0) -> None:
        """Until every question has its answer. Asks for one number only: asking costs time too."""
        end = time.perf_counter() + within
        while time.perf_counter() < end:
            async with self.session.get(self.how_many_url) as response:
                if await response.json() >= self.expected:
                    return
            await asyncio.sleep(0.02)


async def measure(what: str, args, data: str) -> dict[str, float]:
    port, slack_port = args.port, args.slack_port
    slack = start("slack", slack_port, slack_port, data)
    app = start(what, port, slack_port, data)
    try:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector) as session:
            asker = Asker(session, port, slack_port)
            await ready(session, asker)
            for n in range(50):  # Warm up.
                await asker.ask(10_000_000 + n)
            await asker.settle()
            asker.acks.clear()
            asker.asked.clear()
            before = await asker.answered()
            await asker.at_rate(args.rate, args.seconds)
            await asker.settle()
            counts = await asker.counts()
            steady = list(asker.acks)
            asked = list(asker.asked)
            extra = sum(counts.values()) - before - len(asked)
            lost = sum(1 for ts in asked if not counts.get(ts))
            best = await asker.flat_out(args.flat_out)
    finally:
        for process in (app, slack):
            process.terminate()
            process.wait(15)
    steady.sort()
    return {
        "asked": len(asked),
        "lost": lost,
        "double": extra + lost,
        "refused": asker.refused,
        "p50_ms": steady[len(steady) // 2] * 1000,
        "p99_ms": steady[int(len(steady) * 0.99)] * 1000,
        "max_ms": steady[-1] * 1000,
        "answers_per_second": best,
    }


async def ready(session, asker) -> None:
    for _ in range(300):
        try:
            async with session.post(asker.url, data=b"{}") as response:
                if response.status in (400, 401):
                    async with session.get(asker.counts_url):
                        return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.1)
    sys.exit("The app did not start.")


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--flat-out", type=float, default=10)
    parser.add_argument("--port", type=int, default=18_080)
    parser.add_argument("--slack-port", type=int, default=18_090)
    parser.add_argument("--run", choices=["slack", "bare"])
    args = parser.parse_args()
    if args.run == "slack":
        await run_slack(args.port)
    if args.run == "bare":
        await run_bare(args.port, f"http://127.0.0.1:{args.slack_port}")
    found = {}
    with tempfile.TemporaryDirectory() as data:
        for what in ("bare", "door"):
            found[what] = await measure(what, args, data)
            line = ", ".join(f"{k} {v:,.1f}".replace(".0", "") for k, v in found[what].items())
            print(f"{what}: {line}", flush=True)
    door = found["door"]
    share = door["answers_per_second"] / found["bare"]["answers_per_second"]
    checks = {
        f"p99 {door['p99_ms']:.0f} ms is under {ACK_P99_MS} ms": door["p99_ms"] < ACK_P99_MS,
        "every acknowledgement within 3 s": door["max_ms"] < ACK_MAX_S * 1000,
        "no question lost": door["lost"] == 0 and door["refused"] == 0,
        "no question answered twice": door["double"] == 0,
        f"{share:.2f} of a bare Bolt app's throughput": share >= SHARE_OF_BARE,
    }
    for words, good in checks.items():
        print(f"{'ok  ' if good else 'NOT '} {words}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
