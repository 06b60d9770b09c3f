"""The command line: `ethics …`, also `python -m bot`. Parses, and hands over."""

from __future__ import annotations

import sys

from bot.cli.root import cli
from bot.handlers.errors import UserFacingError

MISUSE = 2


def main() -> None:
    """Run a command. A problem a person can solve is one sentence and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets a mark instead of a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        cli.main(prog_name="ethics", standalone_mode=True)
    except UserFacingError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader has seen enough, as in `ethics ask --jsonl < questions | head`.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
