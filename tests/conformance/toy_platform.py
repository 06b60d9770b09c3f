"""A chat platform made up for the suite: channels, direct messages, buttons, bots, redelivery.

Its markup: `*bold*`, `[[address|words]]`, `@name` calls somebody; a backslash before a mark takes
its meaning away. It takes messages of at most 2,000 characters and ten buttons.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

TEXT_MAX = 2_000
BUTTONS_MAX = 10
_ESCAPED = re.compile(r"\\([\\*\[\]@])")
_LINK = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")
_CALL = re.compile(r"@(\w+)")


class NotAllowedError(Exception):
    """The platform does not let the bot write there."""


@dataclass(frozen=True)
class Event:
    """Something said, or a button pressed."""

    id: str
    user: str
    text: str = ""
    button: str = ""
    channel: str = ""  # empty in a direct message
    bot: bool = False
    mentions_bot: bool = True
    command: bool = False  # typed as a command: only its author reads the answer


@dataclass(frozen=True)
class Message:
    """Something the bot sent: to a channel, or to one person (alone in that channel, if any)."""

    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    channel: str = ""
    only_for: str = ""
    number: int = 0


class TakesEvents(Protocol):
    """A bot, as the platform sees it."""

    async def received(self, event: Event) -> None:
        """Take an event."""
        ...


class ToyPlatform:
    """Delivers events to a bot, and keeps what it sends."""

    bot_user = "ethics"

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.deleted: set[int] = set()
        self.refused: list[str] = []
        self.closed_to_posts = False
        self.closed_to_direct_messages = False
        self.moderators = {"moderator"}
        self.deliver: Callable[[Event], Awaitable[None]]

    def send(self, message: Message) -> Message:
        """Take a message. Raises `NotAllowedError`, and `ValueError` for one against the rules."""
        if message.channel and not message.only_for and self.closed_to_posts:
            raise NotAllowedError
        if not message.channel and self.closed_to_direct_messages:
            raise NotAllowedError
        if len(message.text) > TEXT_MAX or len(message.buttons) > BUTTONS_MAX:
            self.refused.append(f"{len(message.text)} characters, {len(message.buttons)} buttons")
            raise ValueError("too long")
        kept = replace(message, number=len(self.sent))
        self.sent.append(kept)
        return kept

    def delete(self, number: int) -> None:
        """Take a message away."""
        self.deleted.add(number)


@dataclass(frozen=True)
class Shown:
    """A message's text as people see it, and what acts in it."""

    text: str
    links: tuple[str, ...]
    calls: tuple[str, ...]


def shown(text: str) -> Shown:
    """What the platform makes of a text."""
    literal: list[str] = []

    def hide(match: re.Match[str]) -> str:
        literal.append(match[1])
        return f"\ue000{len(literal) - 1}\ue001"

    marked = _ESCAPED.sub(hide, text)
    links = tuple(match[1] for match in _LINK.finditer(marked))
    calls = tuple(_CALL.findall(marked))
    seen = _LINK.sub(r"\2", marked).replace("*", "")
    seen = _CALL.sub("", seen)
    seen = re.sub("\ue000(\\d+)\ue001", lambda match: literal[int(match[1])], seen)
    return Shown(seen, links, calls)
