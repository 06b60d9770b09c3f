"""What is said about an answer rather than about ethics: shared, copied, voted, forgotten."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Heading, Paragraph, Reply, ReplyKind

# The words on the buttons under an answer.
SHARE = "Share in channel"
COPY = "Send me a copy"
HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"
REMOVE = "Remove"
CONTINUE = "Continue reading"

SHARED = "Shared in this channel."
SHARE_REFUSED = "I may not post in this channel, so I have not shared it."
COPIED = "A copy is in your direct messages with me."
COPY_REFUSED = "I may not write you a direct message, so there is no copy."
VOTED = "Thank you. I keep your vote without your name and without your question."
VOTED_NOT_HELPFUL = (
    "Thank you. I keep your vote without your name and without your question. If it matters, ask "
    "a person: your supervisor, city attorney or ethics officer."
)
REMOVED = "Removed."
REMOVE_REFUSED = "Only the person who asked, an admin or a moderator can remove this answer."
FORGOTTEN = "Done. I deleted your votes on answers ({count}) and the thread of our conversation."
FORGOTTEN_NONE = "I had no vote of yours to delete. The thread of our conversation is gone too."
NOTHING_KEPT = "I keep nothing about you here, so there is nothing to delete."
HELD = "I keep {count} of your votes on answers here. Type “forget me” to delete them."
HELD_NONE = "I keep none of your votes here."
NOT_HERE = "I may not write where you asked, so I answer you here."
PROBLEM = "That did not work"


def notice(text: str, kind: ReplyKind = "notice") -> Reply:
    """One sentence and nothing else."""
    return Reply((Paragraph(text),), "command", score=1.0, kind=kind)


def titled(title: str, text: str) -> Reply:
    """A sentence under a heading."""
    return Reply((Heading(title), Paragraph(text)), "command", score=1.0, kind="notice")


def problem(error: UserFacingError) -> Reply:
    """What stands in the way, in the error's own words."""
    return Reply((Heading(PROBLEM), Paragraph(str(error))), "none", kind="fault")


def voted(*, helpful: bool) -> Reply:
    """Thanks for a vote, and what is kept of it."""
    return notice(VOTED if helpful else VOTED_NOT_HELPFUL, "done")


def forgotten(count: int) -> Reply:
    """What "forget me" deleted."""
    return notice(FORGOTTEN.format(count=count) if count else FORGOTTEN_NONE, "personal")


def nothing_kept() -> Reply:
    """What "forget me" means where nothing is kept."""
    return notice(NOTHING_KEPT, "personal")


def held(count: int) -> str:
    """How many votes of somebody are kept."""
    return HELD.format(count=count) if count else HELD_NONE


def answered_elsewhere(reply: Reply) -> Reply:
    """An answer that the asker gets alone, since it may not stand where they asked."""
    heading, rest = reply.blocks[:1], reply.blocks[1:]
    return replace(reply, blocks=(*heading, Paragraph(NOT_HERE), *rest))
