"""Buttons: one whose target is gone is an older button; a fault of ours is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.handlers.guide import Guide
from bot.handlers.messages import Incoming, plain_text

KINDS = (
    "area", "cases", "cases-in", "case", "daily", "document", "more", "page", "situation", "tenet",
    "topic",
)  # fmt: skip
NONE_SUCH = ("gone", "", "13", "0", "-1", "٣", "9" * 5000, "topic:gifts", "../code")


@pytest.mark.parametrize("kind", [*KINDS, "nothing-of-ours", ""])
@pytest.mark.parametrize("name", NONE_SUCH)
def test_a_button_whose_target_is_gone_is_from_an_older_version(guide, kind, name):
    if (kind, name) == ("cases", ""):
        return  # all cases
    said = plain_text(guide.answer(Incoming(choice=f"{kind}:{name}")))
    assert "older version" in said


@pytest.mark.parametrize(
    ("damage", "asked"),
    [
        ({"daily": {}}, "today"),
        ({"editions": ()}, "tenet:7"),
        ({"contacts": None}, "contact"),
        ({"topics": {}}, "cases"),
    ],
)
def test_a_fault_of_ours_is_raised_for_the_door_to_log(guide, damage, asked):
    """Not swallowed as an older button: nobody would ever hear of it."""
    broken = replace(guide.library, **damage)
    damaged = Guide(broken, guide._known.matcher, lambda: date(2026, 11, 23))
    with pytest.raises((LookupError, TypeError)):
        damaged.answer(Incoming(choice=asked))
