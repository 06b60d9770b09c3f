"""A local layer written to do harm, or by accident: refused in words, quickly, without memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.knowledge import loading
from bot.knowledge.sources import MAX_BYTES, digest, yaml_files

READ = """
import sys
from pathlib import Path
from bot.knowledge.yaml_text import parse
print(parse(Path(sys.argv[1])).faults)
"""
LAYER = "id: mytown\ntitle: Town of Milford\n"
# Each list holds the one before nine times: nine levels are a thousand million values.
BOMB = "\n".join(["x0: &x0 [a]", *(f"x{n}: &x{n} [{f'*x{n - 1}, ' * 9}a]" for n in range(1, 10))])


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    (tmp_path / "layer.yaml").write_text(LAYER, encoding="utf-8")
    (tmp_path / "topics").mkdir()
    return tmp_path


def told(layer: Path) -> list[str]:
    """The faults of a layer by itself, without where they stand."""
    _, faults = loading.read_all((layer.parent / "shipped", layer))
    return [fault.message for fault in faults if fault.file.parent.name == "topics"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB, "*x0 points to another place; write the text out"),
        ("a: &x [*x]", "*x points to another place; write the text out"),
        ("a: &x {b: c}\nd:\n  <<: *x", "*x points to another place; write the text out"),
        ("[" * 100_000 + "]" * 100_000, "is nested too deeply"),
        ("- " * 900_000, "is nested too deeply"),
        ("\n".join(" " * n + "a:" for n in range(500)), "is nested too deeply"),
        ('id: "a\\x00b"', "holds a character that is no text, U+0000"),
        ('id: "a\\x1b[31mb"', "holds a character that is no text, U+001B"),
    ],
)
def test_what_would_exhaust_or_mislead_is_refused_at_once(layer, content, reason):
    (layer / "topics" / "harm.yaml").write_text(content, encoding="utf-8")
    began = time.perf_counter()
    assert reason in told(layer)
    assert time.perf_counter() - began < 2


def test_a_number_of_a_thousand_digits_is_text_without_quotes(layer):
    (layer / "topics" / "harm.yaml").write_text(f"id: {'9' * 5000}", encoding="utf-8")
    (fault,) = [message for message in told(layer) if "quotes" in message]
    assert fault.startswith("YAML reads 999")
    assert len(fault) < 200


def test_a_huge_file_is_refused_without_being_read(layer):
    huge = layer / "topics" / "harm.yaml"
    with huge.open("wb") as file:
        file.truncate(4_000_000_000)
    assert told(layer) == [f"has more than {MAX_BYTES:,} bytes, and no more are read"]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    digest((layer,))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_links_that_lead_round_or_nowhere_are_no_files(layer):
    (layer / "topics" / "round.yaml").symlink_to("round.yaml")
    (layer / "topics" / "nowhere.yaml").symlink_to("/no/such/file.yaml")
    (layer / "topics" / "above").symlink_to("..", target_is_directory=True)
    assert [path.name for _, path in yaml_files(layer)] == ["layer.yaml"]
    assert told(layer) == []


def test_a_file_name_that_is_no_text_is_only_a_stray_file(layer):
    Path(layer.as_posix() + "/topics/\udcff.yaml").write_text("id: x", encoding="utf-8")
    assert "is missing" in told(layer)
    assert digest((layer,)) != digest((layer.parent,))


def test_a_bomb_harms_no_process_that_has_little_memory(layer):
    """In a process of its own: before there was a limit, this one was killed."""
    file = layer / "topics" / "harm.yaml"
    file.write_text("[" * 990_000 + "]" * 990_000, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ, file], capture_output=True, text=True, timeout=20, check=True
    )
    assert "is nested too deeply" in done.stdout
