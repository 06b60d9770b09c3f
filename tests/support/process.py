"""`python -m bot run` as it ships, over real sockets."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import httpx

from tests.support import fake_clock

ROOT = Path(__file__).parents[2]
# A machine busy with other tests takes its time.
START_SECONDS = 60
END_SECONDS = 20


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Process:
    """A process, what it printed, and its two addresses."""

    def __init__(self, data, learned=None):
        self.data, self._learnt = data, learned
        self.http, self.ops = free_port(), free_port()
        self.out = self.err = ""
        self._running = None
        # A command that runs it, such as one that gives it files of its own.
        self.before = ()

    async def start(self, **environ):
        """Start; returns at once."""
        settings = {
            **fake_clock.inherited(),
            "PATH": os.environ["PATH"],
            "ETHICS_DATA": str(self.data),
            "ETHICS_HTTP_PORT": str(self.http),
            "ETHICS_OPS_PORT": str(self.ops),
            "ETHICS_LOG_FORMAT": "json",
            "ETHICS_KNOWLEDGE": os.environ.get("ETHICS_KNOWLEDGE", ""),
        }
        if self._learnt and self._learnt.is_dir() and not self.data.exists():
            self.data.mkdir(parents=True)
            (self.data / "models").symlink_to(self._learnt)
        self._running = await asyncio.create_subprocess_exec(
            *self.before, sys.executable, "-m", "bot", "run",
            cwd=ROOT,
            env=settings | environ,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self._readers = [
            asyncio.create_task(self._read(self._running.stdout, "out")),
            asyncio.create_task(self._read(self._running.stderr, "err")),
        ]

    async def _read(self, stream, name):
        async for line in stream:
            setattr(self, name, getattr(self, name) + line.decode())

    @property
    def said(self):
        return self.out + self.err

    async def ready(self, **environ):
        """Start, and wait until it says that it is ready."""
        await self.start(**environ)
        async with asyncio.timeout(START_SECONDS):
            while (await self.readiness())[0] != 200:
                assert self._running.returncode is None, self.said
                await asyncio.sleep(0.05)
        return self

    async def readiness(self):
        """Status and body of /readyz; 0 where nobody answers."""
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.get(f"http://127.0.0.1:{self.ops}/readyz") as answer,
            ):
                return answer.status, await answer.json()
        except aiohttp.ClientError:
            return 0, {}

    async def until(self, words):
        """Wait until it printed these words."""
        async with asyncio.timeout(START_SECONDS):
            while words not in self.said:
                assert self._running.returncode is None, self.said
                await asyncio.sleep(0.05)

    async def ask(self, text, **headers):
        """A question on the page: its status and the page that it led to."""
        url = f"http://127.0.0.1:{self.http}/ask"
        # Loading certificates takes longer than a test.
        async with httpx.AsyncClient(verify=False, follow_redirects=True) as http:  # noqa: S501
            answer = await http.post(url, data={"text": text}, headers=headers, timeout=10)
            return answer.status_code, answer.text

    async def metrics(self):
        url = f"http://127.0.0.1:{self.ops}/metrics"
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            return await answer.text()

    def signal(self, number):
        self._running.send_signal(number)

    async def status(self):
        """Wait for the end."""
        async with asyncio.timeout(START_SECONDS):
            await self._running.wait()
            await asyncio.gather(*self._readers)
        return self._running.returncode

    async def stop(self):
        """SIGTERM, and the exit status."""
        self.signal(signal.SIGTERM)
        async with asyncio.timeout(END_SECONDS):
            return await self.status()

    async def end(self):
        if self._running and self._running.returncode is None:
            self._running.kill()
            await self.status()
