"""Every route takes every request over a real socket. `make fuzz` sends far more of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fuzz import routes, town
from tests.fuzz.target import attempt

INPUTS = 25


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[town.Town]:
    with town.town(str(tmp_path_factory.mktemp("slack"))) as running:
        yield running


def test_no_request_is_a_fault_of_ours(running):
    """Every route, every method, junk in headers, cookies, bodies and queries."""
    found = [attempt(target, INPUTS) for target in routes.targets(running)]
    crashes = {result.name: result.crash for result in found if result.crash}
    assert crashes == {}
    assert len(found) > 40
    assert sum(result.tried for result in found) > 1_000


def test_every_route_of_the_shipped_process_is_tried(running):
    names = [target.name for target in routes.targets(running)]
    for path in ("POST /ask", "GET /topics/{id}", "POST /admin/login", "GET /static/{path}"):
        assert f"http: {path}" in names
    assert {"http: POST /slack/events", "http: GET /slack/oauth_redirect"} <= set(names)
    assert {"ops: GET /healthz", "ops: GET /readyz", "ops: GET /metrics"} <= set(names)
