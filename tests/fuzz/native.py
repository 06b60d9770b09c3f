"""The pure parsers under libFuzzer, which looks for inputs that reach new lines.

`python -m tests.fuzz.native words -max_total_time=10` runs one; needs the package atheris.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.fuzz.target import Result

TODAY = date(2026, 11, 23)
DONE = re.compile(r"Done (\d+) (?:runs )?in (\d+) second")
# More than this is said by nobody, and hides what matters.
INPUT_BYTES = 2_000


def _parsers() -> dict[str, Callable[[bytes], None]]:
    """Each raises only where something is wrong. Imported here, so that atheris sees the code."""
    import atheris

    with atheris.instrument_imports(include=["bot"]):
        from bot.adapters.discord import markup
        from bot.adapters.slack import text as slack_text
        from bot.daily.orders import orders_parser
        from bot.handlers import text
        from bot.handlers.commands import followups, parse
        from bot.handlers.errors import UserFacingError
        from bot.knowledge.yaml_text import parse as parse_yaml
        from bot.understanding.evaluation import read_questions

    def kindly(read: Callable[..., object], *given: object) -> None:
        try:
            read(*given)
        except UserFacingError:
            return

    def said(data: bytes) -> str:
        return data.decode("utf-8", "replace")

    def key(data: bytes) -> None:
        plain = text.key(said(data))
        assert text.key(plain) == plain
        text.clean(said(data))
        followups.new_words(said(data))

    def marked(data: bytes) -> None:
        shown = markup.escape(said(data))
        assert all(len(piece) <= 50 for piece in markup.pieces(said(data), markup.escape, 50))
        assert not re.search(r"(?<!\\)<(@|#)", shown)

    def slack(data: bytes) -> None:
        plain = slack_text.said(said(data))
        assert slack_text.said(slack_text.escape(plain)) == plain
        assert all(len(piece) <= 50 for piece in slack_text.pieces(plain, 50))

    file = Path(tempfile.mkdtemp(prefix="fuzz-")) / "any.yaml"

    def knowledge(data: bytes) -> None:
        file.write_bytes(data)
        found = parse_yaml(file)
        assert found.faults or found.value is not None

    return {
        "words": lambda data: kindly(orders_parser.parse, said(data), TODAY),
        "key": key,
        "commands": lambda data: bool(parse.parse(said(data), str, str, str)) or None,
        "discord": marked,
        "slack": slack,
        "yaml": knowledge,
        "questions": lambda data: kindly(read_questions, said(data), "x"),
    }


NAMES = ("words", "key", "commands", "discord", "slack", "yaml", "questions")


def attempt(name: str, seconds: int) -> Result:
    """Run one parser in a process of its own for so long."""
    result = Result(f"libFuzzer: {name}")
    with tempfile.TemporaryDirectory() as found:
        limits = [
            f"-max_total_time={seconds}",
            f"-max_len={INPUT_BYTES}",
            f"-artifact_prefix={found}/",
        ]
        command = [sys.executable, "-m", "tests.fuzz.native", name, *limits]
        run = subprocess.run(command, capture_output=True, timeout=seconds + 60, check=False)
        told = run.stderr.decode("utf-8", "replace")
        if done := DONE.search(told):
            result.tried, result.seconds = int(done[1]), float(done[2])
        if run.returncode:
            inputs = [path.read_bytes() for path in Path(found).iterdir()]
            result.crash = RuntimeError(f"{told[-1500:]}\n{inputs}")
    return result


def main() -> None:
    """Hand one parser over to libFuzzer, with its own arguments."""
    import atheris

    name, *rest = sys.argv[1:]
    atheris.Setup([sys.argv[0], *rest], _parsers()[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
