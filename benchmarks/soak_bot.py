"""The shipped process for soaks, and requests as Slack makes them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import httpx

ROOT = Path(__file__).parent.parent
SIGNING = "made-up-for-the-soak"
START_SECONDS = 60
UNLIMITED = "100000000"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Bot:
    """`python -m bot run` with a folder of its own."""

    def __init__(self, folder: str, **environ: str) -> None:
        self.http, self.ops = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.http}"
        self._log = Path(folder, "log")
        self._environ = {
            "PATH": os.environ["PATH"],
            "ETHICS_KNOWLEDGE": os.environ.get("ETHICS_KNOWLEDGE", ""),
            "ETHICS_DATA": folder,
            "ETHICS_HTTP_PORT": str(self.http),
            "ETHICS_OPS_PORT": str(self.ops),
            "ETHICS_PER_MINUTE_PERSON": UNLIMITED,
            "ETHICS_PER_MINUTE_WORKSPACE": UNLIMITED,
            "ETHICS_LOG_LEVEL": "warning",
            **environ,
        }

    async def start(self) -> float:
        """Start; the seconds until every door was open."""
        began = time.perf_counter()
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=ROOT, env=self._environ, stdout=log, stderr=log,
            )  # fmt: skip
        async with httpx.AsyncClient(verify=False) as http, asyncio.timeout(START_SECONDS):
            while True:
                try:
                    ready = await http.get(f"http://127.0.0.1:{self.ops}/readyz")
                    if ready.status_code == 200 and self._all(ready.json()):
                        return time.perf_counter() - began
                except httpx.TransportError:
                    pass
                if self.process.returncode is not None:
                    raise SystemExit("It did not start; see the log.")
                await asyncio.sleep(0.02)

    @staticmethod
    def _all(state: dict) -> bool:
        return bool(state["doors"]) and all(door["ready"] for door in state["doors"].values())

    async def end(self, number: int) -> int:
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 15)


def pressed(person: str, about: str, response_url: str) -> tuple[bytes, dict[str, str]]:
    """A vote as Slack sends it, signed."""
    payload = {
        "type": "block_actions", "trigger_id": "1.1", "enterprise": None,
        "is_enterprise_install": False, "team": {"id": "T0TEAM", "domain": "town"},
        "user": {"id": person, "team_id": "T0TEAM"}, "response_url": response_url,
        "channel": {"id": "C0", "name": "town"},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0",
                      "is_ephemeral": True},
        "actions": [{"type": "feedback_buttons", "action_id": "go:vote", "block_id": "b",
                     "value": f"1|up|{about}", "action_ts": f"{time.time():.6f}"}],
    }  # fmt: skip
    return signed({"payload": json.dumps(payload)})


def commanded(person: str, text: str, response_url: str) -> tuple[bytes, dict[str, str]]:
    """`/ethics TEXT` as Slack sends it, signed."""
    return signed(
        {
            "command": "/ethics", "text": text, "team_id": "T0TEAM", "user_id": person,
            "channel_id": "C0", "response_url": response_url, "is_enterprise_install": "false",
            "trigger_id": f"{time.time_ns()}.{person}",
        }
    )  # fmt: skip


def signed(form: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    """A form with the headers Slack signs it with."""
    body = urlencode(form).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SIGNING.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }
