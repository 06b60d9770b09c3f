"""The command line: `ethics …`, also `python -m bot`. Parses, and hands over."""

from __future__ import annotations

import sys

from bot.cli.root import cli
from bot.handlers.errors import UserFacingError

FAULT = 1


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
    except Exception as error:  # noqa: BLE001 - a traceback's last line may quote what was typed
        from bot.ops.logging_setup import where  # noqa: PLC0415 - only a crash needs it

        places = "".join(f"  {place}\n" for place in where(error))
        sys.stderr.write(f"A fault inside the bot, {type(error).__name__}, at:\n{places}")
        sys.stderr.write("Please report these lines; nothing that was typed is in them.\n")
        sys.exit(FAULT)


if __name__ == "__main__":
    main()
