"""A small knowledge folder of one's own: learnt in a moment, free to be edited."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.handlers.matching import semantic
from bot.knowledge.places import shipped_folder
from bot.settings import Settings, load

TOPICS = ("gifts", "gift-meals", "social-media", "investments")
WHOLE = ("areas.yaml", "contacts.yaml", "code", "daily")
PHRASINGS_EACH = 60


def edit(path: Path, **changes: object) -> None:
    """Change keys of a YAML file; None takes one away."""
    content = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    kept = {name: value for name, value in content.items() if value is not None}
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())


@pytest.fixture
def small_knowledge(tmp_path: Path) -> Path:
    """Four topics of the shipped knowledge, a few phrasings each, no cases and no documents."""
    shipped, folder = shipped_folder(), tmp_path / "knowledge"
    for name in WHOLE:
        source = shipped / name
        for path in sorted(source.glob("*.yaml")) if source.is_dir() else [source]:
            _copy(path, folder / path.relative_to(shipped))
    for topic in TOPICS:
        _copy(shipped / "topics" / f"{topic}.yaml", folder / "topics" / f"{topic}.yaml")
        others = [other for other in TOPICS if other != topic]
        edit(folder / "topics" / f"{topic}.yaml", related=others)
    for name in (*TOPICS, "out-of-scope"):
        target = folder / "phrasings" / f"{name}.yaml"
        _copy(shipped / "phrasings" / f"{name}.yaml", target)
        said = yaml.safe_load(target.read_text(encoding="utf-8"))["en"]
        edit(target, en=said[:PHRASINGS_EACH], es=None)
    return folder


@pytest.fixture
def small_settings(
    small_knowledge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Settings that name the small knowledge. Words only: reading an embedder takes too long."""
    monkeypatch.setattr(semantic, "installed", lambda: None)
    environ = {"ETHICS_KNOWLEDGE": str(small_knowledge), "ETHICS_DATA": str(tmp_path / "data")}
    return load(environ, dotenv=None)
