"""A socket that is closed, refreshed, or open in name only is noticed and reopened."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.slack.transport import socket_mode


async def _until(condition, within=10.0):
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - the SDK has no event to wait for
            await asyncio.sleep(0.02)


async def test_a_socket_slack_wants_to_refresh_is_replaced(open_town):
    town = await open_town("socket")
    await town.slack.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})
    await town.slack.connected(2)
    assert "gifts" in (await town.command("gift")).words


async def test_a_socket_that_breaks_is_reopened(open_town):
    town = await open_town("socket")
    await town.slack.sockets[-1].close()
    await town.slack.connected(2, within=15)
    await _until(lambda: town.door.health().ready)
    assert "gifts" in (await town.command("gift")).words


async def test_a_silent_socket_is_unready_and_then_replaced(open_town, monkeypatch):
    for name, value in (
        ("PING_SECONDS", 0.3),
        ("SILENT_SECONDS", 0.8),
        ("_WATCH_SECONDS", 0.1),
        ("_REOPEN_SECONDS", 1.0),
    ):
        monkeypatch.setattr(socket_mode, name, value)
    town = await open_town("socket")
    assert town.door.health().ready
    town.slack.silent = True
    await _until(lambda: not town.door.health().ready)
    assert "silent" in town.door.health().detail
    town.slack.silent = False
    await _until(lambda: town.door.health().ready)
    assert len(town.slack.sockets) > 1
    assert "gifts" in (await town.command("gift")).words


async def test_an_envelope_delivered_again_is_acknowledged_and_answered_once(open_town):
    town = await open_town("socket")
    event = town.mention_event("gift")
    await town.slack.envelope("events_api", event)
    await town.slack.envelope("events_api", event)
    await town.slack.next("chat.postMessage")
    assert await town.slack.quiet(0.2) == []


async def test_while_stopping_nothing_is_acknowledged_so_that_slack_delivers_elsewhere(open_town):
    town = await open_town("socket")
    town.door._socket.close_intake()
    with pytest.raises(TimeoutError):
        await town.slack.envelope("events_api", town.mention_event("gift"), within=0.3)
    assert not town.door.health().ready
