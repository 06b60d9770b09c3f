"""What a press means: ids of buttons and menus, made and read back. Pure.

Everything is in the id, so a button works after a restart, in another process and in a newer
version. All ids begin with `g:`; other features take other beginnings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.adapters.discord import wording
from bot.adapters.discord.layout import CUSTOM_ID_MAX, Button, Row
from bot.handlers.answer_actions import may_pass_on, may_vote_on
from bot.handlers.messages import Reply
from bot.handlers.replies import notices

PREFIX = "g:"
Surface = Literal["private", "public", "direct"]


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a choice."""

    choice: str


@dataclass(frozen=True, slots=True)
class Share:
    """Ask whether to show an answer to the channel; once confirmed, show it."""

    about: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """Send an answer to the presser as a direct message."""

    about: str


@dataclass(frozen=True, slots=True)
class Vote:
    """Say whether an answer helped."""

    about: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete an answer: this message, and the earlier ones it continues."""

    asker: int
    earlier: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """Do not share after all."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A button of a version that is gone."""


Press = Ask | Share | Copy | Vote | Remove | Keep | Unknown


def choice_id(choice: str, copy: int = 0) -> str:
    """The id of a button that asks; `copy` tells apart two of the same in one message."""
    return f"{PREFIX}c{copy or ''}:{choice}"


def menu_id(number: int) -> str:
    """The id of a menu; its values are choices."""
    return f"{PREFIX}m{number}:"


def read(custom_id: str, values: tuple[str, ...] = ()) -> Press:
    """What a press means. Never raises: what cannot be read is `Unknown`."""
    verb, _, rest = custom_id.removeprefix(PREFIX).partition(":")
    match verb.rstrip("0123456789"), rest:
        case "c", choice if choice:
            return Ask(choice)
        case "m", _ if values:
            return Ask(values[0])
        case "share", about if about:
            return Share(about, confirmed=False)
        case "post", about if about:
            return Share(about, confirmed=True)
        case "keep", _:
            return Keep()
        case "copy", about if about:
            return Copy(about)
        case "yes" | "no" as said, about if about:
            return Vote(about, helpful=said == "yes")
        case "remove", ids:
            return _read_remove(ids)
        case _:
            return Unknown()


def _read_remove(ids: str) -> Press:
    numbers = ids.split(".")
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return Unknown()
    asker, *earlier = map(int, numbers)
    return Remove(asker, tuple(earlier))


def about_of(custom_ids: list[str]) -> str | None:
    """Which answer a message of ours is, from the ids of its buttons."""
    for custom_id in custom_ids:
        if custom_id.startswith(PREFIX):
            press = read(custom_id)
            if isinstance(press, Vote | Copy):
                return press.about
    return None


def under(reply: Reply, surface: Surface, asker: int, earlier: tuple[int, ...] = ()) -> Row:
    """The row of controls below an answer, by where it stands."""
    about = reply.about or ""
    buttons: list[Button] = []
    if surface == "private" and may_pass_on(reply):
        buttons.append(Button(f"{PREFIX}share:{about}", notices.SHARE))
    if surface != "direct" and may_pass_on(reply):
        buttons.append(Button(f"{PREFIX}copy:{about}", notices.COPY))
    if may_vote_on(reply):
        buttons += [
            Button(f"{PREFIX}yes:{about}", notices.HELPFUL),
            Button(f"{PREFIX}no:{about}", notices.NOT_HELPFUL),
        ]
    if surface == "public":
        buttons.append(Button(_remove_id(asker, earlier), notices.REMOVE))
    return Row(tuple(buttons))


def _remove_id(asker: int, earlier: tuple[int, ...]) -> str:
    found = f"{PREFIX}remove:{asker}"
    for message in earlier:
        if len(longer := f"{found}.{message}") > CUSTOM_ID_MAX:
            break
        found = longer
    return found


def confirm(about: str) -> Row:
    """The question before an answer is shown to everybody."""
    return Row(
        (
            Button(f"{PREFIX}post:{about}", wording.SHARE_YES, "primary"),
            Button(f"{PREFIX}keep:", wording.SHARE_NO),
        )
    )
