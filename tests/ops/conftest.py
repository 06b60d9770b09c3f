"""The shipped process for tests that watch over it."""

from __future__ import annotations

import pytest

from tests.support.process import Process


@pytest.fixture
async def process(guide, data_folder, tmp_path):
    """`ethics run` on free ports; `guide` sees to it that there is nothing left to learn."""
    made = Process(tmp_path / "data", learned=data_folder / "models")
    yield made
    await made.end()
