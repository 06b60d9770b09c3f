"""Memory, set for a server: what was loaded stays; what only the start needed is given back."""

from __future__ import annotations

import contextlib
import ctypes
import gc

# New objects between two looks at the youngest ones. An answer makes a few thousand and drops
# them all by itself; at Python's default of 700 the looking took a sixth of the time of an answer
# (`python -m benchmarks slack_http`).
YOUNG = 10_000
OLDER = 20


def freeze_after_start() -> None:
    """Call once everything is loaded.

    What was made by now lives as long as the process, so the garbage collector looks at it a last
    time. What is free goes back to the system: glibc keeps freed memory unless it is told not to.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
