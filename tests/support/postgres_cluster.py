"""A throwaway PostgreSQL on 127.0.0.1, run by an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

UNPRIVILEGED = ("postgres", "nobody")
SECONDS = 60
MISSING = "no PostgreSQL server programs here; on Debian: apt-get install postgresql"


def programs() -> Path | None:
    """The folder that holds initdb and pg_ctl, the newest version first; None without."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@dataclass
class Cluster:
    """`with Cluster() as cluster:` then `cluster.url("name")` makes a database and its address."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ethics-pg-")))
    port: int = 0

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.geteuid() == 0:
            owner = pwd.getpwnam(_unprivileged())
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "ethics", "--no-sync")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c max_connections=200"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self._data, "-o", options, "-l", log, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def url(self, name: str) -> str:
        """Make a database and return its address."""
        address = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "ethics")
        self._run("createdb", *address, name)
        return f"postgresql://ethics@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        folder = programs()
        assert folder is not None, MISSING
        subprocess.run(
            [str(folder / program), *arguments],
            check=True,
            timeout=SECONDS,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=_unprivileged() if os.geteuid() == 0 else None,
        )


def _unprivileged() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)
