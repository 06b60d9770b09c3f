"""A channel with a daily post, its form: what stands in the fields, what they say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.handlers.daily_post import (
    DEFAULT_AT,
    DEFAULT_HOLIDAYS,
    DEFAULT_ZONE,
    EVERY_DAY,
    WORKDAYS,
    Filled,
    Schedule,
    Style,
)

HOME = "/admin/daily"
PLATFORMS = MappingProxyType({"slack": "Slack", "discord": "Discord"})
# In Slack one person sees the line that tries the channel, and is told of trouble; Discord looks
# at permissions and tells the server.
_ONE_IS_TOLD = ("slack",)
# What has just been done, by its name in an address.
_DONE = MappingProxyType(
    {
        "saved": "Daily post saved",
        "paused": "Daily post paused",
        "stopped": "Daily post stopped",
    }
)
_MEMBER = re.compile(r"[UW][A-Z0-9]{1,30}")
NOT_A_MEMBER = "Write a Slack member ID; it begins with U or W."
MEMBER_MISSING = "Say who is to be told, by their Slack member ID."


# As it is said in the chats, where the command comes first.
_COMMAND = re.compile(r"\s*(?:/ethics\s+)?daily\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the pages name it, by the ids that its platform shows."""

    key: str

    @property
    def platform(self) -> str:
        """The name of the platform."""
        name = self.key.partition(":")[0]
        return PLATFORMS.get(name, name)

    @property
    def workspace(self) -> str:
        """The id of the workspace or server."""
        return self.key.split(":")[1]

    @property
    def place(self) -> str:
        """The id of the channel."""
        return self.key.rpartition(":")[2]

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"{HOME}/{self.key}"

    @property
    def one_is_told(self) -> bool:
        """Whether one person is told of trouble, so that somebody must say who."""
        return self.key.partition(":")[0] in _ONE_IS_TOLD


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the fields, as it was typed. `by`: who is told, where that is one person."""

    at: str
    zone: str
    days: frozenset[int]
    holidays: str
    style: Style
    tenet: str = ""
    by: str = ""

    def filled(self) -> Filled:
        """The form as the desk takes it."""
        return Filled(self.at, self.zone, self.days, self.holidays, self.style, self.tenet)


def standing(schedule: Schedule | None) -> Entered:
    """What is set now; for a new channel, what is usual."""
    if schedule is None:
        return Entered(
            _clock(DEFAULT_AT.hour, DEFAULT_AT.minute),
            DEFAULT_ZONE,
            WORKDAYS,
            DEFAULT_HOLIDAYS,
            "tenet",
        )
    at = _clock(schedule.at.hour, schedule.at.minute)
    return Entered(at, schedule.zone, schedule.days, schedule.holidays, schedule.style)


def entered(said: Mapping[str, str]) -> Entered:
    """What was typed and ticked in a form that was sent."""
    return Entered(
        at=said.get("at", "").strip(),
        zone=said.get("zone", "").strip(),
        days=frozenset(day for day in EVERY_DAY if f"day{day}" in said),
        holidays=said.get("holidays", "").strip(),
        style="case" if said.get("style") == "case" else "tenet",
        tenet=said.get("tenet", "").strip(),
        by=said.get("by", "").strip(),
    )


def told(channel: Channel, known: Schedule | None, by: str) -> str:
    """What is wrong with who is to be told; empty for nothing."""
    if not channel.one_is_told:
        return ""
    if by:
        return "" if _MEMBER.fullmatch(by) else NOT_A_MEMBER
    return "" if known and known.set_by else MEMBER_MISSING


def order(words: str) -> str:
    """What was said, without the command that comes first in a chat."""
    return _COMMAND.sub("", words, count=1).strip()


def done(name: str) -> str:
    """What to say about what has just been done; empty for nothing."""
    return _DONE.get(name, "")


def _clock(hour: int, minute: int) -> str:
    return f"{hour}:{minute:02}"
