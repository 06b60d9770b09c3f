"""What the suite asks of a door: a person's doings, and what the platform then shows.

A harness stands on the far side of the platform. It reads what was really sent, as the platform
would show it, so that it sees what a door adds after rendering too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from bot.adapters.shared.services import Services
from bot.handlers.guide import Guide
from bot.handlers.messages import (
    Bullets,
    Choice,
    Choices,
    Copyable,
    Heading,
    Incoming,
    Link,
    Note,
    Paragraph,
    Quote,
    Reply,
    Tenet,
)
from tests.support import fakes
from tests.support.sample_knowledge import MONDAY, WordMatcher
from tests.support.slack.sample_guide import LIBRARY, WORDS

# What a door can have. A rule that needs something else is left out for it.
Ability = Literal[
    "events",  # messages come by themselves: from bots too, and twice
    "public",  # others can be reading where somebody asks
    "limits",  # it keeps people from asking too fast
    "counts",  # its turns are counted
    "contact",  # workspaces set whom to ask
    "actions",  # answers can be shared, copied, voted on and removed
]
ALL: frozenset[Ability] = frozenset(("events", "public", "limits", "counts", "contact", "actions"))
ASKER, OTHER, MODERATOR = "asker", "other", "moderator"


@dataclass
class Seen:
    """One message as people see it.

    `text` holds its words in reading order, with the marks of formatting taken away. `links` are
    addresses that other words lead to, `pings` whoever is called by it. `handle` is the harness's.
    """

    text: str
    private: bool
    buttons: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    pings: tuple[str, ...] = ()
    handle: Any = None


class Door(Protocol):
    """A door at its platform, with one person who asks, and others."""

    can: frozenset[Ability]
    refused: list[str]  # what the platform would not take

    async def ask(self, text: str) -> list[Seen]:
        """Ask where nobody else reads."""
        ...

    async def ask_in_public(self, text: str) -> list[Seen]:
        """Ask where others read."""
        ...

    async def press(self, seen: Seen, label: str, by: str = ASKER) -> list[Seen]:
        """Press a button, and say yes to what the platform or the door then asks."""
        ...

    async def not_for_it(self) -> None:
        """Deliver everything that is no question of a person's: own messages, bots, edits."""
        ...

    async def ask_twice(self, text: str) -> list[Seen]:
        """One question that the platform delivers twice."""
        ...

    def refuse_posts(self) -> None:
        """From now on the platform takes no message for everybody."""
        ...

    def refuse_direct_messages(self) -> None:
        """From now on the platform takes no direct message."""
        ...

    def is_gone(self, seen: Seen) -> bool:
        """Whether a message was taken away."""
        ...


Harness = Callable[["World"], AbstractAsyncContextManager[Door]]

HOSTILE = (
    "*EVIL* _EVIL_ ~EVIL~ `EVIL` **EVIL** ||EVIL|| <!channel> <@U0OTHER> <@2001> @everyone "
    "[EVIL](https://evil.example) <https://evil.example|EVIL> <b>EVIL</b> &lt;b&gt; :evil: \\*EVIL "
    "[bold]EVIL[/bold] {{EVIL}} %s"
)
ESCAPES = "\x1b[31mRED\x1b[0m \x07\u202eback\u202c"
LONG_WORDS = tuple(f"word{number:05}" for number in range(5_000))  # 50,000 characters with spaces


def hostile_reply() -> Reply:
    """Every kind of block, each with everything that some platform would act on."""
    return Reply(
        (
            Heading(HOSTILE[:90]),
            Paragraph(HOSTILE),
            Paragraph(HOSTILE, HOSTILE[:60]),
            Bullets((HOSTILE, "# EVIL", "> EVIL"), HOSTILE[:60], ordered=True),
            Quote(HOSTILE, HOSTILE[:60]),
            Tenet(12, HOSTILE, HOSTILE[:60]),
            Link(HOSTILE[:60], "https://good.example/page"),
            Copyable(HOSTILE[:60], HOSTILE),
            Choices((Choice("contact", HOSTILE[:40]),), HOSTILE[:60]),
            Note(HOSTILE),
        ),
        "answer",
        about="topic:gifts",
        context="topic:gifts",
    )


def long_reply() -> Reply:
    """Fifty thousand characters in one paragraph, and a note after it."""
    return Reply(
        (
            Heading("A long answer"),
            Paragraph(" ".join(LONG_WORDS)),
            Choices((Choice("contact", "Whom to contact"),)),
            Note("The end of it."),
        ),
        "answer",
        about="topic:gifts",
        context="topic:gifts",
    )


class ScriptedGuide:
    """A real guide on little knowledge, which a test can tell what to say about gifts."""

    def __init__(self) -> None:
        self._library = replace(LIBRARY, topics=dict(LIBRARY.topics))
        matcher = WordMatcher(WORDS, self._library.topics)
        self._guide = Guide(self._library, matcher, lambda: MONDAY)
        self.says: Reply | None = None
        self.fails = False
        self.heard: list[Incoming] = []

    @property
    def library(self):
        return self._guide.library

    def answer(self, incoming: Incoming) -> Reply:
        self.heard.append(incoming)
        if self.fails:
            raise RuntimeError("secret internals")
        reply = self._guide.answer(incoming)
        return self.says if self.says and reply.about == "topic:gifts" else reply

    def forget_topic(self, topic: str) -> None:
        """From now on there is no such topic."""
        del self._library.topics[topic]

    def suggest(self, typed, limit):
        return self._guide.suggest(typed, limit)

    def today(self):
        return self._guide.today()


@dataclass
class World:
    """Everything a door is given, kept where a rule can look at it."""

    guide: ScriptedGuide = field(default_factory=ScriptedGuide)
    observer: fakes.Observed = field(default_factory=fakes.Observed)
    votes: fakes.VotesInMemory = field(default_factory=fakes.VotesInMemory)
    idempotency: fakes.IdempotencyInMemory = field(default_factory=fakes.IdempotencyInMemory)
    workspaces: fakes.WorkspacesInMemory = field(default_factory=fakes.WorkspacesInMemory)
    rate_limit: fakes.NoLimit = field(default_factory=fakes.NoLimit)

    @property
    def services(self) -> Services:
        return Services(**vars(self))

    def set_contact(self, contact: str) -> None:
        """What admins of every workspace have set."""
        configured = replace(fakes.WorkspaceConfig(), contact=contact)

        async def config(_workspace: str):
            return configured

        self.workspaces.config = config

    async def counted(self, act: Awaitable[object], turns: int = 1) -> None:
        """Do something, and wait until that many turns have ended."""
        before = len(self.observer.answers)
        await act
        async with asyncio.timeout(8):
            while len(self.observer.answers) < before + turns:  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.005)


def only(seen: Sequence[Seen]) -> Seen:
    """The one message there is."""
    assert len(seen) == 1, [message.text for message in seen]
    return seen[0]


def together(seen: Sequence[Seen]) -> Seen:
    """An answer that may take several messages, as one; its buttons stand under the last."""
    return replace(
        seen[-1],
        text="\n".join(message.text for message in seen),
        private=all(message.private for message in seen),
        links=tuple(link for message in seen for link in message.links),
        pings=tuple(ping for message in seen for ping in message.pings),
    )
