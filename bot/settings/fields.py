"""Every setting in one typed place."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that hides itself wherever it is printed."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return "(hidden)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A setting's name in the environment, what it does, and which values are right."""

    name: str
    description: str
    low: int | None = None
    high: int | None = None
    shortest: int = 0
    pattern: str = ""


def setting(  # noqa: D103 - see Rule
    name: str,
    default: Any,
    description: str,
    *,
    low: int | None = None,
    high: int | None = None,
    shortest: int = 0,
    pattern: str = "",
) -> Any:
    rule = Rule(name, description, low, high, shortest, pattern)
    return field(default=default, metadata={"rule": rule})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, as the rest of the bot is given them."""

    # --- the page and the server -------------------------------------------------------------
    http_host: str = setting(
        "ETHICS_HTTP_HOST",
        "127.0.0.1",
        "Address the web server listens on.",
    )
    http_port: int = setting(
        "ETHICS_HTTP_PORT",
        8080,
        "Its port; 0 takes a free one.",
        low=0,
        high=65535,
    )
    public_url: str = setting(
        "ETHICS_PUBLIC_URL",
        "",
        "Address people reach the page at, without a final slash; chat answers then link to it.",
        pattern=r"^(https?://.+[^/])?$",
    )
    admin_secret: Secret | None = setting(
        "ETHICS_ADMIN_SECRET",
        None,
        "Opens the maintainer's pages. Without it they do not exist.",
        shortest=16,
    )
    embed_origins: str = setting(
        "ETHICS_EMBED_ORIGINS",
        "",
        "Intranet addresses that may embed the ask box, separated by spaces.",
    )

    # --- knowledge ---------------------------------------------------------------------------
    knowledge: Path | None = setting(
        "ETHICS_KNOWLEDGE",
        None,
        "Folder with the knowledge; empty means the one that is shipped.",
    )
    local: str = setting(
        "ETHICS_LOCAL",
        "",
        f"Folders with your own rules and topics, the widest first, separated by '{os.pathsep}'.",
    )

    # --- Slack -------------------------------------------------------------------------------
    slack_bot_token: Secret | None = setting(
        "SLACK_BOT_TOKEN",
        None,
        "Bot token (xoxb-…) of one workspace.",
    )
    slack_app_token: Secret | None = setting(
        "SLACK_APP_TOKEN",
        None,
        "App-level token (xapp-…); when set, Socket Mode is used.",
    )
    slack_signing_secret: Secret | None = setting(
        "SLACK_SIGNING_SECRET",
        None,
        "Signing secret, for signed HTTP.",
    )
    slack_client_id: str = setting(
        "SLACK_CLIENT_ID",
        "",
        "Client id, to install in many workspaces.",
    )
    slack_client_secret: Secret | None = setting(
        "SLACK_CLIENT_SECRET",
        None,
        "Client secret, for the same.",
    )
    slack_api_url: str = setting(
        "SLACK_API_URL",
        "https://slack.com/api/",
        "Slack's Web API; GovSlack is https://slack-gov.com/api/.",
        pattern=r"^https?://.+/$",
    )
    slack_authorize_url: str = setting(
        "SLACK_AUTHORIZE_URL",
        "https://slack.com/oauth/v2/authorize",
        "Where an installation begins; GovSlack has its own.",
        pattern=r"^https?://.+$",
    )
    slack_agent_view: bool = setting(
        "SLACK_AGENT_VIEW",
        False,
        "Use Slack's agent view: suggested prompts and a working status.",
    )

    # --- Discord -----------------------------------------------------------------------------
    discord_token: Secret | None = setting(
        "DISCORD_TOKEN",
        None,
        "Token of the bot user.",
    )
    discord_api_url: str = setting(
        "DISCORD_API_URL",
        "https://discord.com/api/v10",
        "Discord's API, without a final slash.",
        pattern=r"^https?://.+[^/]$",
    )
    discord_gateway_url: str = setting(
        "DISCORD_GATEWAY_URL",
        "",
        "Gateway to use instead of the one the API names.",
        pattern=r"^(wss?://.+)?$",
    )
    discord_dev_guild: int = setting(
        "DISCORD_DEV_GUILD",
        0,
        "Sync commands to this one server only, at once; for development.",
        low=0,
    )

    # --- store -------------------------------------------------------------------------------
    data: Path = setting(
        "ETHICS_DATA",
        user_data_path("ethics-guide"),
        "Folder for the SQLite file and caches.",
    )
    database_url: Secret | None = setting(
        "ETHICS_DATABASE_URL",
        None,
        "PostgreSQL, as postgresql://user:password@host/name; empty: SQLite in ETHICS_DATA.",
    )
    encryption_keys: Secret | None = setting(
        "ETHICS_ENCRYPTION_KEYS",
        None,
        "Keys for Slack tokens at rest, newest first, with commas; `ethics key` makes one.",
    )
    legal_hold: bool = setting(
        "ETHICS_LEGAL_HOLD",
        False,
        "Keep votes and records of daily posts whatever their age, and refuse `ethics erase`. "
        "What people and administrators delete still goes, and so do expired hashes.",
    )
    retention_days: int = setting(
        "ETHICS_RETENTION_DAYS",
        400,
        "Days that votes and delivery records are kept.",
        low=1,
    )

    # --- conduct -----------------------------------------------------------------------------
    per_minute_person: int = setting(
        "ETHICS_PER_MINUTE_PERSON",
        30,
        "Questions a person a minute.",
        low=1,
    )
    per_minute_workspace: int = setting(
        "ETHICS_PER_MINUTE_WORKSPACE",
        6000,
        "Questions a workspace a minute.",
        low=1,
    )
    daily: bool = setting(
        "ETHICS_DAILY",
        True,
        "Send the daily posts that channels asked for.",
    )

    # --- watching over it --------------------------------------------------------------------
    ops_host: str = setting(
        "ETHICS_OPS_HOST",
        "127.0.0.1",
        "Address of /healthz, /readyz and /metrics.",
    )
    ops_port: int = setting(
        "ETHICS_OPS_PORT",
        8081,
        "Its port; 0 takes a free one, -1 turns it off.",
        low=-1,
        high=65535,
    )
    log_format: Literal["auto", "console", "json"] = setting(
        "ETHICS_LOG_FORMAT",
        "auto",
        "auto: console on a terminal, else JSON.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = setting(
        "ETHICS_LOG_LEVEL",
        "info",
        "How much is logged; never message text.",
    )
