"""What every door is given of ours, and the answering that is built from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.adapters.shared.deduplicate import Deduplicator
from bot.adapters.shared.local_contacts import WorkspaceContacts
from bot.adapters.shared.ttl_cache import TtlCache
from bot.handlers.answering import Answering, Hints
from bot.handlers.ports import (
    Idempotency,
    Observer,
    Platform,
    RateLimit,
    Reading,
    Votes,
    Workspaces,
)

_CONVERSATIONS = 10_000
# After this long (seconds) a question starts afresh.
_CONVERSATION_SECONDS = 30 * 60.0


@dataclass(frozen=True, slots=True)
class Services:
    """The guide, and what a door that is a chat keeps and looks up.

    `answering` builds the one service through which the door answers.
    """

    guide: Reading
    observer: Observer
    rate_limit: RateLimit
    votes: Votes
    workspaces: Workspaces
    idempotency: Idempotency

    def answering(
        self,
        platform: Platform,
        *,
        redelivered_within: timedelta,
        contacts: WorkspaceContacts,
        hints: Hints,
    ) -> Answering:
        """`redelivered_within` is how long after an event the platform may deliver it again."""
        return Answering(
            platform,
            guide=self.guide,
            observer=self.observer,
            conversations=conversation_memory(),
            rate_limit=self.rate_limit,
            contacts=contacts,
            votes=self.votes,
            claim=Deduplicator(self.idempotency, redelivered_within).claim,
            hints=hints,
        )


def conversation_memory() -> TtlCache[str]:
    """What conversations were about last: bounded, for a while, no text."""
    return TtlCache(most=_CONVERSATIONS, seconds=_CONVERSATION_SECONDS)
