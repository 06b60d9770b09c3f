"""A pytest plugin: lets the tests run under libfaketime, as `make ahead` does.

libfaketime moves the time of day and must leave the monotonic clock alone, or waiting for a lock
never ends; and then Python's `time.sleep`, which waits for an instant of the monotonic clock, is
refused by it. So under libfaketime it waits with `select`, which counts seconds.
"""

from __future__ import annotations

import os
import select
import time

if "FAKETIME" in os.environ:
    assert os.environ.get("FAKETIME_DONT_FAKE_MONOTONIC") == "1", "locks would never be had"
    time.sleep = lambda seconds: select.select((), (), (), seconds) and None


def inherited() -> dict[str, str]:
    """What a process must be given of the environment to go by the same clock as the tests."""
    return {
        name: value
        for name, value in os.environ.items()
        if name == "LD_PRELOAD" or name.startswith("FAKETIME")
    }
