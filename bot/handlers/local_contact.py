"""Where a workspace's own contact stands in a reply: one place, one form, one length."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.messages import Block, Paragraph, Reply
from bot.handlers.replies import wording
from bot.handlers.text import visible

# Characters of a contact that an admin sets; a name, an address and a telephone fit.
CONTACT_MAX = 300


def one_line(contact: str) -> str:
    """What an admin typed, on one line, without invisible marks, and no longer than allowed."""
    return visible(contact)[:CONTACT_MAX]


def names_a_person(reply: Reply) -> bool:
    """Whether the reply sends people to a person, so that the local contact belongs into it."""
    return any(isinstance(b, Paragraph) and b.role in ("contact", "person") for b in reply.blocks)


def placed(reply: Reply, contact: str) -> Reply:
    """The reply with the contact: instead of the general line, or after the sentence about it."""
    shown = one_line(contact)
    if not shown:
        return reply
    line = Paragraph(shown, wording.ASK_HERE_LEAD, "contact")
    blocks: list[Block] = []
    for block in reply.blocks:
        role = block.role if isinstance(block, Paragraph) else "text"
        if role == "contact":
            blocks.append(line)
        elif role == "person":
            blocks += [block, line]
        else:
            blocks.append(block)
    return replace(reply, blocks=tuple(blocks))
