"""First byte and load of the browser door, over loopback: `python benchmarks/web.py [SECONDS]`.

Runs the shipped pages on the shipped knowledge in a process of its own, asks for each main page
one after the other, then keeps eight connections asking for a bounded time.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import statistics
import sys
import time

import httpx
from starlette.applications import Starlette

from bot import app
from bot.adapters.web.connect import WebDoor
from bot.ops import gc_tuning
from bot.ops.http_server import Server
from bot.ops.logging_setup import MetricsObserver, configure_logs
from bot.ops.metrics import Metrics
from bot.ops.rate_limit import TokenBuckets
from bot.settings import load
from bot.understanding.build_guide import guide_for

PAGES = ("/", "/topics/gifts", "/topics", "/code", "/cases", "/today", "/today.ics", "/search")
# A p99 of fewer is one request's bad luck on a shared machine.
ONE_BY_ONE = 500
CONNECTIONS = 8
UNLIMITED = 10_000_000


def serve(pipe) -> None:
    """The door as the shipped process has it, without the other doors."""

    configure_logs("json", "warning")

    async def run() -> None:
        guide = guide_for(load(os.environ, dotenv=None), say=print)
        door = WebDoor(
            guide=guide,
            observer=MetricsObserver(Metrics()),
            rate_limit=TokenBuckets(UNLIMITED, UNLIMITED),
        )
        await door.start()
        server = Server(Starlette(routes=door.routes()), "127.0.0.1", 0, "ETHICS_HTTP_PORT")
        await server.start()
        gc_tuning.settle()
        pipe.send(server.address)
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        await server.stop()

    with asyncio.Runner(loop_factory=app._loop_factory()) as runner:  # noqa: SLF001 - as shipped
        runner.run(run())


async def first_bytes(client: httpx.AsyncClient, path: str, **form) -> list[float]:
    times = []
    for _ in range(ONE_BY_ONE):
        began = time.perf_counter()
        async with client.stream("POST" if form else "GET", path, data=form or None) as answer:
            async for _part in answer.aiter_raw():
                break
            times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


async def load_for(client: httpx.AsyncClient, seconds: float) -> tuple[int, list[float]]:
    ends = time.perf_counter() + seconds
    times: list[float] = []

    async def keep_asking() -> None:
        while time.perf_counter() < ends:
            began = time.perf_counter()
            await client.post("/ask", data={"text": "tickets from a vendor"})
            times.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(keep_asking() for _ in range(CONNECTIONS)))
    return len(times), sorted(times)


def line(name: str, times: list[float], size: int | None = None) -> str:
    p99 = times[int(len(times) * 0.99) - 1]
    kilobytes = f"{size / 1000:6.1f} kB" if size else ""
    return f"{name:<16} median {statistics.median(times):6.2f} ms  p99 {p99:6.2f} ms  {kilobytes}"


async def measure(address: str, seconds: float) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        for path in PAGES:
            size = len((await client.get(path)).content)
            print(line(path, await first_bytes(client, path), size))
        print(line("POST /ask", await first_bytes(client, "/ask", text="tickets from a vendor")))
        count, times = await load_for(client, seconds)
        print(line(f"{CONNECTIONS} asking", times), f"{count / seconds:.0f} answers a second")


def main(seconds: float = 5.0) -> None:
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there,))
    process.start()
    try:
        asyncio.run(measure(here.recv(), seconds))
    finally:
        here.send("stop")
        process.join(15)


if __name__ == "__main__":
    main(*(float(argument) for argument in sys.argv[1:]))
