"""Reading the settings: from the environment, from files it names, from `.env`.

Every problem is found at once: unknown names, wrong values, unreadable files.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.handlers.errors import UserFacingError
from bot.settings.fields import Rule, Secret, Settings

FILE_SUFFIX = "_FILE"
# Slack's and Discord's own prefixes are shared with other programs; a stranger there is no error.
OUR_PREFIX = "ETHICS_"
# A name this close to a known one is taken for a slip of the pen.
NEAREST_NAME = 0.6
_TRUE = frozenset(("1", "true", "yes", "on"))
_FALSE = frozenset(("0", "false", "no", "off"))


@dataclass(frozen=True, slots=True)
class Origin:
    """One setting as it stands: its rule, where the value comes from, and the value."""

    rule: Rule
    source: str
    value: Any


class SettingsError(UserFacingError):
    """All that is wrong with the settings, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _WrongValueError(Exception):
    """Why a value is not right, to be put after its name."""


def rules() -> dict[str, Rule]:
    """Attribute → rule, in the order they are declared."""
    return {f.name: f.metadata["rule"] for f in dataclasses.fields(Settings)}


def load(environ: Mapping[str, str], dotenv: Path | None = Path(".env")) -> Settings:
    """The settings from an environment and a `.env` file. Raises `SettingsError`."""
    return load_with_origins(environ, dotenv)[0]


def load_with_origins(
    environ: Mapping[str, str], dotenv: Path | None = Path(".env")
) -> tuple[Settings, tuple[Origin, ...]]:
    """The settings, and for each where its value came from. Raises `SettingsError`."""
    from_file = _read_dotenv(dotenv)
    problems = _unknown_names({**from_file, **environ})
    types = typing.get_type_hints(Settings)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for attribute, rule in rules().items():
        text, source, problem = _find(rule.name, environ, from_file)
        if problem:
            problems.append(problem)
        elif text:
            try:
                values[attribute] = _convert(text, types[attribute], rule)
                sources[attribute] = source
            except _WrongValueError as error:
                problems.append(f"{rule.name} {error}. {rule.description}")
    if problems:
        raise SettingsError(problems)
    settings = Settings(**values)
    return settings, tuple(
        Origin(rule, sources.get(attribute, "default"), getattr(settings, attribute))
        for attribute, rule in rules().items()
    )


def _read_dotenv(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415 - most commands run without such a file

    try:
        return {k: v for k, v in dotenv_values(path, encoding="utf-8").items() if v is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path} cannot be read: {_reason(error)}."]) from None


def _find(
    name: str, environ: Mapping[str, str], from_file: Mapping[str, str]
) -> tuple[str, str, str]:
    """The text of a setting, where it comes from, and what is wrong with that."""
    for values, source in ((environ, "environment"), (from_file, ".env")):
        if value := values.get(name, "").strip():
            return value, source, ""
        if path := values.get(name + FILE_SUFFIX, "").strip():
            try:
                return Path(path).read_text(encoding="utf-8").strip(), f"file {path}", ""
            except (OSError, ValueError) as error:
                reason = _reason(error)
                return "", "", f"{name}{FILE_SUFFIX} names {path}, which cannot be read: {reason}."
    return "", "default", ""


def _reason(error: OSError | ValueError) -> str:
    """Why a file cannot be read, in words."""
    if isinstance(error, OSError):
        return error.strerror or "the system does not say why"
    return "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "it is no path"


def _unknown_names(given: Mapping[str, str]) -> list[str]:
    known = {rule.name + suffix for rule in rules().values() for suffix in ("", FILE_SUFFIX)}
    unknown = sorted(n for n in given if n.startswith(OUR_PREFIX) and n not in known)
    return [f"{name} is not a setting.{_meant(name, sorted(known))}" for name in unknown]


def _meant(name: str, known: list[str]) -> str:
    from rapidfuzz import process  # noqa: PLC0415 - only a slip of the pen needs it
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - the same

    near = process.extractOne(
        name, known, scorer=OSA.normalized_similarity, score_cutoff=NEAREST_NAME
    )
    return f" Did you mean {near[0]}?" if near else " `ethics settings` lists them."


def _convert(text: str, wanted: Any, rule: Rule) -> Any:
    """The text as the type a setting has. Raises `_WrongValueError`; never quotes a secret."""
    kinds = typing.get_args(wanted)
    if typing.get_origin(wanted) is typing.Literal:
        if text.lower() not in kinds:
            raise _WrongValueError(f"must be one of {', '.join(kinds)}")
        return text.lower()
    if wanted is bool:
        return _truth(text)
    if wanted is int:
        return _number(text, rule)
    if Path in (wanted, *kinds):
        return _path(text)
    if len(text) < rule.shortest:
        raise _WrongValueError(f"must have at least {rule.shortest} characters")
    if rule.pattern and not re.search(rule.pattern, text):
        raise _WrongValueError("is not an address of the right form")
    return Secret(text) if Secret in kinds else text


def _truth(text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise _WrongValueError("must be true or false")
    return text.lower() in _TRUE


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise _WrongValueError("begins with ~ and a name that is nobody's here") from None


def _number(text: str, rule: Rule) -> int:
    low, high = rule.low, rule.high
    between = f" from {low}" if high is None else f" from {low} to {high}"
    try:
        number = int(text)
    except ValueError:
        raise _WrongValueError(f"must be a whole number{between}") from None
    if (low is not None and number < low) or (high is not None and number > high):
        raise _WrongValueError(f"must be a whole number{between}")
    return number
