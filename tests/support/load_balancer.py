"""A tiny load balancer: it sends each request to a replica whose /readyz says 200."""

from __future__ import annotations

import asyncio
import contextlib
import itertools

import aiohttp
from aiohttp import web

LOOKS = 0.1
# What did not reach a replica is sent to another one, as balancers do.
TRIES = 4


class Balancer:
    """`async with Balancer(processes) as balancer:` and then its `url`."""

    def __init__(self, processes) -> None:
        self._processes = processes
        self._ready = []
        self._turn = itertools.count()

    async def __aenter__(self):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._http = aiohttp.ClientSession(auto_decompress=False)
        self._looking = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_):
        self._looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._looking
        await self._http.close()
        await self._runner.cleanup()

    async def _look(self):
        while True:
            found = [p for p in self._processes if (await p.readiness())[0] == 200]
            self._ready = found
            await asyncio.sleep(LOOKS)

    async def _pass_on(self, request):
        body = await request.read()
        for _ in range(TRIES):
            ready = self._ready
            if ready:
                process = ready[next(self._turn) % len(ready)]
                url = f"http://127.0.0.1:{process.http}{request.path_qs}"
                with contextlib.suppress(aiohttp.ClientConnectorError):
                    async with self._http.request(
                        request.method, url, data=body, headers=request.headers,
                        allow_redirects=False,
                    ) as answer:  # fmt: skip
                        content = await answer.read()
                        if answer.status != 503:
                            headers = {k: v for k, v in answer.headers.items()
                                       if k.lower() in ("location", "content-type")}  # fmt: skip
                            return web.Response(body=content, status=answer.status, headers=headers)
            await asyncio.sleep(LOOKS)
        return web.Response(status=502, text="no replica")
