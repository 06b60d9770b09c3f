"""The garbage collector, set for a server: what was loaded stays, so it is looked at once."""

from __future__ import annotations

import gc

# New objects between two looks at the youngest ones. An answer makes a few thousand and drops
# them all by itself; at Python's default of 700 the looking took a sixth of the time of an answer
# (`python -m benchmarks slack_http`).
YOUNG = 10_000
OLDER = 20


def settle() -> None:
    """Call once everything is loaded. Collects, and leaves what remains out of later rounds."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
