"""What is typed and what is secret stays out of logs, metrics, the database and crash output.

A message and every secret carry a mark. Every door is used, and everything that can go wrong goes
wrong with the message in the error's own words. Then the marks are looked for.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import subprocess
import sys

import httpx
import pytest
import structlog
from cryptography.fernet import Fernet
from prometheus_client import generate_latest
from starlette.applications import Starlette

from bot.adapters.console import connect as console
from bot.adapters.discord.connect import DiscordDoor
from bot.adapters.shared.services import Services
from bot.adapters.slack.connect import SlackDoor
from bot.adapters.web.connect import WebDoor
from bot.adapters.web.site import FRAGMENT_HEADER
from bot.handlers.errors import UserFacingError
from bot.ops.http_server import Server
from bot.ops.logging_setup import HIDDEN, MetricsObserver, configure_logs
from bot.ops.metrics import Metrics
from bot.ops.rate_limit import TokenBuckets
from bot.store import open_store
from tests.support.discord.fake_discord import FakeDiscord
from tests.support.discord.payloads import GUILD, command, guild_payload, said, said_directly
from tests.support.discord.sample_guide import town_guide
from tests.support.fakes import Observed
from tests.support.process import ROOT
from tests.support.slack import workspace as slack_town
from tests.support.slack.fake_slack import TEAM, FakeSlack

MARK = "ZQmarkedZQ"
MESSAGE = f"may I keep the gift of {MARK} from my neighbor"
SLACK_TOKEN = "xoxb-ZQslackZQ-0123456789"
DISCORD_TOKEN = "ZQdiscordZQaaaaaaaaaaaaaa.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbb"
SIGNING = "ZQsigningZQ0123456789"
ADMIN = "ZQadminZQ-0123456789-secret"
PERSON = "UZQPERSONZQ"
MARKS = (MARK, "ZQslackZQ", "ZQdiscordZQ", "ZQsigningZQ", "ZQadminZQ", PERSON, "/respond/")


class BrokenGuide:
    """Knows everything, and fails at every question with the question in the error's words."""

    def __init__(self, broken):
        self._guide, self._broken = town_guide(), broken

    def answer(self, incoming):
        if self._broken:
            raise ValueError(f"cannot answer {incoming.text!r} with {SLACK_TOKEN}")
        return self._guide.answer(incoming)

    def __getattr__(self, name):
        return getattr(self._guide, name)


@pytest.fixture(params=[False, True], ids=["working", "broken"])
async def house(request, tmp_path, capfd):
    """The real observer, store and limit, with logs as verbose as they get."""
    before = logging.getLogger().handlers[:], logging.getLogger().level
    configure_logs("json", "debug")
    made = House(request.param, tmp_path, capfd)
    logging.getLogger().handlers[0].setStream(made.logs)
    for ours in ("httpx", "httpcore"):  # the test's own client
        logging.getLogger(ours).setLevel(logging.WARNING)
    made.store = await open_store("", tmp_path, [Fernet.generate_key().decode()])
    yield made
    await made.store.close()
    logging.getLogger().handlers[:] = before[0]
    logging.getLogger().setLevel(before[1])
    structlog.reset_defaults()


class House:
    """What doors are built from, and a look at everything that it leaves behind."""

    def __init__(self, broken, folder, capfd):
        self.broken, self.folder, self._capfd = broken, folder, capfd
        self.logs = io.StringIO()
        self.metrics = Metrics()
        self.parts = {
            "guide": BrokenGuide(broken),
            "observer": MetricsObserver(self.metrics),
            "rate_limit": TokenBuckets(100, 100),
        }

    def with_store(self):
        store = self.store
        services = Services(
            **self.parts,
            votes=store.votes,
            idempotency=store.idempotency,
            workspaces=store.workspaces,
        )
        return {"services": services}

    def expect_nothing_marked(self):
        logs = self.logs.getvalue() + "".join(self._capfd.readouterr())
        assert f'"event": "{"incident" if self.broken else "answered"}"' in logs
        if self.broken:
            assert '"error": "ValueError"' in logs
        measured = generate_latest(self.metrics.registry).decode()
        files = [path for path in self.folder.iterdir() if path.name.startswith("ethics.sqlite3")]
        assert files
        for mark in MARKS:
            assert mark not in logs, f"{mark} is in the logs"
            assert mark not in measured, f"{mark} is in the metrics"
            for file in files:
                assert mark.encode() not in file.read_bytes(), f"{mark} is in {file.name}"


async def test_the_page_keeps_nothing(house):
    door = WebDoor(**house.parts, admin_secret=ADMIN, **tools(house))
    server = Server(Starlette(routes=door.routes()), "127.0.0.1", 0, "ETHICS_HTTP_PORT")
    await server.start()
    await door.start()
    async with httpx.AsyncClient(base_url=server.address, verify=False) as http:  # noqa: S501
        await http.post("/ask", data={"text": MESSAGE})
        await http.post("/ask", data={"text": MESSAGE}, headers={FRAGMENT_HEADER: "1"})
        await http.post("/search", data={"q": MESSAGE})
        await http.get(f"/ask?text={MARK}")
        await http.get(f"/topics/{MARK}")
        await http.post("/ask", content=MESSAGE)
        await http.post("/admin/login", data={"secret": f"{ADMIN}-wrong"})
        await http.post("/admin/login", data={"secret": ADMIN})
        await http.post("/admin", data={"text": MESSAGE})
    await server.stop()
    await door.stop()
    house.expect_nothing_marked()


async def test_slack_keeps_nothing(house):
    async with FakeSlack() as slack:
        slack.tokens = {SLACK_TOKEN: TEAM}
        door = SlackDoor(
            **house.with_store(), bot_token=SLACK_TOKEN, signing_secret=SIGNING,
            api_url=slack.api_url,
        )  # fmt: skip
        await door.start()
        url, stop = await slack_town.serve(door.routes())
        town = Signing(slack, door, url)
        await town.command(MESSAGE, user_id=PERSON, user_name=PERSON)
        await town.mention(MESSAGE, user=PERSON)
        await town.direct(MESSAGE, user=PERSON)
        await town.command(f"contact {MARK}", user_id=PERSON)
        # Not JSON, not signed, and a token taken away while it runs.
        await town.post("events_api", town.mention_event(MESSAGE), sign=lambda _: {})
        slack.tokens = {}
        for event in (town.mention_event(MESSAGE), town.direct_event(MESSAGE)):
            await town.deliver("events_api", event)
        await asyncio.sleep(0.5)
        await town.close()
        await door.stop()
        await stop()
    house.expect_nothing_marked()


async def test_discord_keeps_nothing(house):
    async with FakeDiscord(token=DISCORD_TOKEN) as discord:
        discord.guilds[GUILD] = guild_payload()
        door = DiscordDoor(
            **house.with_store(), key_values=house.store.key_values,
            token=DISCORD_TOKEN, api_url=discord.api_url,
        )  # fmt: skip
        await door.start()
        await discord.dispatch("MESSAGE_CREATE", said(MESSAGE))
        await discord.dispatch("MESSAGE_CREATE", said_directly(MESSAGE))
        await discord.interaction(command("ask", question=MESSAGE))
        await discord.until(lambda: len(discord.posts("messages|callback")) >= 3)
        discord.token = "another"
        await discord.dispatch("MESSAGE_CREATE", said(MESSAGE))
        await asyncio.sleep(0.5)
        await door.stop()
    house.expect_nothing_marked()


def test_the_terminal_tells_its_crash_without_what_was_typed(tmp_path):
    """A fault in the command line itself, with what was typed in the error's own words."""
    program = (
        "import sys; from bot.adapters.console import connect; import bot.__main__ as main\n"
        "def fail(guide, text, console): raise ValueError('cannot answer ' + text)\n"
        "connect.ask = fail\n"
        "sys.argv = ['ethics', 'ask', *sys.argv[1:]]; main.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, MESSAGE],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ETHICS_DATA": str(tmp_path),
             "ETHICS_KNOWLEDGE": os.environ.get("ETHICS_KNOWLEDGE", ""),
             "SLACK_BOT_TOKEN": SLACK_TOKEN},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "A fault inside the bot, ValueError, at:" in done.stderr
    assert "<string>:2 fail" in done.stderr
    for mark in MARKS:
        assert mark not in done.stdout + done.stderr


def test_the_terminals_stream_refuses_a_giant_line_without_repeating_it():
    line = MESSAGE.encode() * 30_000
    with pytest.raises(UserFacingError) as told:
        list(console.ask_lines(console.answering_for(town_guide(), Observed()), [line]))
    assert MARK not in str(told.value)


def test_an_error_of_a_library_is_logged_without_its_words(capfd):
    before = logging.getLogger().handlers[:], logging.getLogger().level
    configure_logs("console", "debug")
    try:
        raise ValueError(MESSAGE)  # noqa: TRY301 - what a library does
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    logging.getLogger("elsewhere").warning("posting with %s", SLACK_TOKEN)
    logging.getLogger("elsewhere").warning(
        "as %s at %s", DISCORD_TOKEN, "postgresql://me:pw@host/d"
    )
    logging.getLogger().handlers[:] = before[0]
    logging.getLogger().setLevel(before[1])
    structlog.reset_defaults()
    err = capfd.readouterr().err
    assert "ValueError" in err
    assert HIDDEN in err
    assert "me:pw" not in err
    assert not [mark for mark in MARKS if mark in err]


class Signing(slack_town.Town):
    """A town that signs with the marked secret."""

    async def post(self, kind, payload, headers=None, sign=None):
        return await super().post(
            kind, payload, headers, sign or (lambda body: slack_town.signed(body, SIGNING))
        )


def tools(house):
    return {
        "explain": house.parts["guide"].explain,
        "faults": list,
        "confusions": list,
        "votes": house.store.votes,
    }
