"""A pytest plugin: what a test leaves open (a socket, a loop, a thread's error) fails the run.

It fails it at the end, after every failed test has been named; see `filterwarnings`.
"""

from __future__ import annotations

import warnings

import pytest

left_open: list[str] = []


def pytest_warning_recorded(warning_message: warnings.WarningMessage, nodeid: str) -> None:
    """Remember what was left open, or failed in a thread, where no test could fail for it."""
    kinds = (pytest.PytestUnraisableExceptionWarning, pytest.PytestUnhandledThreadExceptionWarning)
    if issubclass(warning_message.category, kinds):
        left_open.append(nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that passed but left something open; failures have been named by now."""
    if left_open and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests left something open."""
    for nodeid in dict.fromkeys(left_open):
        terminalreporter.write_line(f"LEFT OPEN, see its warning above: {nodeid or 'unknown'}")
