"""Who asks, and where: ids only, no names and no text. The core itself never receives it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a door.

    `workspace` is the key of what a workspace has set and of its votes, such as `slack:T1`;
    `elsewhere` holds further keys under which something of this person may be kept.
    `place` is the channel, thread or direct message that a follow-up question belongs to; empty
    where the door itself hands back the context. `shared` means that everybody in the place goes
    on with the same conversation, as in a thread.
    """

    workspace: str
    id: str
    place: str = ""
    shared: bool = False
    elsewhere: tuple[str, ...] = ()

    @property
    def conversation(self) -> tuple[str, str, str]:
        """What a follow-up question follows: workspace, place, and whose it is."""
        return (self.workspace, self.place, "" if self.shared else self.id)

    @property
    def workspaces(self) -> tuple[str, ...]:
        """Every key under which something of this person may be kept, each once."""
        return tuple(dict.fromkeys((self.workspace, *self.elsewhere)))

    def takes_part_in(self, conversation: Hashable) -> bool:
        """Whether a remembered conversation is this person's own, or the one they are in now."""
        if conversation == self.conversation:
            return True
        own = [(workspace, self.id) for workspace in self.workspaces]
        return (
            isinstance(conversation, tuple)
            and len(conversation) == len(self.conversation)
            and (conversation[0], conversation[2]) in own
        )
