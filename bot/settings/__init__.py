"""Every setting in one typed place: read once, passed in, secrets hidden, all problems at once.

A value comes from the environment, else from a file named by `NAME_FILE` (Docker and Kubernetes
secrets), else from `.env` in the working folder, else from its default.
"""

from __future__ import annotations

from bot.settings.fields import Secret, Settings
from bot.settings.reading import Origin, SettingsError, load, load_with_origins

__all__ = [
    "Origin",
    "Secret",
    "Settings",
    "SettingsError",
    "load",
    "load_with_origins",
    "secret",
]


def secret(value: Secret | None) -> str:
    """The text of a secret, or an empty string."""
    return value.value if value else ""
