"""A small, strict Slack on 127.0.0.1: Web API, response_url, OAuth, Socket Mode.

It refuses what Slack refuses: wrong tokens, broken blocks, a sixth use of a response_url, a
trigger_id used twice or late. What it took is in `sent`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from base64 import b64decode
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.support.slack import slack_rules as rules

BOT_TOKEN = "xoxb-test-token"
APP_TOKEN = "xapp-test-token"
TEAM, BOT_USER, BOT_ID, USER, ADMIN = "T0TEAM", "U0BOT", "B0BOT", "U0ASKER", "U0ADMIN"
SCOPES = "commands,chat:write,app_mentions:read,im:history,users:read"

# Calls that only ask: they are answered, and not kept in `sent`.
READS = {"auth.test", "users.info", "apps.connections.open", "oauth.v2.access", "bots.info"}


@dataclass
class Sent:
    """One thing the app sent: a method or `response_url`, its payload, whose token."""

    method: str
    payload: dict
    token: str = ""
    at: float = field(default_factory=time.monotonic)

    @property
    def blocks(self):
        found = self.payload.get("blocks") or []
        return json.loads(found) if isinstance(found, str) else found

    @property
    def view(self):
        found = self.payload["view"]
        return json.loads(found) if isinstance(found, str) else found

    @property
    def words(self):
        return rules.words(self.view["blocks"] if "view" in self.payload else self.blocks)


class FakeSlack:
    """Start it with `async with FakeSlack() as slack`."""

    def __init__(self):
        self.sent: list[Sent] = []
        self.faults: list[str] = []
        self.tokens = {BOT_TOKEN: TEAM}
        self.refresh: dict[str, str] = {}
        self.admins = {ADMIN}
        self.scopes = SCOPES
        self.app_of_bot = "A0APP"
        self.answers: dict[str, list] = {}
        self.members = {"C0OPEN"}
        self.sockets: list[web.WebSocketResponse] = []
        self.acks: dict[str, dict] = {}
        self.opened = 0
        self.silent = False
        self.codes: dict[str, dict] = {}
        self._uses: dict[str, int] = {}
        self._triggers: dict[str, float] = {}
        self._n = itertools.count(1)
        self._news = asyncio.Condition()

    async def __aenter__(self):
        app = web.Application(client_max_size=2**22)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/api/{method}", self._api)  # The SDK reads with GET.
        app.router.add_post("/respond/{id}", self._respond)
        app.router.add_get("/socket/{id}", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url = f"{self.url}/api/"
        return self

    async def __aexit__(self, *_):
        for socket in self.sockets:
            await socket.close()
        await self._runner.cleanup()

    # --- what a test asks --------------------------------------------------------------------

    def response_url(self):
        return f"{self.url}/respond/{next(self._n)}"

    def trigger(self):
        name = f"{next(self._n)}.{time.time()}.trigger"
        self._triggers[name] = time.monotonic()
        return name

    def ts(self):
        return f"{int(time.time())}.{next(self._n):06d}"

    def fail(self, method, *answers):
        """The next calls of a method answer so: (status, headers, body)."""
        self.answers.setdefault(method, []).extend(answers)

    async def next(self, method=None, *, after=0, within=5.0):
        """The next thing sent after the first `after` ones."""

        def found():
            rest = self.sent[after:]
            return next((s for s in rest if method in (None, s.method)), None)

        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(lambda: found() is not None), within)
            except TimeoutError:
                raise AssertionError(f"nothing sent by {method}; faults: {self.faults}") from None
        return found()

    async def quiet(self, seconds=0.25):
        """Nothing more is coming."""
        before = len(self.sent)
        await asyncio.sleep(seconds)
        return self.sent[before:]

    # --- the Web API -------------------------------------------------------------------------

    async def _took(self, sent):
        async with self._news:
            self.sent.append(sent)
            self._news.notify_all()

    async def _api(self, request):
        method = request.match_info["method"]
        if request.content_type == "application/json":
            payload = await request.json()
        else:
            payload = {**request.query, **await request.post()}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = token or payload.pop("token", "")
        if planned := self.answers.get(method):
            status, headers, body = planned.pop(0)
            if body is None:
                request.transport.abort()
            if isinstance(body, str):
                return web.Response(text=body, status=status, headers=headers)
            return web.json_response(body, status=status, headers=headers)
        body = self._answer(method, payload, token)
        if body.get("ok") and method not in READS:
            await self._took(Sent(method, payload, token))
        elif body.get("error") in ("invalid_blocks", "invalid_arguments", "unknown_method"):
            self.faults.append(f"{method}: {body}")
        return web.json_response(body, headers={"X-OAuth-Scopes": self.scopes})

    def _answer(self, method, payload, token):
        if method == "oauth.v2.access":
            if b64decode(token.removeprefix("Basic ")).endswith(b":wrong"):
                return {"ok": False, "error": "bad_client_secret"}
            return self._access(payload)
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                return {"ok": False, "error": "invalid_auth"}
            self.opened += 1
            return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/socket/{next(self._n)}"}
        team = self.tokens.get(token)
        if team is None:
            return {"ok": False, "error": "invalid_auth" if not token else "token_revoked"}
        try:
            answer = getattr(self, "_" + method.replace(".", "_"), None)
            if answer is None:
                return {"ok": False, "error": "unknown_method", "req_method": method}
            return answer(payload, team)
        except (rules.RefusedError, KeyError, TypeError) as refused:
            return {"ok": False, "error": "invalid_blocks", "detail": repr(refused)}

    def _bots_info(self, payload, team):
        rules.need(payload["bot"] == BOT_ID, "whose bot?")
        return {"ok": True, "bot": {"id": BOT_ID, "app_id": self.app_of_bot}}

    def _auth_test(self, payload, team):
        return {
            "ok": True,
            "url": f"https://{team.lower()}.slack.test/",
            "team": "Town",
            "user": "ethics",
            "team_id": team,
            "user_id": BOT_USER,
            "bot_id": BOT_ID,
        }

    def _chat_postMessage(self, payload, team):  # noqa: N802
        rules.check_message(payload)
        rules.need(str(payload.get("unfurl_links")) in ("False", "0", "false"), "previews are on")
        rules.need(str(payload.get("unfurl_media")) in ("False", "0", "false"), "previews are on")
        channel = payload["channel"]
        if channel.startswith("C") and channel not in self.members:
            return {"ok": False, "error": "not_in_channel"}
        return {"ok": True, "channel": channel, "ts": self.ts()}

    def _chat_postEphemeral(self, payload, team):  # noqa: N802
        rules.check_message(payload)
        rules.need(payload.get("user"), "no user")
        return {"ok": True, "message_ts": self.ts()}

    def _users_info(self, payload, team):
        user = payload["user"]
        return {"ok": True, "user": {"id": user, "is_admin": user in self.admins}}

    def _open_view(self, payload, team):
        trigger = self._triggers.pop(payload.get("trigger_id"), None)
        if trigger is None:
            return {"ok": False, "error": "exchanged_trigger_id"}
        if time.monotonic() - trigger > 3:
            return {"ok": False, "error": "expired_trigger_id"}
        rules.check_view(payload["view"])
        return {"ok": True, "view": {"id": f"V{next(self._n)}"}}

    _views_open = _views_push = _open_view

    def _views_update(self, payload, team):
        rules.need(payload.get("view_id") or payload.get("external_id"), "which view?")
        rules.check_view(payload["view"])
        return {"ok": True, "view": {"id": payload["view_id"]}}

    def _views_publish(self, payload, team):
        rules.need(payload.get("user_id"), "whose Home?")
        view = payload["view"]
        rules.check_view(view)
        rules.need(Sent("", payload).view["type"] == "home", "not a Home tab")
        return {"ok": True, "view": {"id": f"V{next(self._n)}"}}

    def _assistant_threads_setSuggestedPrompts(self, payload, team):  # noqa: N802
        rules.need("thread_ts" not in payload, "fails silently in an agent app")
        prompts = payload["prompts"]
        prompts = json.loads(prompts) if isinstance(prompts, str) else prompts
        rules.need(1 <= len(prompts) <= 4, "prompts")
        return {"ok": True}

    def _agents_sessions_setStatus(self, payload, team):  # noqa: N802
        rules.need(payload["status"] in ("processing", "active", "suspended", "closed"), "status")
        return {"ok": True}

    def _access(self, payload):
        if payload.get("grant_type") == "refresh_token":
            team = self.refresh.pop(payload["refresh_token"], None)
            if team is None:
                return {"ok": False, "error": "invalid_refresh_token"}
            return self.issue(team, rotating=True)
        answer = self.codes.pop(payload.get("code"), None)
        return answer or {"ok": False, "error": "invalid_code"}

    def issue(self, team, *, rotating=False, enterprise=None):
        """A fresh installation of a workspace, as `oauth.v2.access` answers it."""
        n = next(self._n)
        token = f"xoxb-{team}-{n}"
        self.tokens[token] = team
        body = {
            "ok": True,
            "app_id": "A0APP",
            "token_type": "bot",
            "access_token": token,
            "scope": self.scopes,
            "bot_user_id": BOT_USER,
            "team": {"id": team, "name": team},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": USER},
        }
        if enterprise:
            body |= {"enterprise": {"id": enterprise, "name": "Org"}}
            body |= {"team": None, "is_enterprise_install": True}
        if rotating:
            self.refresh[f"xoxe-{n}"] = team
            body |= {"refresh_token": f"xoxe-{n}", "expires_in": 43_200}
        return body

    def authorize(self, team, **kind):
        """Somebody clicked Allow: the code Slack redirects with."""
        code = f"code-{next(self._n)}"
        self.codes[code] = self.issue(team, **kind)
        return code

    def revoke(self, team):
        """The app was removed from a workspace."""
        self.tokens = {token: t for token, t in self.tokens.items() if t != team}

    # --- response_url ------------------------------------------------------------------------

    async def _respond(self, request):
        name = request.match_info["id"]
        if planned := self.answers.get("response_url"):
            status, headers, body = planned.pop(0)
            return web.json_response(body, status=status, headers=headers)
        self._uses[name] = self._uses.get(name, 0) + 1
        if self._uses[name] > 5:
            return web.Response(status=404, text="used_url")
        payload = await request.json()
        try:
            if not payload.get("delete_original"):
                rules.check_message(payload)
        except (rules.RefusedError, KeyError, TypeError) as refused:
            self.faults.append(f"response_url: {refused!r}")
            return web.Response(status=500, text="invalid_blocks")
        await self._took(Sent("response_url", payload))
        return web.Response(text="ok")

    # --- Socket Mode -------------------------------------------------------------------------

    async def _socket(self, request):
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        async with self._news:
            self._news.notify_all()
        async for message in socket:
            # A silent Slack is connected and answers nothing, not even a ping.
            if message.type is WSMsgType.PING and not self.silent:
                await socket.pong(message.data)
            if message.type is WSMsgType.TEXT and not self.silent:
                ack = json.loads(message.data)
                async with self._news:
                    self.acks[ack["envelope_id"]] = ack
                    self._news.notify_all()
        return socket

    async def connected(self, count=1, within=5.0):
        """Until this many sockets have been opened."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(self.sockets) >= count), within)

    async def envelope(self, kind, payload, envelope_id=None, within=3.0):
        """Deliver over the newest socket; the acknowledgement within Slack's three seconds."""
        envelope_id = envelope_id or f"env-{next(self._n)}"
        await self.sockets[-1].send_json(
            {
                "type": kind,
                "envelope_id": envelope_id,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
        )
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: envelope_id in self.acks), within)
        return self.acks.pop(envelope_id)
