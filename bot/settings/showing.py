"""The settings as people read them: `.env.example`, the README's table, `ethics settings`."""

from __future__ import annotations

import dataclasses
from typing import Any

from bot.settings.fields import Secret, Settings

# A folder that differs from machine to machine is named, not printed.
_HOME = {"data": "your data folder"}


def show(value: Any) -> str:
    """A setting's value as it may be printed: secrets hidden, nothing set shown as a dash."""
    if isinstance(value, Secret):
        return "(set)"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "—" if value in (None, "") else str(value)


def env_example() -> str:
    """The text of `.env.example`, made from the settings themselves."""
    lines = [
        "# Settings of the ethics guide. Copy this file to .env and fill in what you need.",
        "# A secret can also be a file: SLACK_BOT_TOKEN_FILE=/run/secrets/slack_bot_token",
        "",
    ]
    for field in dataclasses.fields(Settings):
        rule = field.metadata["rule"]
        default = "" if field.name in _HOME else show(field.default).replace("—", "")
        lines += [f"# {rule.description}", f"# {rule.name}={default}", ""]
    return "\n".join(lines)


def markdown_table() -> str:
    """The README's table of settings."""
    rows = ["| Setting | Default | What it does |", "|---|---|---|"]
    for field in dataclasses.fields(Settings):
        rule = field.metadata["rule"]
        shown = _HOME.get(field.name) or f"`{show(field.default)}`".replace("`—`", "—")
        rows.append(f"| `{rule.name}` | {shown} | {rule.description} |")
    return "\n".join(rows) + "\n"
