"""What pytest says of a test that leaves a loop open."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.process import ROOT

LEAKS = """
import asyncio
import gc

import pytest

class Circle:
    def __init__(self):
        self.me, self.open = self, asyncio.new_event_loop()

@pytest.fixture
async def circle():
    yield Circle()

def test_passes_and_leaks():
    Circle()
    gc.collect()

async def test_fails_and_leaks(circle):
    assert "what was said" == "what was expected"

async def test_fails_and_leaks_too(circle):
    assert "what was said" == "what was expected"
"""


def run(folder, test=""):
    file = folder / "test_leaks.py"
    file.write_text(LEAKS)
    options = ("-c", ROOT / "pyproject.toml", "--rootdir", folder, "-p", "tests.support.left_open")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"{file}{test}"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_failures_are_named_whatever_is_left_open(tmp_path):
    ended = run(tmp_path)
    assert "FAILED test_leaks.py::test_fails_and_leaks" in ended.stdout
    assert "assert 'what was said' == 'what was expected'" in ended.stdout
    assert "FAILED test_leaks.py::test_fails_and_leaks_too" in ended.stdout
    assert "INTERNALERROR" not in ended.stdout + ended.stderr
    assert "in collect_unraisable" not in ended.stderr, "pytest itself failed"
    assert ended.returncode == 1


def test_a_run_that_passes_and_leaks_fails_and_says_where(tmp_path):
    ended = run(tmp_path, "::test_passes_and_leaks")
    assert "1 passed" in ended.stdout
    assert "LEFT OPEN" in ended.stdout
    assert ended.returncode == 1
