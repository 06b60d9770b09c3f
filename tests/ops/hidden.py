"""`make check` looks here for secrets in tracked files: what tokens look like, and what is found.

Each pattern asks for so many characters that the invented tokens of tests and pages stay below.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support.process import ROOT

SECRETS: Mapping[str, str] = {
    "a Slack token": r"xox[abeoprs](?:\.xox[bp])?-(?:\d-)?[\w-]{30,}",
    "a Slack app token": r"xapp-\d-A[A-Z0-9]{8,}-\d{9,}-[0-9a-f]{32,}",
    "a Slack webhook": r"hooks\.slack(?:-gov)?\.com/(?:services|commands|actions)/T[A-Z0-9]{8,}/",
    "a Discord token": r"\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,45}\b",
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "a GitHub token": r"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{60,}",
    "an AWS key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "an AWS secret": r"(?i:aws_secret_access_key)\W{1,4}[A-Za-z0-9/+]{40}(?![\w/+])",
    "a Google key": r"\bAIza[\w-]{35}\b",
    "an OpenAI or Anthropic key": r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}",
    "a Fernet key": r"ETHICS_ENCRYPTION_KEYS\s*[=:]\s*[\"']?[\w-]{43}=",
    # A word in plain lower case, such as "password", is an example.
    "a password in an address": r"\b[a-z][a-z0-9+]{2,20}://[^\s:/@\"'{}<>$]*:"
    r"(?=[^\s@/]*[0-9])(?=[^\s@/]*[a-zA-Z])[^\s@/\"'{}<>$]{12,}@",
}
NEVER_TRACKED = re.compile(r"(^|/)(\.env|secrets/.*|.*\.sqlite3(-\w+)?|.*\.(pem|key|p12|pfx))$")


def tracked(root: Path = ROOT) -> list[Path]:
    """Every file in the repository. Raises `OSError` or `CalledProcessError` where it is none."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, timeout=30
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [root / name for name in names if (root / name).is_file()]


def secrets_in(content: bytes) -> list[tuple[int, str]]:
    """Line and kind of every secret in a file."""
    return [
        (content.count(b"\n", 0, match.start()) + 1, what)
        for what, pattern in SECRETS.items()
        for match in re.finditer(pattern.encode(), content)
    ]


def faults(root: Path = ROOT) -> Iterator[str]:
    """A line for every secret, and for every file that should not be there."""
    for path in tracked(root):
        name = path.relative_to(root).as_posix()
        if NEVER_TRACKED.search(name):
            yield f"{name} belongs on one machine, not in the repository."
        for line, what in secrets_in(path.read_bytes()):
            yield f"{name}:{line} looks like {what}."


def main() -> int:
    """Print every fault; ends with 1 where there is one. The secret itself is not printed."""
    try:
        found = list(faults())
    except (OSError, subprocess.CalledProcessError):
        sys.stdout.write("This is no git checkout: no tracked files to look at for secrets.\n")
        return 0
    sys.stdout.write("".join(f"{line}\n" for line in found) or "No secrets in tracked files.\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
