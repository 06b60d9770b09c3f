"""What the last answer in a conversation was about, for a while. In memory, bounded, no text."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

TALKS_MAX = 5000
# After this long a new question starts afresh.
TALK_SECONDS = 30 * 60.0


class ConversationMemory:
    """Remembers the choice id of each person's last answer in each channel."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: OrderedDict[tuple[int, int], tuple[float, str]] = OrderedDict()

    def remember(self, channel: int, person: int, context: str | None) -> None:
        """The conversation is now about this; None ends it."""
        key = (channel, person)
        self._last.pop(key, None)
        if context is not None:
            self._last[key] = (self._clock(), context)
        while len(self._last) > TALKS_MAX:
            self._last.popitem(last=False)

    def context(self, channel: int, person: int) -> str | None:
        """What the conversation is about, unless that was long ago."""
        at, context = self._last.get((channel, person), (0.0, None))
        return context if context and self._clock() - at < TALK_SECONDS else None

    def forget(self, person: int) -> None:
        """Forget all conversations of a person."""
        for key in [key for key in self._last if key[1] == person]:
            del self._last[key]
