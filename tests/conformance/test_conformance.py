"""Every rule, at every door that has what it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.adapters
from tests.conformance.doors import HARNESSES
from tests.conformance.harness import World
from tests.conformance.rules import RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("door", HARNESSES)
async def test_every_door_keeps_every_rule(door, rule):
    world = World()
    async with HARNESSES[door](world) as opened:
        if not rule.needs <= opened.can:
            pytest.skip(f"{door} has no {', '.join(sorted(rule.needs - opened.can))}")
        await rule.tell(opened, world)


def test_every_door_is_here():
    folders = {
        path.parent.name for path in Path(next(iter(bot.adapters.__path__))).glob("*/connect.py")
    }
    missing = folders - HARNESSES.keys()
    assert not missing, f"add a harness for {missing} to tests/conformance/doors.py"
