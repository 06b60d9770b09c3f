"""A small knowledge folder of one's own: learned in a moment, free to be edited."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bot.knowledge.sources import shipped_folder
from bot.settings import Settings, load
from bot.understanding import build_guide
from tests.support.editing import edit

TOPICS = ("gifts", "gift-meals", "social-media", "investments")
WHOLE = ("areas.yaml", "contacts.yaml", "code", "daily", "pages")
PHRASINGS_EACH = 60


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())


@pytest.fixture(scope="session")
def small_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four shipped topics, a few phrasings each, and what was learned from them."""
    shipped, start = shipped_folder(), tmp_path_factory.mktemp("small")
    folder = start / "knowledge"
    for name in WHOLE:
        source = shipped / name
        for path in sorted(source.glob("*.yaml")) if source.is_dir() else [source]:
            _copy(path, folder / path.relative_to(shipped))
    for path in (folder / "pages").glob("*.yaml"):
        edit(path, topics=None)
    for topic in TOPICS:
        _copy(shipped / "topics" / f"{topic}.yaml", folder / "topics" / f"{topic}.yaml")
        others = [other for other in TOPICS if other != topic]
        edit(folder / "topics" / f"{topic}.yaml", related=others)
    for name in (*TOPICS, "out-of-scope"):
        target = folder / "phrasings" / f"{name}.yaml"
        _copy(shipped / "phrasings" / f"{name}.yaml", target)
        said = yaml.safe_load(target.read_text(encoding="utf-8"))["en"]
        edit(target, en=said[:PHRASINGS_EACH], es=None)
    build_guide.learn(_settings(start), lambda _: None)
    return start


@pytest.fixture
def small_settings(small_start: Path, tmp_path: Path) -> Settings:
    """Settings of a copy that a test may edit."""
    shutil.copytree(small_start, tmp_path / "small")
    return _settings(tmp_path / "small")


@pytest.fixture
def small_knowledge(small_settings: Settings) -> Path:
    """The folder of that copy."""
    assert small_settings.knowledge is not None
    return small_settings.knowledge


def _settings(start: Path) -> Settings:
    environ = {"ETHICS_KNOWLEDGE": str(start / "knowledge"), "ETHICS_DATA": str(start / "data")}
    return load(environ, dotenv=None)
