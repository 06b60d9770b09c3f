"""What every test may ask for: the guide on the shipped knowledge, and settings of its own."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.handlers.guide import Guide
from bot.settings import Settings, load
from bot.understanding.build_guide import guide_for

pytest_plugins = ["tests.support.fake_clock", "tests.support.left_open"]

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder a test run, so that local layers are learned once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def settings(data_folder: Path) -> Settings:
    """Nothing set but the data folder, and the knowledge where a copy is to be tested."""
    knowledge = os.environ.get("ETHICS_KNOWLEDGE", "")
    return load({"ETHICS_DATA": str(data_folder), "ETHICS_KNOWLEDGE": knowledge}, dotenv=None)


@pytest.fixture(scope="session")
def guide(settings: Settings) -> Guide:
    """The guide on the shipped knowledge, on a Monday in November."""
    return guide_for(settings, say=lambda _: None, clock=lambda: TODAY)


def chromium() -> str | None:
    """The path of a Chromium, where one is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs a browser where there is none, and say how to get it."""
    missing = {
        "chromium": None if chromium() else "no Chromium here; on Debian: apt-get install chromium",
    }
    for marker, reason in missing.items():
        for item in items:
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
