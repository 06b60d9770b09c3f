"""From a question on Discord to a reply of the core, without the SDK."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from bot.adapters.discord import wording
from bot.adapters.discord.ask.conversation_memory import ConversationMemory
from bot.handlers.errors import StoreAwayError
from bot.handlers.messages import Block, Choice, Heading, Incoming, Note, Paragraph, Reply
from bot.handlers.ports import Answering, Observer, RateLimit, Votes, Workspaces
from bot.handlers.replies import navigation
from bot.handlers.text import clean, key

PLATFORM = "discord"
# Where people ask without a server that has installed the guide.
DIRECT = f"{PLATFORM}:direct"
# The page on privacy says to type this; it changes something, so the core does not answer it.
FORGET_WORDS = frozenset(("forget me", "forget", "delete my data", "olvidame"))


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, and where: ids only."""

    id: int
    channel: int
    guild: int | None

    @property
    def workspace(self) -> str:
        """The key of the server's settings and votes."""
        return f"{PLATFORM}:{self.guild}" if self.guild else DIRECT


class DiscordAnswering:
    """Answers from the guide, with what this server has set and within its rate limits."""

    def __init__(
        self,
        *,
        guide: Answering,
        observer: Observer,
        votes: Votes,
        workspaces: Workspaces,
        rate_limit: RateLimit,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self.observer = observer
        self.workspaces = workspaces
        self.conversations = ConversationMemory()
        self.clock = clock
        self._guide = guide
        self._votes = votes
        self._rate_limit = rate_limit

    async def ask(self, person: Person, incoming: Incoming, *, context: str | None = None) -> Reply:
        """The reply to a question or a press. `context` is what it visibly follows, if anything."""
        if (slower := self.too_fast(person)) is not None:
            return slower
        if incoming.choice is None and key(clean(incoming.text)) in FORGET_WORDS:
            return await self.forget(person)
        follows = context or self.conversations.context(person.channel, person.id)
        reply = self._guide.answer(replace(incoming, context=follows))
        self.conversations.remember(person.channel, person.id, reply.context or follows)
        return await self._with_contact(person, reply)

    def too_fast(self, person: Person) -> Reply | None:
        """What to say to somebody who asks faster than allowed; None to everybody else."""
        wait = self._rate_limit.allow(person.workspace, str(person.id))
        return navigation.slow_down(wait) if wait > 0 else None

    def again(self, about: str) -> Reply:
        """An answer given before, from the id of what it is about."""
        return self._guide.answer(Incoming(choice=about))

    def suggest(self, typed: str, limit: int) -> tuple[Choice, ...]:
        """Topics to offer while somebody types."""
        return self._guide.suggest(typed, limit)

    async def vote(self, person: Person, about: str, *, helpful: bool) -> Reply:
        """Count a vote, and say so."""
        await self._votes.cast(person.workspace, str(person.id), about, helpful=helpful)
        text = wording.THANKS_HELPFUL if helpful else wording.THANKS_NOT_HELPFUL
        return notice(wording.THANKS_TITLE, text)

    async def privacy(self, person: Person) -> Reply:
        """What is kept about people, and how much of it about this one."""
        reply = await self.ask(person, Incoming(text="privacy"))
        held = 0
        for workspace in {person.workspace, DIRECT}:
            held += await self._votes.held(workspace, str(person.id))
        text = wording.HELD.format(count=held) if held else wording.HELD_NONE
        return replace(reply, blocks=(*reply.blocks, Note(text)))

    async def forget(self, person: Person) -> Reply:
        """Delete what is kept about a person here and in direct messages."""
        self.conversations.forget(person.id)
        count = 0
        for workspace in {person.workspace, DIRECT}:
            count += await self._votes.forget(workspace, str(person.id))
        text = wording.FORGOTTEN.format(count=count) if count else wording.FORGOTTEN_NONE
        return notice(wording.FORGOTTEN_TITLE, text)

    async def _with_contact(self, person: Person, reply: Reply) -> Reply:
        """Where a person should be asked, the server's own contact comes first."""
        unknown = reply.outcome == "none" and reply.about is None
        if person.guild is None or not (unknown or reply.about in ("contact", "none")):
            return reply
        try:
            contact = (await self.workspaces.config(person.workspace)).contact
        except StoreAwayError:
            return reply
        except Exception as error:  # noqa: BLE001 - the answer itself needs no store
            self.observer.incident(PLATFORM, error)
            return reply
        if not contact:
            return reply
        local: Block = Paragraph(contact, wording.LOCAL_CONTACT)
        return replace(reply, blocks=(*reply.blocks[:2], local, *reply.blocks[2:]))


def notice(title: str, text: str) -> Reply:
    """A short word from the door itself."""
    return Reply((Heading(title), Paragraph(text)), "command", score=1.0)
