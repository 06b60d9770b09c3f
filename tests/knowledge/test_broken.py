"""Thirty-odd files, each broken in its own way. The line at fault says what is expected of us."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from bot.cli.root import cli
from bot.knowledge import loading, sources
from bot.knowledge.faults import KnowledgeError

BROKEN = Path(__file__).parent / "broken"
FAULT = re.compile(r"# FAULT ([^:]*): (.*)$")


def expected() -> dict[tuple[str, int], tuple[str, str]]:
    """(file, line) → (key, what is said), from the comments in the files."""
    found = {}
    for path in sorted(BROKEN.rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := FAULT.search(line):
                found[(path.name, number)] = (match[1].strip(), match[2].strip())
    return found


def test_every_fault_is_named_at_its_line_and_nothing_else_is():
    _, faults = loading.read_all((sources.shipped_folder(), BROKEN))
    said = {(fault.file.name, fault.line): (fault.key, fault.message) for fault in faults}
    wanted = expected()
    assert len(wanted) >= 30
    assert said.keys() == wanted.keys()
    for place, (key, message) in wanted.items():
        assert said[place][0] == key, place
        assert message in said[place][1], place


def test_ethics_check_prints_them_all_and_ends_with_status_1():
    run = CliRunner().invoke(cli, ["check", str(BROKEN)], standalone_mode=False)
    error = run.exception
    assert isinstance(error, KnowledgeError)
    assert error.exit_status == 1
    lines = str(error).splitlines()
    for name, number in expected():
        assert any(f"{name}:{number}:" in line for line in lines), (name, number)
