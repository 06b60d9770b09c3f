"""The shipped process, `ethics run`, against a Discord of our own over real sockets."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys

import pytest

from bot.handlers.replies import wording
from tests.support.discord.payloads import TOKEN, command, press, said
from tests.support.discord.reading import said as text_of

# A machine busy with other tests takes its time.
START_SECONDS = 60
MESSAGES = "/channels/100/messages"


class Card:
    def __init__(self, data):
        self.components = data["components"]


class Process:
    """`ethics run` with a data folder of its own, and what it printed."""

    def __init__(self, discord, folder):
        self.printed = ""
        self._environ = {
            "PATH": os.environ["PATH"],
            "ETHICS_DATA": str(folder),
            "ETHICS_HTTP_PORT": "0",
            "ETHICS_OPS_PORT": "-1",
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": discord.api_url,
        }

    async def start(self, **environ):
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            env=self._environ | environ,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        self._reader = asyncio.create_task(self._read())

    async def _read(self):
        async for line in self._process.stdout:
            self.printed += line.decode()

    async def end(self, how=signal.SIGTERM):
        if self._process.returncode is None:
            self._process.send_signal(how)
        async with asyncio.timeout(20):
            await self._process.wait()
            await self._reader
        return self._process.returncode


@pytest.fixture
async def process(discord, guide, data_folder, tmp_path):
    """A process that begins with what was already learned from the knowledge in this test run."""
    shutil.copytree(data_folder, tmp_path, dirs_exist_ok=True)
    made = Process(discord, tmp_path)
    yield made
    await made.end(signal.SIGKILL)


async def test_it_answers_weathers_a_drop_lives_through_a_kill_and_ends_when_told(process, discord):
    await process.start()
    await discord.until(lambda: discord.live, START_SECONDS)
    await discord.dispatch("MESSAGE_CREATE", said("a vendor gave me tickets"))
    await discord.interaction(command("ask", question="topic:gifts"))
    await discord.until(lambda: discord.posts(MESSAGES) and discord.posts("/callback"))

    await discord.drop(4000)
    await discord.dispatch("MESSAGE_CREATE", said("said meanwhile: may my nephew apply?"))
    await discord.until(lambda: len(discord.posts(MESSAGES)) == 2)
    assert len(discord.resumes) == 1

    (answer,) = [m for m in discord.messages.values() if "g:share:topic:gifts" in str(m)]
    await process.end(signal.SIGKILL)
    discord.forget_sessions()
    await process.start()
    await discord.until(lambda: discord.live, START_SECONDS)
    await discord.interaction(press(answer, wording.MORE))
    await discord.until(lambda: len(discord.posts("/callback")) == 2)
    assert text_of(Card(discord.posts("/callback")[1]["data"])).startswith("## Gifts")
    assert [s.path for s in discord.sent if s.method == "PUT"] == ["/applications/1000/commands"]

    assert await process.end() == 0
    assert "Traceback" not in process.printed
    assert "tickets" not in process.printed
    assert TOKEN not in process.printed


async def test_a_wrong_token_is_a_sentence_and_the_page_still_opens(process, discord):
    await process.start(DISCORD_TOKEN="wrong")
    await discord.until(lambda: "DISCORD_TOKEN" in process.printed, START_SECONDS)
    assert "Ask in your browser" in process.printed
    assert process._process.returncode is None
    assert await process.end() == 0
    assert "Traceback" not in process.printed
    assert len(discord.sent) == 1
