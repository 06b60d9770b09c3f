"""`make audit`: asks a public advisory service whether what is locked has known weaknesses.

Ends with 1 for a weakness. Where no service can be reached it says so in one sentence and ends
with 0: a machine without the internet must still be able to pass its checks.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.process import ROOT

SHIPPED = ("requirements.lock",)
ALL = (*SHIPPED, "requirements-dev.lock", "requirements-fuzz.lock")
# The checks as a whole stay under half a minute.
SECONDS = 20
NOBODY = "No advisory service could be asked from here ({}): the dependencies were not audited."


@dataclass(frozen=True)
class Audit:
    """What came of it: lines to print, and whether something was found."""

    lines: tuple[str, ...]
    found: bool = False


def audit(locks: Sequence[str], *more: str, seconds: float = SECONDS) -> Audit:
    """Ask about every package of these locks. `more` are further arguments of pip-audit."""
    files = [part for lock in locks for part in ("-r", str(ROOT / lock))]
    command = [sys.executable, "-m", "pip_audit", *files, "--require-hashes", "--disable-pip"]
    command += ["--format=json", "--progress-spinner=off", "--vulnerability-service=osv", *more]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=False, cwd=ROOT
        )
        found = json.loads(run.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return Audit((NOBODY.format(f"none answered within {seconds:g} seconds"),))
    except (ValueError, KeyError):
        reason = (run.stderr.strip().splitlines() or ["no answer"])[-1].partition(":")[0]
        return Audit((NOBODY.format(reason.rpartition(".")[2]),))
    return read(found)


def read(found: Sequence[dict[str, Any]]) -> Audit:
    """What pip-audit's report says. A package that could not be asked about is not a safe one."""
    asked = {item["name"] for item in found if "skip_reason" not in item}
    skipped = {item["name"] for item in found if "skip_reason" in item} - asked
    weak = [
        f"{item['name']} {item['version']}: {weakness['id']}"
        + (f", mended in {', '.join(fixes)}" if (fixes := weakness["fix_versions"]) else "")
        for item in found
        for weakness in item.get("vulns", ())
    ]
    if not asked:
        return Audit((NOBODY.format("it knows none of the packages"),))
    lines = [*dict.fromkeys(weak), f"{len(asked)} packages audited, {len(set(weak))} weaknesses."]
    if skipped:
        lines.append(f"Not audited: {', '.join(sorted(skipped))}.")
    return Audit(tuple(lines), bool(weak))


def main() -> int:
    """Audit what ships, or with --all also what it is tested with."""
    done = audit(ALL if "--all" in sys.argv else SHIPPED)
    sys.stdout.write("\n".join(done.lines) + "\n")
    return int(done.found)


if __name__ == "__main__":
    sys.exit(main())
