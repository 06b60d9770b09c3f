"""As much of Slack as a soak needs: it knows every token, and notes whom the bot answered."""

from __future__ import annotations

from collections import Counter
from typing import Self

from aiohttp import web


class QuietSlack:
    """`async with QuietSlack() as slack`."""

    def __init__(self) -> None:
        self.thanked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{person}", self._respond)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self._url}/api/"

    def response_url(self, person: str) -> str:
        return f"{self._url}/respond/{person}"

    async def _api(self, _request: web.Request) -> web.Response:
        found = {"ok": True, "team_id": "T0TEAM", "user_id": "U0BOT", "bot_id": "B0BOT",
                 "team": "town", "user": "ethics", "url": "https://town.example/"}  # fmt: skip
        scopes = "commands,chat:write,app_mentions:read,im:history,users:read"
        return web.json_response(found, headers={"x-oauth-scopes": scopes})

    async def _respond(self, request: web.Request) -> web.Response:
        person = request.match_info["person"]
        self.answered[person] += 1
        if "Thank you" in await request.text():
            self.thanked[person] += 1
        return web.Response(text="ok")
