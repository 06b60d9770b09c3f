"""JSON Schemas for editors, made from the shapes, so that a file is checked while it is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.knowledge.file_types import SHAPES, adapter

# folder or file → the schema's name, as it stands at the head of each knowledge file
_NAMES = {
    "code/": "edition",
    "topics/": "topic",
    "cases/": "cases",
    "situations/": "situations",
    "gates/": "gate",
    "word-lists/": "word-lists",
    "documents/": "document",
    "pages/": "page",
    "daily/": "daily",
    "phrasings/": "phrasings",
}


def schemas() -> dict[str, str]:
    """File name → text of each schema."""
    made = {}
    for place, shape in SHAPES.items():
        name = _NAMES.get(place, place.removesuffix(".yaml"))
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **_schema(shape),
        }
        made[f"{name}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return made


def _schema(shape: type[Any]) -> dict[str, Any]:
    """The schema of one value: the adapter's is that of a list of them."""
    schema = adapter(shape).json_schema()
    kinds = schema["$defs"]
    for kind in kinds.values():
        given = kind.get("properties", {})
        # What follows from the place of a file is no key of it.
        kind["properties"] = {k: v for k, v in given.items() if not v.get("readOnly")}
    own = kinds.pop(schema["items"]["$ref"].rpartition("/")[2])
    return {"$defs": kinds, **own} if kinds else dict(own)


def write(folder: Path) -> list[Path]:
    """Write the schemas that changed; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return written
