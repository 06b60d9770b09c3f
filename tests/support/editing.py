"""Edits to a knowledge file, as a maintainer makes them."""

from __future__ import annotations

from pathlib import Path

import yaml


def edit(path: Path, **changes: object) -> None:
    """Change keys of a YAML file; None takes one away."""
    content = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    kept = {name: value for name, value in content.items() if value is not None}
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
