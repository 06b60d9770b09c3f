"""`make fuzz`: every target for a while, and a table of what was tried."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec

from tests.fuzz import files, native, parsers, renderers, routes
from tests.fuzz.target import Result, Target, attempt
from tests.fuzz.town import town

# Inputs of one round; each round has a seed of its own.
ROUND = 400


def rounds(target: Target, seconds: float, first: int) -> Result:
    """New inputs until the time is over, or one of them crashes."""
    whole = Result(target.name)
    number = first
    while whole.seconds < seconds and whole.crash is None:
        part = attempt(target, ROUND, round_=number)
        whole.tried += part.tried
        whole.seconds += part.seconds
        whole.crash = part.crash
        number += 1
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and end with the number of targets that crashed."""
    reader = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    reader.add_argument("--seconds", type=float, default=4.0, help="for each target (4)")
    reader.add_argument("--seed", type=int, default=int(time.time()), help="the first round's seed")
    reader.add_argument("--only", default="", help="targets whose name holds this")
    wanted = reader.parse_args(arguments)
    logging.disable(logging.CRITICAL)  # a library's word on every odd file helps nobody here
    _say(f"Seed {wanted.seed}; {wanted.seconds:g} seconds a target.")
    _say(f"{'Target':<46}{'Inputs':>9}{'Seconds':>9}{'Crashes':>9}")
    found: list[Result] = []
    with tempfile.TemporaryDirectory() as folder, town(folder) as running:
        pure = (*parsers.TARGETS, *files.TARGETS, *renderers.TARGETS)
        chosen = [t for t in (*pure, *routes.targets(running)) if wanted.only in t.name]
        found += [_told(rounds(target, wanted.seconds, wanted.seed)) for target in chosen]
    if find_spec("atheris") is None:
        _say("libFuzzer is left out: the package atheris is not installed here.")
    else:
        names = [name for name in native.NAMES if wanted.only in f"libFuzzer: {name}"]
        found += [_told(native.attempt(name, max(1, int(wanted.seconds)))) for name in names]
    tried, seconds = sum(r.tried for r in found), sum(r.seconds for r in found)
    crashed = [result for result in found if result.crash]
    _say(f"{'Together':<46}{tried:>9,}{seconds:>9.1f}{len(crashed):>9}")
    for result in crashed:
        notes = "\n".join(getattr(result.crash, "__notes__", []))
        _say(f"\n{result.name}: {type(result.crash).__name__}: {result.crash}\n{notes}")
    return len(crashed)


def _told(result: Result) -> Result:
    crashes = int(result.crash is not None)
    _say(f"{result.name:<46}{result.tried:>9,}{result.seconds:>9.1f}{crashes:>9}")
    return result


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
