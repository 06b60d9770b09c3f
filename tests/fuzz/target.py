"""A target: what may come in, and what must hold for it. Run briefly by the tests, long by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True)
class Target:
    """`holds` takes one input and raises where something is wrong with what came of it."""

    name: str
    inputs: SearchStrategy[Any]
    holds: Callable[[Any], None]
    # How many inputs this target is given where others get one: less for what is slow.
    share: float = 1.0


@dataclass
class Result:
    """What came of a run."""

    name: str
    tried: int = 0
    seconds: float = 0.0
    crash: BaseException | None = None


def attempt(target: Target, inputs: int, *, round_: int | None = None) -> Result:
    """Try a target on about so many inputs. A crash is shrunk, and kept in the result.

    Without `round_` the same inputs on every run, so that a red run is red again.
    """
    result = Result(target.name)
    wanted = settings(
        max_examples=max(5, int(inputs * target.share)),
        derandomize=round_ is None,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        print_blob=False,
    )

    def one(value: Any) -> None:
        result.tried += 1
        target.holds(value)

    run = given(target.inputs)(one)
    began = time.perf_counter()
    try:
        wanted(run if round_ is None else seed(round_)(run))()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        result.crash = error
    result.seconds = time.perf_counter() - began
    return result
