"""The address for watching: is it alive, is it ready, and the numbers for Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.handlers.ports import Health, Platform
from bot.ops.metrics import Metrics

UNREADY = 503
UNKNOWN = 404


@dataclass(frozen=True, slots=True)
class HealthEndpoints:
    """The endpoints. `taking` is false at the start and from the moment it is told to stop."""

    states: Callable[[], Mapping[Platform, Health]]
    taking: Callable[[], bool]
    metrics: Metrics
    database: Callable[[], Health]
    background: Callable[[], Mapping[str, Health]]

    def routes(self) -> list[Route]:
        """/healthz, /readyz, /readyz/NAME for one platform or the database, /metrics."""
        return [
            Route("/healthz", self.healthz),
            Route("/readyz", self.readyz),
            Route("/readyz/{name}", self.ready_part),
            Route("/metrics", self.prometheus),
        ]

    async def healthz(self, _: Request) -> Response:
        """The process lives."""
        return PlainTextResponse("ok\n")

    async def readyz(self, _: Request) -> Response:
        """Whether questions are taken; in the body every part by itself."""
        found = self._measure()
        # Neither a platform that is away, nor the database, nor background work keeps the others
        # from answering: a load balancer that took every replica out for it would make one outage
        # into two.
        ready = self.taking() and any(health.ready for health in found.values())
        database = self.database()
        body = {
            "ready": ready,
            "taking": self.taking(),
            "database": database.ready,
            "database_detail": database.detail,
            "doors": _shown(found),
            "background": _shown(self.background()),
        }
        return JSONResponse(body, 200 if ready else UNREADY)

    async def ready_part(self, request: Request) -> Response:
        """Whether one platform, or the database, is well: 503 when it is not."""
        name = request.path_params["name"]
        found: dict[str, Health] = {**self._measure(), "database": self.database()}
        health = found.get(name)
        if health is None:
            known = ", ".join(sorted(found))
            return JSONResponse({"detail": f"There is no such part. There are: {known}."}, UNKNOWN)
        body = {"ready": health.ready, "detail": health.detail}
        return JSONResponse(body, 200 if health.ready else UNREADY)

    async def prometheus(self, _: Request) -> Response:
        """All metrics as text."""
        self._measure()
        numbers = generate_latest(self.metrics.registry)
        return Response(numbers, media_type=CONTENT_TYPE_LATEST)

    def _measure(self) -> Mapping[Platform, Health]:
        found = self.states()
        self.metrics.database.set(self.database().ready)
        self.metrics.tasks.set(len(asyncio.all_tasks()))
        for work in self.background():
            self.metrics.background_ended.labels(work)
        for name, health in found.items():
            self.metrics.ready.labels(name).set(health.ready)
        return found


def _shown(parts: Mapping[str, Health]) -> dict[str, dict[str, object]]:
    return {name: {"ready": part.ready, "detail": part.detail} for name, part in parts.items()}
