"""A Dockerfile as a list of instructions, and its build steps done in a plain folder."""

from __future__ import annotations

import fnmatch
import os
import re
import shlex
import shutil
import site
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
VENV = "/opt/ethics"
STEP_SECONDS = 120


@dataclass(frozen=True)
class Instruction:
    """One instruction: its stage (counted from 0), its name, and the rest of the line."""

    stage: int
    name: str
    rest: str


def instructions(text: str) -> list[Instruction]:
    """Comments gone, continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found, stage = [], -1
    for line in joined.splitlines():
        name, _, rest = line.strip().partition(" ")
        stage += name == "FROM"
        found.append(Instruction(stage, name, rest.strip()))
    return found


class PlainFolder:
    """The first stage of an image, with a folder for `/`."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "src"
        self.venv = folder / "venv"
        self.source.mkdir(parents=True)
        self.installed: list[str] = []

    def do(self, step: Instruction) -> None:
        """COPY and RUN as they stand; what is locked comes from where the tests run."""
        if step.name == "COPY":
            *sources, target = shlex.split(step.rest)
            for source in sources:
                self._copy(source, target)
        elif step.name == "RUN" and "requirements.lock" in step.rest:
            self._borrow(step)
        elif step.name == "RUN":
            command = shlex.split(step.rest.replace(VENV, str(self.venv)))
            if command[0] == "python":
                command[0] = sys.executable
            self.run(command, self.source)

    def run(self, command: list[str], folder: Path, **environ: str) -> str:
        """What a command prints, in an environment with nothing of the checkout's."""
        done = subprocess.run(
            command,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), **environ},
            capture_output=True,
            text=True,
            timeout=STEP_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _copy(self, source: str, target: str) -> None:
        assert is_sent(source), f".dockerignore keeps {source} back"
        if (ROOT / source).is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / source, self.source / target, ignore=ignore)
        else:
            shutil.copy(ROOT / source, self.source / target)

    def _borrow(self, step: Instruction) -> None:
        assert "--require-hashes" in step.rest
        inside = Path(
            sysconfig.get_path("purelib", vars={"base": str(self.venv), "platbase": str(self.venv)})
        )
        borrowed = "\n".join(site.getsitepackages())
        (inside / "borrowed.pth").write_text(borrowed, encoding="utf-8")


def is_sent(name: str) -> bool:
    """Whether .dockerignore lets a file or folder of the checkout's root through."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.strip()
        if pattern and fnmatch.fnmatch(name, pattern.lstrip("!")):
            sent = pattern.startswith("!")
    return sent
