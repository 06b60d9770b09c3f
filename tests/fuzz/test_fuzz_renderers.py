"""Whatever a reply says, every platform takes it. `make fuzz` tries far more replies."""

from __future__ import annotations

import pytest

from tests.fuzz import renderers
from tests.fuzz.target import Target, attempt

INPUTS = 60


@pytest.mark.parametrize("target", renderers.TARGETS, ids=lambda t: t.name)
def test_any_reply_is_drawn_within_the_platforms_limits(target: Target):
    result = attempt(target, INPUTS)
    if result.crash:
        raise result.crash
    assert result.tried > 0
