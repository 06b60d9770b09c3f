"""The server's end: no request is lost on a connection that is kept open."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.ops.http_server import Server

REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


@pytest.fixture
async def server():
    async def said(_):
        return PlainTextResponse("said")

    made = Server(Starlette(routes=[Route("/", said)]), "127.0.0.1", 0, "ETHICS_HTTP_PORT")
    await made.start()
    yield made
    await made.stop()


class Kept:
    """A connection that stays open between requests."""

    def __init__(self, server):
        self._port = int(server.address.rpartition(":")[2])

    async def __aenter__(self):
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_):
        self._writer.close()
        await self._writer.wait_closed()

    async def ask(self):
        self._writer.write(REQUEST)
        head = await self._reader.readuntil(b"\r\n\r\n")
        await self._reader.readexactly(len(b"said"))
        return head.decode().lower()

    async def closed(self):
        return await self._reader.read() == b""


async def test_a_connection_is_kept_until_the_server_drains(server):
    async with Kept(server) as kept:
        assert "connection: close" not in await kept.ask()
        draining = asyncio.create_task(server.drain(5))
        await asyncio.sleep(0.1)
        assert "connection: close" in await kept.ask(), "answered, and the last on its connection"
        assert await kept.closed()
        async with asyncio.timeout(2):
            await draining


async def test_a_connection_left_alone_is_waited_for_only_so_long(server):
    loop = asyncio.get_running_loop()
    async with Kept(server) as kept:
        await kept.ask()
        began = loop.time()
        await server.drain(0.3)
        assert 0.3 <= loop.time() - began < 2
        await server.stop()
        assert await kept.closed()


async def test_without_connections_draining_takes_no_time(server):
    async with asyncio.timeout(1):
        await server.drain(60)
