"""No response leaves without the headers that keep a browser safe, whoever made it."""

from __future__ import annotations

import httpx
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.ops.http_server import SAFE, Server


async def failing(_):
    raise RuntimeError("a fault nobody caught")


async def own(_):
    return PlainTextResponse("ok", headers={"Content-Security-Policy": "default-src 'self'"})


async def answers(*paths):
    app = Starlette(routes=[Route("/fault", failing), Route("/own", own)])
    server = Server(app, "127.0.0.1", 0, "ETHICS_HTTP_PORT")
    await server.start()
    try:
        async with httpx.AsyncClient(base_url=server.address) as http:
            return [await http.get(path) for path in paths]
    finally:
        await server.stop()


async def test_a_fault_and_an_unknown_address_are_sealed_too():
    for answer, status in zip(await answers("/fault", "/none"), (500, 404), strict=True):
        assert answer.status_code == status
        assert {name: answer.headers[name] for name in SAFE} == dict(SAFE)
        assert "nobody caught" not in answer.text


async def test_what_a_route_says_for_itself_stands():
    (answer,) = await answers("/own")
    assert answer.headers.get_list("content-security-policy") == ["default-src 'self'"]
    assert answer.headers["x-content-type-options"] == "nosniff"
