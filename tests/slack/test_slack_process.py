"""The shipped process, as `ethics run` starts it, over real sockets in both modes."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.handlers.replies import wording
from tests.support import fake_clock
from tests.support.slack.fake_slack import APP_TOKEN, BOT_TOKEN
from tests.support.slack.slack_rules import buttons
from tests.support.slack.workspace import SECRET, Town

ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Process(Town):
    """What a town sees of a process: nothing but what it sends."""

    def __init__(self, slack, url):
        self.slack, self.url, self.acks, self._n = slack, url, [], 0
        self._http = aiohttp.ClientSession()


@pytest.fixture(params=["http", "socket"])
async def process(request, slack, guide, data_folder, tmp_path):
    """`guide` has learned the knowledge into the data folder, so that the start is quick."""
    data = tmp_path / "data"
    data.mkdir()
    if (data_folder / "models").is_dir():
        (data / "models").symlink_to(data_folder / "models")
    port = free_port()
    environ = {
        **fake_clock.inherited(),
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "ETHICS_HTTP_PORT": str(port),
        "ETHICS_OPS_PORT": "-1",
        "ETHICS_DATA": str(data),
    }
    over_http = request.param == "http"
    environ |= {"SLACK_SIGNING_SECRET": SECRET} if over_http else {"SLACK_APP_TOKEN": APP_TOKEN}
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=ROOT,
        env=environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = b""
    try:
        async with asyncio.timeout(60):
            while b"Slack: " not in said:
                line = await running.stdout.readline()
                assert line, said.decode()
                said += line
        if not over_http:
            await slack.connected()
        town = Process(slack, f"http://127.0.0.1:{port}" if over_http else "")
        yield town
        await town.close()
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGTERM)
        rest, _ = await asyncio.wait_for(running.communicate(), 20)
    assert running.returncode == 0, rest.decode()
    assert b"Traceback" not in said + rest


async def test_the_shipped_process_answers_everywhere_people_ask(process):
    seen = await process.command("tickets from a vendor")
    assert seen.payload["response_type"] == "ephemeral"
    assert "Tenet 12" in seen.words
    more = await process.press(seen, wording.MORE)
    assert more.payload["replace_original"] is True
    shared = await process.press(more, "Share in channel")
    assert shared.method == "chat.postMessage"
    await process.slack.next("response_url", after=process.slack.sent.index(shared))
    assert "Tenet" in (await process.mention("can I take a gift from a resident?")).words
    assert "Tenet" in (await process.direct("tenet 7")).words
    assert (await process.command("ask")).method == "views.open"
    thanks = await process.press(seen, "Helpful")
    assert "Thank you" in thanks.words
    forgotten = await process.command("forget me")
    assert "(1)" in forgotten.words


async def test_the_shipped_process_answers_a_redelivered_event_once(process):
    event = process.mention_event("tenet 3")
    await process.say(event)
    await process.deliver("events_api", event)
    assert await process.slack.quiet(0.3) == []


async def test_every_button_of_the_shipped_help_leads_somewhere(process):
    help_ = await process.command("help")
    for label in buttons(help_.blocks):
        seen = await process.press(help_, label)
        assert "older version" not in seen.words
