"""The pages over a real socket: the shipped server on a free port of the loopback interface."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette

from bot.adapters.web.connect import WebDoor
from bot.handlers.ports import Tally
from bot.server import Server
from tests.fakes import NoLimit, Observed
from tests.web.hall import TODAY, hall_guide

SECRET = "a-long-secret-for-tests"


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


@dataclass
class Running:
    """A server in a thread of its own, so that a test may block."""

    door: WebDoor
    server: Server = field(init=False)

    def __enter__(self) -> str:
        app = Starlette(routes=self.door.routes())
        self.server = Server(app, "127.0.0.1", 0, "ETHICS_HTTP_PORT")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._wait(self.server.start())
        return self.server.address

    def __exit__(self, *_: object) -> None:
        self._wait(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _wait(self, coroutine) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)


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
