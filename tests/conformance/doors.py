"""Every door, and how the suite opens it. A new door adds a line here."""

from __future__ import annotations

from tests.conformance.console_door import console
from tests.conformance.discord_door import discord
from tests.conformance.harness import Harness
from tests.conformance.slack_door import slack
from tests.conformance.web_door import embed, web

HARNESSES: dict[str, Harness] = {
    "slack": slack,
    "discord": discord,
    "web": web,
    "embed": embed,
    "console": console,
}
