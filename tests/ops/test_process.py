"""The shipped process: how it starts, what it says when it cannot, and how it ends."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time

import pytest

from bot.app import DRAIN
from tests.support.discord.fake_discord import FakeDiscord
from tests.support.slack.fake_slack import FakeSlack

MISUSE = 2
WRONG = "xoxb-not-the-token"


async def test_with_nothing_set_it_answers_on_its_page(process):
    await process.ready()
    status, page = await process.ask("tickets from a vendor")
    assert status == 200
    assert "Tenet 12" in page
    assert f"Ask in your browser: http://127.0.0.1:{process.http}" in process.out
    assert 'ethics_requests_total{kind="page",outcome="answer",platform="web"} 1.0' in (
        await process.metrics()
    )
    assert await process.stop() == 0
    assert "Traceback" not in process.said


async def test_wrong_tokens_are_a_sentence_each_and_the_page_answers(process):
    async with FakeSlack() as slack, FakeDiscord() as discord:
        await process.ready(
            SLACK_BOT_TOKEN=WRONG,
            SLACK_SIGNING_SECRET="also-made-up",
            SLACK_API_URL=slack.api_url,
            DISCORD_TOKEN="wrong",
            DISCORD_API_URL=discord.api_url,
        )
        await process.until("Slack is not connected")
        await process.until("Discord is not connected")
        said = process.out.splitlines()
        (about_slack,) = [line for line in said if line.startswith("Slack is not connected")]
        (about_discord,) = [line for line in said if line.startswith("Discord is not connected")]
        assert "SLACK_BOT_TOKEN" in about_slack
        assert "DISCORD_TOKEN" in about_discord
        assert "Tenet 12" in (await process.ask("tickets from a vendor"))[1]
        _, state = await process.readiness()
        assert {name: door["ready"] for name, door in state["doors"].items()} == {
            "slack": False, "discord": False, "web": True,
        }  # fmt: skip
        assert 'ethics_door_ready{platform="slack"} 0.0' in await process.metrics()
        assert await process.stop() == 0
    assert WRONG not in process.said
    assert "Traceback" not in process.said


@pytest.mark.parametrize("setting", ["ETHICS_HTTP_PORT", "ETHICS_OPS_PORT"])
async def test_a_taken_port_is_one_sentence_with_the_name_of_its_setting(process, setting):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        await process.start(**{setting: str(taken.getsockname()[1])})
        assert await process.status() == MISUSE
    assert f"Set {setting} to a free port." in process.err
    assert len(process.err.splitlines()) == 1, process.err


async def test_an_unknown_variable_is_told_the_nearest_name(process):
    await process.start(ETHICS_HTPP_PORT="80")
    assert await process.status() == MISUSE
    assert process.err == "ETHICS_HTPP_PORT is not a setting. Did you mean ETHICS_HTTP_PORT?\n"


async def test_a_data_folder_that_is_none_is_one_sentence(process, tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")
    await process.start(ETHICS_DATA=str(file))
    assert await process.status() == MISUSE
    assert process.err.endswith("Set ETHICS_DATA to a folder that can.\n")
    assert len(process.err.splitlines()) == 1, process.err


async def test_a_database_file_that_is_none_is_one_sentence_at_once(process):
    process.data.mkdir(parents=True)
    (process.data / "ethics.sqlite3").write_bytes(b"no database at all" * 100)
    began = time.monotonic()
    await process.start()
    assert await process.status() == MISUSE
    assert time.monotonic() - began < 20
    assert "ethics.sqlite3 cannot be used: file is not a database." in process.err
    assert len(process.err.splitlines()) == 1, process.err


async def test_a_question_larger_than_any_is_refused(process):
    await process.ready()
    status, _ = await process.ask("x" * 1_100_000)
    assert status == 413
    assert (await process.ask("gifts"))[0] == 200
    assert await process.stop() == 0


async def _accepts(port):
    """Whether somebody listens there; what connects is closed again."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:  # refused or reset, as the system likes
        return False
    writer.close()
    return True


async def test_told_to_end_it_is_not_ready_takes_nothing_new_and_finishes_what_is_in_hand(process):
    await process.ready()
    reader, writer = await asyncio.open_connection("127.0.0.1", process.http)
    form = b"text=tickets+from+a+vendor"
    writer.write(
        b"POST /ask HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (len(form), form[:10])
    )
    await writer.drain()
    await asyncio.sleep(0.3)

    began = time.monotonic()
    process.signal(signal.SIGTERM)
    await process.until("Stopping")
    status, body = await process.readiness()
    assert (status, body["taking"]) == (503, False)
    # A load balancer has a moment to see that it is not ready; then nothing new is taken.
    async with asyncio.timeout(DRAIN + 1):
        while await _accepts(process.http):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)
    writer.write(form[10:])
    async with asyncio.timeout(5):
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 303")
    assert b"location: /situations/" in answer.lower()
    writer.close()
    assert await process.status() == 0
    assert time.monotonic() - began < 10


async def test_a_hand_that_never_lets_go_does_not_keep_it_from_ending(process):
    await process.ready()
    _, writer = await asyncio.open_connection("127.0.0.1", process.http)
    writer.write(
        b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntext="
    )
    await writer.drain()
    await asyncio.sleep(0.3)
    began = time.monotonic()
    assert await process.stop() == 0
    assert time.monotonic() - began < 10
    writer.close()
    assert "Traceback" not in process.said


async def test_the_end_does_not_wait_for_a_platform_that_does_not_answer(process):
    """Something listens where Slack should be, and says nothing."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/api/"
        await process.start(
            SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="made-up", SLACK_API_URL=url
        )
        await process.until("Web: ")
        assert (await process.readiness())[0] == 200, "the page does not wait for Slack"
        assert "Tenet 12" in (await process.ask("tickets from a vendor"))[1]
        began = time.monotonic()
        assert await process.stop() == 0
        assert time.monotonic() - began < 10


async def test_logs_are_one_json_object_a_line(process):
    await process.ready()
    await process.ask("gifts")
    await process.until("old records deleted")
    await process.stop()
    events = [json.loads(line)["event"] for line in process.err.splitlines()]
    assert {"answered", "old records deleted"} <= set(events)
