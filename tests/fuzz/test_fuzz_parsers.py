"""Whatever is read is a value or one clear sentence. `make fuzz` tries far more inputs."""

from __future__ import annotations

import pytest

from bot.handlers.messages import Incoming
from tests.fuzz import files, parsers
from tests.fuzz.target import Target, attempt

INPUTS = 120


@pytest.mark.parametrize("target", [*parsers.TARGETS, *files.TARGETS], ids=lambda t: t.name)
def test_any_input_is_a_value_or_a_sentence(target: Target):
    result = attempt(target, INPUTS)
    if result.crash:
        raise result.crash
    assert result.tried > 0


def test_a_target_that_cannot_hold_is_told_with_its_smallest_input():
    """The fuzzing itself is no test if it cannot fail."""

    def holds(said: str) -> None:
        assert "²" not in said

    broken = Target("broken", parsers.some.daily, holds)
    result = attempt(broken, 500)
    assert isinstance(result.crash, AssertionError)
    assert "²" in str(result.crash)


def test_the_slowest_text_there_is_still_gets_an_answer():
    """Everything at once: 100,000 characters that unfold, unknown words, marks, one long word."""
    for said in (
        "ﷺ" * 100_000,
        "\u202e" * 100_000,
        "a" * 100_000,
        "<https://" * 12_000,
        " ".join(f"q{'z' * (n % 9)}x" for n in range(20_000)),
        "e" + "\u0301" * 100_000,
    ):
        parsers.answered(Incoming(text=said))
