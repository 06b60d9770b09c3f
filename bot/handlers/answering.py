"""Answering, the same in every door: how fast, in what conversation, forgetting, whom to ask here.

A door receives, says who it was, draws and sends. What somebody may do and what is said to them is
decided here, so that a difference between two doors is one that somebody wrote down:

- Asking, pressing, sharing and copying count against the limit, because each sends something new.
  Voting, removing, reading on and "forget me" never do.
- What is told because of a limit or a fault, and what is personal, goes to the asker alone.
- An answer that has gone meanwhile is neither shared, copied nor voted on: the button is old.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from time import perf_counter

from bot.handlers import answer_actions, local_contact
from bot.handlers.choice_ids import Page, encode
from bot.handlers.commands.forget_words import FORGET_WORDS
from bot.handlers.messages import Incoming, Note, Reply
from bot.handlers.person import Person
from bot.handlers.ports import (
    Claim,
    ConversationMemory,
    LocalContacts,
    Observer,
    Platform,
    RateLimit,
    Reading,
    Votes,
)
from bot.handlers.replies import navigation, notices
from bot.handlers.text import clean, key
from bot.handlers.turn import NotSentError, Send, Turns


@dataclass(frozen=True, slots=True)
class Hints:
    """What somebody can do about a refusal on this platform, in a sentence of its own."""

    share_refused: str = ""
    copy_refused: str = ""


class Answering:
    """Answers the people of one door from the guide."""

    def __init__(
        self,
        platform: Platform,
        *,
        guide: Reading,
        observer: Observer,
        conversations: ConversationMemory,
        rate_limit: RateLimit | None = None,
        contacts: LocalContacts | None = None,
        votes: Votes | None = None,
        claim: Claim | None = None,
        hints: Hints | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        """Without `votes`, nothing is kept about people; without `claim`, no event comes twice.

        `clock` counts seconds.
        """
        self.platform = platform
        self.guide = guide
        self.observer = observer
        self.votes = votes
        self.clock = clock
        self.turns = Turns(platform, observer, claim, clock)
        self._conversations = conversations
        self._rate_limit = rate_limit
        self._contacts = contacts
        self._hints = hints or Hints()

    async def ask(self, person: Person, incoming: Incoming) -> Reply:
        """The reply to a question or a press, in the light of the conversation."""
        if incoming.choice is None and key(clean(incoming.text)) in FORGET_WORDS:
            return await self.forget(person)
        if slower := self.too_fast(person):
            return slower
        conversation = person.conversation if person.place else None
        follows = incoming.context or (conversation and self._conversations.get(conversation))
        reply = self.guide.answer(replace(incoming, context=follows or None))
        if conversation and reply.context:
            self._conversations.put(conversation, reply.context)
        return await self._with_contact(person, reply)

    def too_fast(self, person: Person) -> Reply | None:
        """What to say to somebody who asks faster than allowed; None to everybody else."""
        wait = self.wait(person)
        return navigation.slow_down(wait) if wait > 0 else None

    def wait(self, person: Person) -> float:
        """Seconds until somebody may ask again; 0 counts as asking now."""
        return self._rate_limit.allow(person.workspace, person.id) if self._rate_limit else 0.0

    async def again(self, person: Person, about: str) -> Reply:
        """An answer given before, from its id; what is said of an old button if it has gone."""
        return await self._with_contact(person, self.guide.answer(Incoming(choice=about)))

    async def share(self, person: Person, about: str, post: Send) -> Reply:
        """Have an answer posted for everybody, and say what became of it."""
        refused = f"{notices.SHARE_REFUSED} {self._hints.share_refused}".strip()
        return await self._passed_on(person, about, post, notices.SHARED, refused)

    async def copy(self, person: Person, about: str, post: Send) -> Reply:
        """Have an answer sent to the person as a direct message, and say what became of it."""
        refused = f"{notices.COPY_REFUSED} {self._hints.copy_refused}".strip()
        return await self._passed_on(person, about, post, notices.COPIED, refused)

    async def _passed_on(
        self, person: Person, about: str, post: Send, done: str, refused: str
    ) -> Reply:
        if slower := self.too_fast(person):
            return slower
        reply = await self.again(person, about)
        if not answer_actions.may_pass_on(reply):
            return reply if reply.kind == "stale" else navigation.stale()
        try:
            await post(reply)
        except NotSentError as error:
            if error.outcome != "refused":
                raise
            return notices.notice(refused)
        return notices.notice(done, "done")

    async def vote(self, person: Person, about: str, *, helpful: bool) -> Reply:
        """Count a vote, and say so. A later vote on the same answer takes the place of this one."""
        if self.votes is None or not answer_actions.still_there(about, self.guide.library):
            return navigation.stale()
        await self.votes.cast(person.workspace, person.id, about, helpful=helpful)
        return notices.voted(helpful=helpful)

    async def remove(
        self, person: Person, asker: str, moderates: Callable[[], Awaitable[bool]]
    ) -> Reply:
        """Whether a public answer goes: for whoever asked, and those who look after the place."""
        if person.id != asker and not await moderates():
            return notices.notice(notices.REMOVE_REFUSED)
        return notices.notice(notices.REMOVED, "done")

    async def held(self, person: Person) -> int:
        """How many votes of the person are kept."""
        if self.votes is None:
            return 0
        return sum([await self.votes.held(w, person.id) for w in person.workspaces])

    async def privacy(self, person: Person) -> Reply:
        """What is kept about people, and how much of it about this one."""
        reply = await self.ask(person, Incoming(choice=encode(Page("privacy"))))
        if reply.kind != "answer":
            return reply
        note = Note(notices.held(await self.held(person)))
        return replace(reply, blocks=(*reply.blocks, note), kind="personal")

    async def forget(self, person: Person) -> Reply:
        """Delete what is kept about a person, and what was talked about with them."""
        self._conversations.drop_where(person.takes_part_in)
        if self.votes is None:
            return notices.nothing_kept()
        return notices.forgotten(
            sum([await self.votes.forget(w, person.id) for w in person.workspaces])
        )

    async def _with_contact(self, person: Person, reply: Reply) -> Reply:
        if self._contacts is None or not local_contact.names_a_person(reply):
            return reply
        return local_contact.placed(reply, await self._contacts.of(person.workspace))
