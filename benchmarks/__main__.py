"""Every benchmark of this folder, one after the other: `python -m benchmarks [NAME …]`.

Each runs in a process of its own, so that none warms or burdens another, and is ended when it
takes longer than `SECONDS_EACH`. One that fails is told; the others still run.
"""

from __future__ import annotations

import ast
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
SECONDS_EACH = 240
MISUSE = 2


def available() -> dict[str, str]:
    """The names of the files here that have a `main`, and the first line each says of itself."""
    found = {}
    for path in sorted(HERE.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        if any(isinstance(node, functions) and node.name == "main" for node in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or path.stem).split("\n", maxsplit=1)[0]
    return found


def machine() -> str:
    """What the numbers depend on: the date, the interpreter, the cores, and how busy they are."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    line = f"{today} · Python {platform.python_version()} · {os.cpu_count()} cores"
    if hasattr(os, "getloadavg"):
        line += f" · load {os.getloadavg()[0]:.1f} before the start"
    return line


def run(name: str, about: str) -> bool:
    """Run one benchmark. False when it failed or took too long."""
    print(f"\n=== {name}: {about}\n", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", f"{HERE.name}.{name}"]
    try:
        status = subprocess.run(
            command, cwd=HERE.parent, check=False, timeout=SECONDS_EACH
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"\n{name} was ended after {SECONDS_EACH} seconds.")
        return False
    print(f"\n({time.monotonic() - began:.0f} s, exit status {status})", flush=True)
    return status == 0


def main(wanted: list[str]) -> int:
    known = available()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(known)}.")
        return MISUSE
    print(machine())
    failed = [name for name in (wanted or known) if not run(name, known[name])]
    if failed:
        print(f"\nNot finished: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
