"""A wire between the process and whatever it speaks to. It can be cut in every way there is."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close by reset
UNWELL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 7\r\nConnection: close\r\n\r\nnot now"
)
# Connections are cut and made anew within this.
MOMENT = 0.05


class Wire:
    """`async with Wire(port) as wire:` and then `await wire.be("hung")`.

    fine: what comes is passed on. refused: nobody listens. hung: taken, and never a word again.
    reset: taken and reset. unwell: every request is answered by 503.
    """

    def __init__(self, to: int) -> None:
        self.to = to
        self.port = 0
        self.mood = "fine"
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self):
        await self._listen()
        return self

    async def __aexit__(self, *_):
        self.mood = "reset"
        await self._deafen()
        self._cut()

    async def be(self, mood: str) -> None:
        """Change, for what is connected too."""
        self.mood = mood
        if mood == "refused":
            await self._deafen()
        elif self._server is None:
            await self._listen()
        if mood != "hung":
            self._cut()
        await asyncio.sleep(MOMENT)

    async def _listen(self):
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _deafen(self):
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _cut(self):
        for writer in self._open:
            if found := writer.get_extra_info("socket"):
                with contextlib.suppress(OSError):
                    found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            writer.transport.abort()
        self._open.clear()

    async def _taken(self, reader, writer):
        self._open.add(writer)
        if self.mood == "reset":
            self._cut()
        elif self.mood == "unwell":
            with contextlib.suppress(OSError):
                await reader.read(65_536)
                writer.write(UNWELL)
                await writer.drain()
                writer.close()
        else:
            await self._pass_on(reader, writer)

    async def _pass_on(self, reader, writer):
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            return
        self._open.add(back)
        await asyncio.gather(self._copy(reader, back), self._copy(there, writer))
        self._open -= {writer, back}

    async def _copy(self, reader, writer):
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                while self.mood == "hung":  # noqa: ASYNC110 - what is waited for has no event
                    await asyncio.sleep(MOMENT)
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError, RuntimeError):
            writer.close()
