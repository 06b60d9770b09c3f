"""Names cannot be resolved at the start; then they can. The process has a hosts file of its own."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.ops.test_platforms_away import alarms_about
from tests.support.full_process import House

SLACK, DISCORD = "slack-api.example.test", "discord-api.example.test"
NOBODY = "127.0.0.1 localhost\n"


def may_unshare():
    """Whether a file can be laid over /etc/hosts for one process alone."""
    if os.geteuid() != 0:
        return False
    command = ["unshare", "--mount", "true"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not may_unshare(), reason="only root may give a process its own hosts file")
async def test_names_that_do_not_resolve_at_first(process, tmp_path):
    hosts = tmp_path / "hosts"
    hosts.write_text(NOBODY)
    process.before = (
        "unshare", "--mount", "sh", "-c", f'mount --bind {hosts} /etc/hosts && exec "$@"', "sh",
    )  # fmt: skip
    async with House(process) as house:
        environ = house.environ(
            SLACK_API_URL=f"http://{SLACK}:{house.slack.port}/api/",
            DISCORD_API_URL=f"http://{DISCORD}:{house.discord.port}/api/v10",
        )
        await process.ready(**environ)
        await process.until("Slack cannot be reached")
        await process.until("discord.unreachable")
        await house.page_answers()
        await house.until(lambda state: not state["doors"]["discord"]["ready"])

        # Written into the same file: another one would not be seen through the mount.
        hosts.write_text(f"{NOBODY}127.0.0.1 {SLACK} {DISCORD}\n")
        await house.until_ready("slack", "discord", "web")
        await house.everybody_answers()
        assert await process.stop() == 0
        for name in ("slack", "discord"):
            assert alarms_about(house, name) <= 1
