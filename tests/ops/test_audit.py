"""The audit of what is locked: a weakness ends it with 1; a service out of reach does not."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.ops.audit import audit, read

HASH = "sha256:" + "0" * 64
WEAK = {"id": "PYSEC-2026-1", "modified": "2026-01-01T00:00:00Z", "affected": [{
    "package": {"name": "frail", "ecosystem": "PyPI"}, "versions": ["1.0"],
    "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
}]}  # fmt: skip


class Advisories(BaseHTTPRequestHandler):
    """A small advisory service that knows one weakness."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps({"vulns": [WEAK]} if asked["package"]["name"] == "frail" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Advisories)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    thread.join(5)
    server.server_close()


def lock(folder: Path, *pins: str) -> str:
    """A lock file of these pins. An absolute path stays one below the project's folder."""
    file = folder / "some.lock"
    file.write_text("".join(f"{pin} \\\n    --hash={HASH}\n" for pin in pins), encoding="utf-8")
    return str(file)


def test_a_weakness_is_named_with_its_cure_and_fails_the_check(tmp_path):
    pins = lock(tmp_path, "frail==1.0", "sound==2.0")
    with service() as address:
        done = audit([pins], f"--osv-url={address}")
    assert done.found
    assert done.lines == (
        "frail 1.0: PYSEC-2026-1, mended in 1.1",
        "2 packages audited, 1 weaknesses.",
    )


def test_without_a_weakness_the_check_passes(tmp_path):
    with service() as address:
        done = audit([lock(tmp_path, "sound==2.0")], f"--osv-url={address}")
    assert not done.found
    assert done.lines == ("1 packages audited, 0 weaknesses.",)


def test_a_service_out_of_reach_is_one_sentence_and_no_failure(tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        done = audit([lock(tmp_path, "sound==2.0")], f"--osv-url={address}")
    assert not done.found
    (line,) = done.lines
    assert line.startswith("No advisory service could be asked from here")
    assert "not audited" in line


def test_a_service_that_does_not_answer_is_not_waited_for(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        done = audit([lock(tmp_path, "sound==2.0")], f"--osv-url={address}", seconds=2)
    assert "none answered within 2 seconds" in done.lines[0]


@pytest.mark.parametrize("more", [(), ({"name": "b", "version": "1", "vulns": []},)])
def test_a_package_nobody_knows_is_never_told_as_a_safe_one(more):
    unknown = {"name": "a", "skip_reason": "not found"}
    done = read((unknown, *more))
    assert "not audited" in done.lines[0] if not more else "Not audited: a." in done.lines
