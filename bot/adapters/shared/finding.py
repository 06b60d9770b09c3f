"""One result of a setup check, as `ethics doctor` prints it."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that was looked at: whether it is right, a sentence, and what to click."""

    ok: bool
    sentence: str
    click: str = ""
