"""Who may import whom, as docs/architecture.md draws it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
MODULES = sorted(BOT.rglob("*.py"))
SDKS = {
    "slack": ("slack_bolt", "slack_sdk"),
    "discord": ("discord",),
    "web": ("starlette",),
    "console": ("rich",),
}
ALL_SDKS = tuple(name for names in SDKS.values() for name in names)
MATCHER_NEEDS = ("rapidfuzz", "numpy")
INPUT_AND_OUTPUT = (
    *("asyncio", "socket", "ssl", "http", "urllib.request", "logging"),
    *("os", "pathlib", "io", "shutil", "tempfile", "zipfile", "sqlite3", "subprocess", "threading"),
)


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(folder: str) -> list[Path]:
    return [path for path in MODULES if path.is_relative_to(BOT / folder)]


def name_of(path: Path) -> str:
    return path.relative_to(BOT).as_posix()


@pytest.mark.parametrize("path", within("handlers"), ids=name_of)
def test_the_core_knows_nothing_of_platforms_files_or_settings(path):
    """handlers import themselves, the standard library, and what the matcher needs."""
    import sys

    for name in imports(path):
        top = name.partition(".")[0]
        own = name.startswith("bot.handlers")
        assert own or top in sys.stdlib_module_names or top in MATCHER_NEEDS, f"{path}: {name}"
        assert not (name + ".").startswith(tuple(f"{n}." for n in INPUT_AND_OUTPUT)), (
            f"{path}: {name} is I/O"
        )
    calls = [
        n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
    ]
    assert not [c for c in calls if isinstance(c, ast.Name) and c.id in ("open", "print", "input")]


@pytest.mark.parametrize("path", within("adapters"), ids=name_of)
def test_a_door_knows_the_core_and_its_own_platform_only(path):
    """adapters.X import bot.handlers, bot.daily, themselves, and X's SDK."""
    parts = path.relative_to(BOT / "adapters").parts
    if len(parts) == 1:
        return
    own = parts[0]
    assert own in SDKS or own == "shared", (
        f"bot/adapters/{own}/ is a new door: add its SDK to SDKS in tests/test_house.py, and a "
        "harness to tests/conformance/doors.py (docs/architecture.md, “Add a platform”)"
    )
    for name in imports(path):
        if name.startswith("bot."):
            allowed = ("bot.handlers", f"bot.adapters.{own}", "bot.adapters.shared", "bot.daily")
            assert name.startswith(allowed), f"{path}: {name}"
        elif name.startswith(ALL_SDKS) and own != "slack":
            assert name.startswith(SDKS.get(own, ())), f"{path}: {name} is another platform's"


@pytest.mark.parametrize("path", sorted(BOT.glob("adapters/*/render.py")), ids=name_of)
def test_a_renderer_is_pure(path):
    """render.py turns a Reply into data: it awaits nothing and opens nothing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    waits = [n for n in ast.walk(tree) if isinstance(n, (ast.Await, ast.AsyncFunctionDef))]
    assert not waits
    assert not [name for name in imports(path) if name.startswith(("asyncio", "socket", "os."))]
    # A new kind of block fails type checking where blocks are drawn: there, or in its markup.
    drawing = [p for p in (path, path.with_name("markup.py")) if p.exists()]
    assert any("assert_never" in p.read_text(encoding="utf-8") for p in drawing)


@pytest.mark.parametrize("path", [p for p in MODULES if p.name != "__main__.py"], ids=name_of)
def test_nobody_imports_the_command_line(path):
    """Nothing depends on __main__, and only the command line on bot.cli."""
    for name in imports(path):
        assert not name.startswith("bot.__main__"), path
        if not path.is_relative_to(BOT / "cli"):
            assert not name.startswith("bot.cli"), f"{path}: {name}"


@pytest.mark.parametrize("path", within("daily") + within("store"), ids=name_of)
def test_services_do_not_know_the_doors(path):
    """daily and store import the core, each other, and their libraries."""
    for name in imports(path):
        if name.startswith("bot."):
            allowed = ("bot.handlers", "bot.daily", "bot.store")
            if path.name == "from_settings.py":
                allowed += ("bot.settings",)
            assert name.startswith(allowed), f"{path}: {name}"


def test_nothing_stands_loose():
    """Only what puts the bot together lies outside a folder."""
    loose = {path.name for path in BOT.glob("*.py")}
    assert loose == {"__init__.py", "__main__.py", "app.py", "doors.py"}


def test_no_module_is_a_god():
    """A module has one job: none passes 300 lines, half are under 120."""
    sizes = sorted(len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES)
    assert sizes[-1] <= 300
    assert sizes[len(sizes) // 2] <= 120


@pytest.mark.parametrize("path", [p for p in MODULES if "migrations" not in p.parts], ids=name_of)
def test_nothing_happens_at_import(path):
    """A module's body holds definitions and constants: it calls nothing for its effect.

    Migrations are scripts that Alembic runs.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), f"{path}:{node.lineno}"
