"""Every setting in one typed place: read once, passed in, secrets hidden, all problems at once.

A value comes from the environment, else from a file named by `NAME_FILE` (Docker and Kubernetes
secrets), else from `.env` in the working folder, else from its default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.handlers.errors import UserFacingError

PREFIXES = ("ETHICS_", "SLACK_", "DISCORD_")
FILE_SUFFIX = "_FILE"
# A name this close to a known one is taken for a slip of the pen.
NEAREST_NAME = 0.6

Secret = SecretStr | None


class Settings(BaseModel):
    """All settings. The alias of a field is its name in the environment."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    # --- the page and the server -------------------------------------------------------------
    http_host: Annotated[
        str,
        Field(alias="ETHICS_HTTP_HOST", description="Address the web server listens on."),
    ] = "127.0.0.1"
    http_port: Annotated[
        int,
        Field(
            alias="ETHICS_HTTP_PORT", ge=0, le=65535, description="Its port; 0 takes a free one."
        ),
    ] = 8080
    public_url: Annotated[
        str,
        Field(
            alias="ETHICS_PUBLIC_URL",
            pattern=r"^(https?://.+[^/])?$",
            description="Address people reach the page at, without a final slash; "
            "chat answers then link to it.",
        ),
    ] = ""
    admin_secret: Annotated[
        Secret,
        Field(
            alias="ETHICS_ADMIN_SECRET",
            min_length=16,
            description="Opens the maintainer's pages. Without it they do not exist.",
        ),
    ] = None
    embed_origins: Annotated[
        str,
        Field(
            alias="ETHICS_EMBED_ORIGINS",
            description="Intranet addresses that may embed the ask box, separated by spaces.",
        ),
    ] = ""

    # --- knowledge ---------------------------------------------------------------------------
    knowledge: Annotated[
        Path | None,
        Field(
            alias="ETHICS_KNOWLEDGE",
            description="Folder with the knowledge; empty means the one that is shipped.",
        ),
    ] = None
    local: Annotated[
        str,
        Field(
            alias="ETHICS_LOCAL",
            description="Folders with your own rules and topics, the widest first, "
            f"separated by '{os.pathsep}'.",
        ),
    ] = ""

    # --- Slack -------------------------------------------------------------------------------
    slack_bot_token: Annotated[
        Secret,
        Field(alias="SLACK_BOT_TOKEN", description="Bot token (xoxb-…) of one workspace."),
    ] = None
    slack_app_token: Annotated[
        Secret,
        Field(
            alias="SLACK_APP_TOKEN",
            description="App-level token (xapp-…); when set, Socket Mode is used.",
        ),
    ] = None
    slack_signing_secret: Annotated[
        Secret,
        Field(alias="SLACK_SIGNING_SECRET", description="Signing secret, for signed HTTP."),
    ] = None
    slack_client_id: Annotated[
        str,
        Field(alias="SLACK_CLIENT_ID", description="Client id, to install in many workspaces."),
    ] = ""
    slack_client_secret: Annotated[
        Secret,
        Field(alias="SLACK_CLIENT_SECRET", description="Client secret, for the same."),
    ] = None
    slack_api_url: Annotated[
        str,
        Field(
            alias="SLACK_API_URL",
            pattern=r"^https?://.+/$",
            description="Slack's Web API; GovSlack is https://slack-gov.com/api/.",
        ),
    ] = "https://slack.com/api/"
    slack_authorize_url: Annotated[
        str,
        Field(
            alias="SLACK_AUTHORIZE_URL",
            pattern=r"^https?://.+$",
            description="Where an installation begins; GovSlack has its own.",
        ),
    ] = "https://slack.com/oauth/v2/authorize"
    slack_agent_view: Annotated[
        bool,
        Field(
            alias="SLACK_AGENT_VIEW",
            description="Use Slack's agent view: suggested prompts and a working status.",
        ),
    ] = False

    # --- Discord -----------------------------------------------------------------------------
    discord_token: Annotated[
        Secret,
        Field(alias="DISCORD_TOKEN", description="Token of the bot user."),
    ] = None
    discord_api_url: Annotated[
        str,
        Field(
            alias="DISCORD_API_URL",
            pattern=r"^https?://.+[^/]$",
            description="Discord's API, without a final slash.",
        ),
    ] = "https://discord.com/api/v10"
    discord_gateway_url: Annotated[
        str,
        Field(
            alias="DISCORD_GATEWAY_URL",
            pattern=r"^(wss?://.+)?$",
            description="Gateway to use instead of the one the API names.",
        ),
    ] = ""
    discord_dev_guild: Annotated[
        int,
        Field(
            alias="DISCORD_DEV_GUILD",
            ge=0,
            description="Sync commands to this one server only, at once; for development.",
        ),
    ] = 0

    # --- store -------------------------------------------------------------------------------
    data: Annotated[
        Path,
        Field(
            alias="ETHICS_DATA",
            description="Folder for the SQLite file and caches.",
            validate_default=True,
        ),
    ] = user_data_path("ethics-guide")
    database_url: Annotated[
        Secret,
        Field(
            alias="ETHICS_DATABASE_URL",
            description="PostgreSQL, as postgresql://user:password@host/name; "
            "empty means a SQLite file in ETHICS_DATA.",
        ),
    ] = None
    encryption_keys: Annotated[
        Secret,
        Field(
            alias="ETHICS_ENCRYPTION_KEYS",
            description="Fernet keys for Slack tokens at rest, the newest first, separated by "
            "commas. `ethics key` makes one.",
        ),
    ] = None
    legal_hold: Annotated[
        bool,
        Field(alias="ETHICS_LEGAL_HOLD", description="Delete nothing by age while set."),
    ] = False
    retention_days: Annotated[
        int,
        Field(
            alias="ETHICS_RETENTION_DAYS",
            ge=1,
            description="Days that votes and delivery records are kept.",
        ),
    ] = 400

    # --- conduct -----------------------------------------------------------------------------
    per_minute_person: Annotated[
        int,
        Field(alias="ETHICS_PER_MINUTE_PERSON", ge=1, description="Questions a person a minute."),
    ] = 30
    per_minute_workspace: Annotated[
        int,
        Field(
            alias="ETHICS_PER_MINUTE_WORKSPACE",
            ge=1,
            description="Questions a workspace a minute.",
        ),
    ] = 6000
    daily: Annotated[
        bool,
        Field(alias="ETHICS_DAILY", description="Send the daily posts that channels asked for."),
    ] = True

    # --- watching over it --------------------------------------------------------------------
    ops_host: Annotated[
        str,
        Field(alias="ETHICS_OPS_HOST", description="Address of /healthz, /readyz and /metrics."),
    ] = "127.0.0.1"
    ops_port: Annotated[
        int,
        Field(
            alias="ETHICS_OPS_PORT",
            ge=-1,
            le=65535,
            description="Its port; 0 takes a free one, -1 turns it off.",
        ),
    ] = 8081
    log_format: Annotated[
        Literal["auto", "console", "json"],
        Field(alias="ETHICS_LOG_FORMAT", description="auto: console on a terminal, else JSON."),
    ] = "auto"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Field(alias="ETHICS_LOG_LEVEL", description="How much is logged; never message text."),
    ] = "info"


@dataclass(frozen=True, slots=True)
class Origin:
    """One setting as it stands: its name, where the value comes from, and the value to show."""

    name: str
    source: str
    value: str
    description: str


class SettingsError(UserFacingError):
    """All that is wrong with the settings, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def fields() -> dict[str, tuple[str, FieldInfo]]:
    """Environment name → (attribute, field), in the order they are declared."""
    return {str(info.alias): (attribute, info) for attribute, info in Settings.model_fields.items()}


def load(environ: Mapping[str, str], dotenv: Path | None = Path(".env")) -> Settings:
    """The settings from an environment and a `.env` file.

    Raises `SettingsError` with every problem: unknown names, bad values, unreadable files.
    """
    return load_with_origins(environ, dotenv)[0]


def load_with_origins(
    environ: Mapping[str, str], dotenv: Path | None = Path(".env")
) -> tuple[Settings, tuple[Origin, ...]]:
    """The settings, and for each where its value came from."""
    from_file = _read_dotenv(dotenv)
    problems = _unknown_names({**from_file, **environ})
    raw: dict[str, str] = {}
    sources: dict[str, str] = {}
    for name in fields():
        value, source, problem = _find(name, environ, from_file)
        if problem:
            problems.append(problem)
        elif value:
            raw[name], sources[name] = value, source
    settings, invalid = _validate(raw)
    problems.extend(invalid)
    if settings is None or problems:
        raise SettingsError(problems)
    return settings, tuple(_origins(settings, sources))


def _read_dotenv(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    try:
        return {k: v for k, v in dotenv_values(path, encoding="utf-8").items() if v is not None}
    except UnicodeDecodeError:
        raise SettingsError([f"{path} is not UTF-8 text."]) from None


def _find(
    name: str, environ: Mapping[str, str], from_file: Mapping[str, str]
) -> tuple[str, str, str]:
    for values, source in ((environ, "environment"), (from_file, ".env")):
        if value := values.get(name, "").strip():
            return value, source, ""
        if path := values.get(name + FILE_SUFFIX, "").strip():
            try:
                return Path(path).read_text(encoding="utf-8").strip(), f"file {path}", ""
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
                return "", "", f"{name}{FILE_SUFFIX} names {path}, which cannot be read: {reason}."
    return "", "default", ""


def _unknown_names(given: Mapping[str, str]) -> list[str]:
    known = {name + suffix for name in fields() for suffix in ("", FILE_SUFFIX)}
    problems = []
    for name in sorted(given):
        # Slack's and Discord's own prefixes are shared with other programs on the machine.
        if not name.startswith("ETHICS_") or name in known:
            continue
        near = process.extractOne(
            name, sorted(known), scorer=OSA.normalized_similarity, score_cutoff=NEAREST_NAME
        )
        meant = f" Did you mean {near[0]}?" if near else ""
        problems.append(f"{name} is not a setting.{meant}")
    return problems


def _validate(raw: dict[str, str]) -> tuple[Settings | None, list[str]]:
    try:
        return Settings.model_validate(raw), []
    except ValidationError as error:
        return None, [
            f"{item['loc'][0]} is not right: {item['msg']}. {_describe(str(item['loc'][0]))}"
            for item in error.errors(include_input=False, include_url=False)
        ]


def _describe(name: str) -> str:
    known = fields().get(name)
    return str(known[1].description) if known else ""


def _origins(settings: Settings, sources: Mapping[str, str]) -> list[Origin]:
    return [
        Origin(
            name,
            sources.get(name, "default"),
            show(getattr(settings, attribute)),
            str(info.description),
        )
        for name, (attribute, info) in fields().items()
    ]


def show(value: Any) -> str:
    """A setting's value as it may be printed: secrets hidden, nothing set shown as a dash."""
    if isinstance(value, SecretStr):
        return "(set)"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "—" if value in (None, "") else str(value)


def env_example() -> str:
    """The text of `.env.example`, made from the settings themselves."""
    lines = [
        "# Settings of the ethics guide. Copy to .env and fill in what you need.",
        "# Secrets can also be files: SLACK_BOT_TOKEN_FILE=/run/secrets/slack_bot_token",
        "",
    ]
    for name, (attribute, info) in fields().items():
        default = "" if attribute == "data" else show(info.default).replace("—", "")
        lines += [f"# {info.description}", f"# {name}={default}", ""]
    return "\n".join(lines)


def markdown_table() -> str:
    """The README's table of settings."""
    rows = ["| Setting | Default | What it does |", "|---|---|---|"]
    for name, (attribute, info) in fields().items():
        default = "your data folder" if attribute == "data" else show(info.default)
        shown = f"`{default}`" if default not in ("—", "your data folder") else default
        rows.append(f"| `{name}` | {shown} | {info.description} |")
    return "\n".join(rows) + "\n"


def secret(value: Secret) -> str:
    """The text of a secret, or an empty string."""
    return value.get_secret_value() if value else ""
