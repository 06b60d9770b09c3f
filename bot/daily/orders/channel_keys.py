"""Which channel somebody means, outside the chat itself: its key, or its address in a browser."""

from __future__ import annotations

import re

from bot.handlers.errors import UserFacingError

_KEY = re.compile(r"slack:[TE]\w{1,30}:[CDG]\w{1,30}|discord:\d{1,20}:\d{1,20}", re.ASCII)
# The addresses that Slack and Discord show when a channel is open in a browser.
_ADDRESSES = (
    (re.compile(r"https://app\.slack\.com/client/([TE]\w+)/([CDG]\w+)(?:[/?#].*)?"), "slack"),
    (re.compile(r"https://(?:\w+\.)?discord\.com/channels/(\d+)/(\d+)(?:[/?#].*)?"), "discord"),
)
ECHO = 60


def channel(said: str) -> str:
    """The key of a channel, as `slack:T1:C2`. Raises `UserFacingError` for what names none."""
    word = said.strip()
    for address, platform in _ADDRESSES:
        if found := address.fullmatch(word):
            word = f"{platform}:{found[1]}:{found[2]}"
    if not _KEY.fullmatch(word):
        raise UserFacingError(
            f"“{word[:ECHO]}” is not a channel.",
            hint="Write slack:TEAM:CHANNEL or discord:SERVER:CHANNEL, each by its id, or the "
            "address that Slack or Discord shows when the channel is open in a browser.",
        )
    return word
