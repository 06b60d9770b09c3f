"""Any number of workspaces: install, answer, uninstall, reinstall; nothing is left behind."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from cryptography.fernet import Fernet

from bot.adapters.slack.install import oauth
from bot.store import open_store
from tests.support.slack.fake_slack import TEAM, USER
from tests.support.slack.slack_rules import buttons

CLIENT = "111.222"

# The SDK signs `oauth.v2.access` in a way that aiohttp will drop some day.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


class Many:
    """A town hall many workspaces install from."""

    def __init__(self, town, store, file):
        self.town, self.slack, self.store, self.file = town, town.slack, store, file
        self.browser = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def begin(self):
        """The install page: where its button leads, and the cookie it sets."""
        async with self.browser.get(f"{self.town.url}/slack/install") as response:
            page = await response.text()
            assert response.status == 200, page
            cookie = response.headers["Set-Cookie"].split(";")[0]
        link = page.split('class="go" href="')[1].split('"')[0].replace("&amp;", "&")
        return link, cookie

    async def finish(self, cookie, **query):
        url = f"{self.town.url}/slack/oauth_redirect"
        async with self.browser.get(url, params=query, headers={"Cookie": cookie}) as response:
            return response.status, await response.text()

    async def install(self, team, **kind):
        link, cookie = await self.begin()
        state = parse_qs(urlsplit(link).query)["state"][0]
        code = self.slack.authorize(team, **kind)
        status, page = await self.finish(cookie, state=state, code=code)
        assert status == 200, self.town.observed.incidents
        await self.settled()
        return page

    async def ask(self, team, words="gift"):
        seen = len(self.slack.sent)
        event = self.town.mention_event(words) | {"team_id": team}
        event["authorizations"][0]["team_id"] = team
        await self.town.deliver("events_api", event)
        return await self.slack.next("chat.postMessage", after=seen)

    async def lifecycle(self, kind, team, *, at=None, revoke=True):
        """One of Slack's two events about the end of an installation."""
        if revoke:
            self.slack.revoke(team)
        event = {"type": kind, "event_ts": self.slack.ts()}
        if kind == "tokens_revoked":
            event["tokens"] = {"oauth": [], "bot": ["U0BOT"]}
        body = self.town.event(event, team)
        body["event_time"] = int(time.time() if at is None else at)
        await self.town.deliver("events_api", body)
        await self.settled()

    async def settled(self):
        while len(self.town.context.in_flight):  # noqa: ASYNC110 - the tasks are somebody else's
            await asyncio.sleep(0.005)

    def rows(self, team=None):
        """Rows in the database file that belong to a workspace, or to any."""
        with sqlite3.connect(self.file) as database:
            names = database.execute("select name from sqlite_master where type = 'table'")
            tables = [name for (name,) in names if name.startswith(("slack_bot", "slack_inst"))]
            where = f" where team_id = '{team}'" if team else ""
            query = "select count(*) from {}{}"
            counts = [database.execute(query.format(t, where)).fetchone()[0] for t in tables]
        database.close()
        assert len(counts) == 2
        return sum(counts)


@pytest.fixture
async def many(open_town, tmp_path):
    opened = await open_store("", tmp_path, [Fernet.generate_key().decode()])
    store = opened.installations(CLIENT)
    town = await open_town(
        "http",
        bot_token="",
        client_id=CLIENT,
        client_secret="s3cret",
        installations=store,
        oauth_state_store=opened.oauth_states(),
        idempotency=opened.idempotency,
        public_url="https://ethics.town.example",
        authorize_url="https://slack.test/oauth/v2/authorize",
    )
    many = Many(town, store, next(tmp_path.glob("*.sqlite3")))
    yield many
    await many.browser.close()
    await opened.close()


async def test_the_install_page_asks_slack_for_just_what_the_code_needs(many):
    link, _ = await many.begin()
    asked = parse_qs(urlsplit(link).query)
    assert link.startswith("https://slack.test/oauth/v2/authorize?")
    assert asked["scope"] == ["commands,chat:write,app_mentions:read,im:history,users:read"]
    assert asked["redirect_uri"] == ["https://ethics.town.example/slack/oauth_redirect"]
    assert "user_scope" not in asked


async def test_a_new_workspace_is_greeted_once_and_answered_with_its_own_token(many):
    page = await many.install("T1")
    assert "is installed" in page
    greeting = await many.slack.next("chat.postMessage")
    assert greeting.payload["channel"] == USER
    for part in ("Three things to try", "What I store", "How to set me up"):
        assert part in greeting.words
    await many.install("T1")
    answer = await many.ask("T1")
    assert "Say no to gifts" in answer.words
    assert answer.token.startswith("xoxb-T1-")
    assert [s.payload["channel"] for s in many.slack.sent] == [USER, "C0OPEN"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"error": "access_denied"}, "cancelled"),
        ({"state": "forged", "code": "x"}, "another browser"),
        ({}, "another browser"),
    ],
)
async def test_a_failed_installation_is_explained(many, query, words):
    _, cookie = await many.begin()
    _, page = await many.finish(cookie, **query)
    assert words in page
    assert many.rows() == 0


async def test_a_state_works_once_and_a_wrong_code_installs_nothing(many):
    link, cookie = await many.begin()
    state = parse_qs(urlsplit(link).query)["state"][0]
    status, page = await many.finish(cookie, state=state, code="wrong<script>")
    assert (status, "did not accept" in page) == (401, True)
    assert "<script>" not in page
    status, page = await many.finish(cookie, state=state, code=many.slack.authorize("T1"))
    assert (status, "used before" in page) == (401, True)
    assert many.rows() == 0


async def test_an_organisation_installs_once_for_all_its_workspaces(many):
    page = await many.install("", enterprise="E1")
    assert "https://app.slack.com/manage/E1/integrations/profile/A0APP/workspaces/add" in page
    seen = len(many.slack.sent)
    event = many.town.mention_event("gift")
    event["enterprise_id"] = "E1"
    event["authorizations"] = [
        {
            "enterprise_id": "E1",
            "team_id": "T7",
            "user_id": "U0BOT",
            "is_bot": True,
            "is_enterprise_install": True,
        }
    ]
    await many.town.deliver("events_api", event)
    answer = await many.slack.next("chat.postMessage", after=seen)
    press = many.town.press_payload(answer, "Helpful") | {
        "team": {"id": "T7", "enterprise_id": "E1"},
        "enterprise": {"id": "E1", "name": "Org"},
        "is_enterprise_install": True,
    }
    await many.town.deliver("interactive", press)
    await many.settled()
    assert list(many.town.votes.cast_votes) == [("slack:E1", USER, "topic:gifts")]
    gone = many.town.event({"type": "app_uninstalled"})
    gone["event_time"] = int(time.time()) + 2
    gone["authorizations"] = event["authorizations"]
    await many.town.deliver("events_api", gone)
    await many.settled()
    assert many.rows() == 0
    assert many.town.context.workspaces.deleted == ["slack:E1"]


@pytest.mark.parametrize(
    "order", [("app_uninstalled", "tokens_revoked"), ("tokens_revoked", "app_uninstalled")]
)
async def test_uninstalling_deletes_every_row_in_either_order(many, order):
    await many.install("T1")
    await many.install("T2")
    for kind in order:
        await many.lifecycle(kind, "T1")
    assert many.rows("T1") == 0
    assert many.rows("T2") == 2
    assert many.town.context.workspaces.deleted == ["slack:T1", "slack:T1"]


async def test_a_late_event_does_not_end_a_new_installation(many):
    await many.install("T1")
    before = time.time()
    await many.lifecycle("app_uninstalled", "T1", at=before + 1)
    await many.install("T1")
    bot = await many.store.async_find_bot(enterprise_id=None, team_id="T1")
    for at in (before - 30, int(bot.installed_at)):
        await many.lifecycle("tokens_revoked", "T1", at=at, revoke=False)
    assert "Say no to gifts" in (await many.ask("T1")).words


async def test_a_persons_own_revoked_token_ends_nothing(many):
    await many.install("T1")
    event = many.town.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}, "T1")
    await many.town.deliver("events_api", event)
    await many.settled()
    assert many.rows("T1") > 0
    assert "Say no to gifts" in (await many.ask("T1")).words


async def test_a_workspace_that_is_not_installed_is_told_so_and_nobody_else_is_harmed(many):
    await many.town.deliver("events_api", many.town.mention_event("gift"))
    assert await many.slack.quiet(0.1) == []
    await many.install("T1")
    assert (await many.ask("T1")).words


async def test_a_hundred_workspaces_come_and_go_and_come_back(many):
    teams = [f"T{n:03}" for n in range(100)]
    for team in teams:
        await many.install(team)
        assert "gifts" in (await many.ask(team)).words
    assert many.rows() == 200
    on_disk = b"".join(path.read_bytes() for path in many.file.parent.glob("*.sqlite3*"))
    assert b"xoxb-" not in on_disk
    for team in teams:
        await many.lifecycle("app_uninstalled", team)
        await many.lifecycle("tokens_revoked", team)
    assert many.rows() == 0
    for team in teams[:10]:
        await many.install(team)
        answer = await many.ask(team)
        assert answer.token in many.slack.tokens


async def test_an_old_token_is_renewed_by_exactly_one(many):
    await many.install("T1", rotating=True)
    bot = await many.store.async_find_bot(enterprise_id=None, team_id="T1")
    old = bot.bot_token
    bot.bot_token_expires_at = int(time.time()) + 60
    await many.store.async_save_bot(bot)
    many.town.door._authorize.forget("", "T1")
    events = [many.town.mention_event("gift") | {"team_id": "T1"} for _ in range(6)]
    for event in events:
        event["authorizations"][0]["team_id"] = "T1"
    seen = len(many.slack.sent)
    await asyncio.gather(*(many.town.deliver("events_api", event) for event in events))
    await many.settled()
    assert len(many.slack.sent) == seen + 6
    fresh = await many.store.async_find_bot(enterprise_id=None, team_id="T1")
    assert fresh.bot_token != old
    assert len(many.slack.refresh) == 1
    assert many.town.observed.incidents == []


async def test_a_greeting_offers_ways_on_that_work(many):
    await many.install(TEAM)
    greeting = await many.slack.next("chat.postMessage")
    greeting.payload["channel"] = "D0ASKER"
    assert {"Help", "All topics"} <= set(buttons(greeting.blocks))
    assert "Pick an area" in (await many.town.press(greeting, "All topics")).words


@pytest.mark.parametrize(
    ("authorize_url", "home"),
    [
        ("https://slack.com/oauth/v2/authorize", "https://app.slack.com/manage/E1/"),
        ("https://slack-gov.com/oauth/v2/authorize", "https://app.slack-gov.com/manage/E1/"),
    ],
)
async def test_an_organisation_chooses_its_workspaces_on_its_own_slack(authorize_url, home):
    args = SimpleNamespace(
        installation=SimpleNamespace(
            is_enterprise_install=True, enterprise_id="E1", app_id="A1", team_id=None
        ),
        settings=SimpleNamespace(authorization_url=authorize_url),
    )
    assert home in (await oauth._success(args)).body
