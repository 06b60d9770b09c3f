"""The pages over a real socket: the shipped server on a free port of the loopback interface."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
from starlette.applications import Starlette

from bot.adapters.web.connect import WebDoor
from bot.cli.silent_observer import SilentObserver
from bot.daily.wiring import DailyPost, daily_post
from bot.handlers.daily_post import Asker, Schedule
from bot.handlers.ports import Tally
from bot.ops.http_server import Server
from bot.store import Store, open_store
from tests.support.daily_posting import Board
from tests.support.fakes import NoLimit, Observed
from tests.support.web.browser import browser
from tests.support.web.sample_guide import TODAY, hall_guide

SECRET = "a-long-secret-for-tests"
TALL = {"width": 1100, "height": 900}


@dataclass
class Counted:
    """`VoteCounts` of three answers, one of them with too few votes to show."""

    async def tallies(self):
        return [
            Tally("topic:gifts", 9, 3),
            Tally("topic:elections", 2, 8),
            Tally("topic:town-cars", 1, 1),
        ]


@dataclass
class Site:
    """A running door and what it told us."""

    address: str
    observer: Observed
    limit: NoLimit


def make_door(observer, limit, **changed) -> WebDoor:
    guide = changed.pop("guide", None) or hall_guide()
    arguments = {
        "guide": guide,
        "observer": observer,
        "rate_limit": limit,
        "clock": lambda: TODAY,
        "embed_origins": ("https://intranet.example.gov",),
        "admin_secret": SECRET,
        "explain": guide.explain,
        "faults": lambda: ["knowledge/topics/gifts.yaml:3: title: too long"],
        "confusions": lambda: [(4, "gifts", "elections")],
        "votes": Counted(),
    }
    return WebDoor(**{**arguments, **changed})


class Loop:
    """An event loop in a thread of its own, so that a test may block."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def wait(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """The result of what is done in the loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)


@dataclass
class Running:
    """A server in a loop of its own, or in one that is there already."""

    door: WebDoor
    loop: Loop | None = None
    server: Server = field(init=False)

    def __enter__(self) -> str:
        app = Starlette(routes=self.door.routes())
        self.server = Server(app, "127.0.0.1", 0, "ETHICS_HTTP_PORT")
        self._loop = self.loop or Loop().__enter__()
        self._loop.wait(self.server.start())
        return self.server.address

    def __exit__(self, *_: object) -> None:
        self._loop.wait(self.server.stop())
        if self.loop is None:
            self._loop.__exit__()


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    """Start doors with the arguments a test wants to change."""
    started: list[Running] = []

    def start(*, wait: float = 0.0, **changed) -> Site:
        observer, limit = Observed(), NoLimit(wait)
        running = Running(make_door(observer, limit, **changed))
        address = running.__enter__()
        started.append(running)
        return Site(address, observer, limit)

    yield start
    for running in started:
        running.__exit__()


@pytest.fixture(scope="session")
def _shared() -> Iterator[Site]:
    observer, limit = Observed(), NoLimit()
    with Running(make_door(observer, limit)) as address:
        yield Site(address, observer, limit)


@pytest.fixture
def site(_shared) -> Site:
    """The door as most tests want it: one server for all, what it observed forgotten."""
    _shared.observer.answers.clear()
    _shared.observer.incidents.clear()
    return _shared


@pytest.fixture
def http(site) -> Iterator[httpx.Client]:
    """A browser without JavaScript that follows redirects and reads English."""
    with httpx.Client(
        base_url=site.address,
        follow_redirects=True,
        headers={"Accept-Language": "en-US,en"},
        verify=False,  # noqa: S501 - plain HTTP; loading certificates takes longer than a test
    ) as client:
        yield client


@dataclass
class Maintained:
    """A door with the daily post behind it, on a real store; Slack is a board of our own."""

    address: str
    observer: Observed
    store: Store
    post: DailyPost
    slack: Board
    loop: Loop

    @contextmanager
    def client(self, **headers: str) -> Iterator[httpx.Client]:
        """A maintainer's browser, without JavaScript, that was let in."""
        with httpx.Client(
            base_url=self.address,
            follow_redirects=True,
            headers=headers,
            verify=False,  # noqa: S501 - plain HTTP; loading certificates takes longer than a test
        ) as client:
            client.post("/admin/login", data={"secret": SECRET})
            yield client

    def say(self, channel: str, words: str) -> None:
        """Order something in a chat."""
        self.loop.wait(self.post.service.say(Asker(channel, "U1"), words))

    def schedule(self, channel: str) -> Schedule | None:
        """What is kept about a channel."""
        found: Schedule | None = self.loop.wait(self.store.schedules.get(channel))
        return found


@contextmanager
def maintain(folder: Path, **changed) -> Iterator[Maintained]:
    """Start the pages with the daily post behind them."""
    observer, slack = Observed(), Board()
    guide = changed.pop("guide", None) or hall_guide()
    with Loop() as loop:
        store = loop.wait(open_store("", folder, []))
        post = daily_post(store=store, guide=guide, observer=SilentObserver())
        post.senders["slack"] = slack
        door = make_door(observer, NoLimit(), guide=guide, daily=post.service, **changed)
        with Running(door, loop) as address:
            yield Maintained(address, observer, store, post, slack, loop)
        loop.wait(store.close())


@pytest.fixture
def maintained(tmp_path) -> Iterator[Maintained]:
    """The maintainer's pages, with an empty store."""
    with maintain(tmp_path) as running:
        yield running


@pytest.fixture
def admin(maintained) -> Iterator[httpx.Client]:
    """A maintainer who was let in, reading English."""
    with maintained.client() as client:
        yield client


@pytest.fixture(scope="module")
def chromium():
    """A real browser. For a module: no asynchronous test may run beside it."""
    with browser() as opened:
        yield opened


@contextmanager
def window(chromium, address):
    """A new window, English, that fails the test on any error or refused content."""
    context = chromium.new_context(
        base_url=address, viewport=TALL, locale="en-US", reduced_motion="reduce"
    )
    problems: list[str] = []

    def heard(message):
        # That a page is not there, or was filled in wrongly, is what some tests are about.
        status = "Failed to load resource: the server responded with a status of 4"
        if message.type == "error" and not message.text.startswith(status):
            problems.append(message.text)

    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", heard)
    page.set_default_timeout(5000)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def page(chromium, site):
    """A window at the pages that everybody sees."""
    with window(chromium, site.address) as opened:
        yield opened
