"""A door to the toy platform, written by the recipe of docs/architecture.md, "Add a platform".

Each flag is something that a new door gets wrong; `right` is none of them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.adapters.shared.in_flight import InFlight
from bot.adapters.shared.local_contacts import WorkspaceContacts
from bot.adapters.shared.services import Services
from bot.handlers.answer_actions import may_pass_on, may_vote_on
from bot.handlers.answering import Hints
from bot.handlers.messages import Choices, Incoming, Link, Reply, plain_text
from bot.handlers.person import Person
from bot.handlers.replies import notices
from bot.handlers.turn import NotSentError
from tests.conformance.harness import ALL, ASKER, HOSTILE, Harness, Seen, World
from tests.conformance.toy_platform import (
    BUTTONS_MAX,
    TEXT_MAX,
    Event,
    Message,
    NotAllowedError,
    ToyPlatform,
    shown,
)

NAME = "toy"
ROOM = TEXT_MAX - 100


@dataclass(frozen=True)
class Faults:
    """What this door gets wrong."""

    escapes_nothing: bool = False
    signs_with_a_raw_name: bool = False
    cuts_words: bool = False
    loses_the_rest: bool = False
    sends_too_much: bool = False
    answers_bots: bool = False
    answers_itself: bool = False
    answers_twice: bool = False
    asks_the_guide_itself: bool = False
    tells_everybody: bool = False
    hides_refusals: bool = False
    has_no_follow_up: bool = False
    anybody_removes: bool = False
    offers_everything: bool = False
    writes_its_own_words: bool = False


# --- render.py: pure ------------------------------------------------------------------------------


def escape(text: str) -> str:
    """Text that the platform shows as it is."""
    return re.sub(r"([\\*\[\]@])", r"\\\1", text)


def pages(reply: Reply, faults: Faults) -> list[str]:
    """The reply in texts that the platform takes, cut between words."""
    draw = (lambda text: text) if faults.escapes_nothing else escape
    blocks = tuple(b for b in reply.blocks if not isinstance(b, Choices | Link))
    leads = [b.lead for b in reply.blocks if isinstance(b, Choices) and b.lead]
    whole = plain_text(Reply((*blocks,), reply.outcome)) + "".join(f"\n\n{lead}" for lead in leads)
    links = [f"[[{b.url}|{draw(b.label)}]]" for b in reply.blocks if isinstance(b, Link)]
    if faults.sends_too_much:
        return [draw(whole)]
    found = list(_cut(whole, draw, faults))
    return [*found[:-1], "\n".join((found[-1], *links))] if found else links


def _cut(text: str, draw, faults: Faults) -> Iterator[str]:
    if faults.cuts_words:
        for start in range(0, len(text), ROOM // 2):
            yield draw(text[start : start + ROOM // 2])
        return
    held = ""
    for word in re.split(r"(\s+)", text):
        if held and len(draw(held + word)) > ROOM:
            yield draw(held)
            if faults.loses_the_rest:
                return
            held = word.lstrip()
        else:
            held += word
    yield draw(held)


# --- connect.py -----------------------------------------------------------------------------------


class ToyDoor:
    """Receives, says who it was, draws and sends."""

    name = NAME

    def __init__(self, platform: ToyPlatform, services: Services, faults: Faults) -> None:
        self._platform, self._faults = platform, faults
        self._answering = services.answering(
            NAME,
            redelivered_within=timedelta(hours=1),
            contacts=WorkspaceContacts(NAME, services.workspaces, services.observer),
            hints=Hints(),
        )
        self.in_flight = InFlight()

    async def received(self, event: Event) -> None:
        """Take an event; the answer follows by itself."""
        bot = event.bot and not self._faults.answers_bots
        own = event.user == self._platform.bot_user and not self._faults.answers_itself
        if bot or own or not event.mentions_bot:
            return
        self.in_flight.start(_Turn(self, event).run())


class _Turn:
    """One event, and every way to reply to it."""

    def __init__(self, door: ToyDoor, event: Event) -> None:
        self._door, self._event, self._faults = door, event, door._faults
        self._platform, self._answering = door._platform, door._answering
        place = "" if self._faults.has_no_follow_up else event.channel or event.user
        self._person = Person("toy:1", event.user, place=place)

    async def run(self) -> None:
        key = "" if self._faults.answers_twice else f"toy:{self._event.id}"
        turns, event = self._answering.turns, self._event
        tell = self._in_place if self._faults.tells_everybody else self._privately
        verb, _, about = event.button.partition(" ")
        match verb:
            case "":
                kind = "command" if event.command else "mention" if event.channel else "direct"
                await turns.run(kind, self._asked, self._in_place, tell, key=key)
            case "share":
                make = self._answering.share(self._person, about, self._share)
                await turns.run("share", lambda: make, self._privately, tell, key=key)
            case "copy":
                make = self._answering.copy(self._person, about, self._copy)
                await turns.run("copy", lambda: make, self._privately, tell, key=key)
            case "yes" | "no":
                make = self._answering.vote(self._person, about, helpful=verb == "yes")
                await turns.run("vote", lambda: make, self._privately, tell, key=key)
            case "remove":
                number, _, asker = about.partition(" ")
                await turns.run("remove", lambda: self._remove(int(number), asker),
                                self._privately, tell, key=key)  # fmt: skip
            case _:
                incoming = Incoming(choice=about)
                await turns.run("button", lambda: self._answering.ask(self._person, incoming),
                                self._privately, tell, key=key)  # fmt: skip

    async def _asked(self) -> Reply:
        incoming = Incoming(self._event.text)
        if self._faults.asks_the_guide_itself:
            return self._answering.guide.answer(incoming)
        return await self._answering.ask(self._person, incoming)

    async def _remove(self, number: int, asker: str) -> Reply | None:
        async def moderates() -> bool:
            by = self._event.user
            return self._faults.anybody_removes or by in self._platform.moderators

        said = await self._answering.remove(self._person, asker, moderates)
        if said.kind != "done":
            return said
        self._platform.delete(number)
        return None

    async def _in_place(self, reply: Reply) -> None:
        public = self._event.channel and not self._event.command
        only_for = "" if public else self._event.user
        self._send(reply, channel=self._event.channel, only_for=only_for)

    async def _privately(self, reply: Reply) -> None:
        self._send(reply, channel=self._event.channel, only_for=self._event.user)

    async def _copy(self, reply: Reply) -> None:
        self._send(reply, channel="", only_for=self._event.user)

    async def _share(self, reply: Reply) -> None:
        name = HOSTILE if self._faults.signs_with_a_raw_name else escape(self._event.user)
        self._send(reply, channel="general", only_for="", byline=f"Shared by {name}")

    def _send(self, reply: Reply, *, channel: str, only_for: str, byline: str = "") -> None:
        texts = pages(reply, self._faults)
        if byline:
            texts[-1] += f"\n{byline}"
        if self._faults.writes_its_own_words:
            texts[-1] += "\nPowered by the toy door."
        for number, text in enumerate(texts, 1):
            last = number == len(texts)
            public = bool(channel) and not only_for
            buttons = self._buttons(reply, public=public) if last else {}
            try:
                self._platform.send(Message(text, buttons, channel, only_for))
            except NotAllowedError:
                if not self._faults.hides_refusals:
                    raise NotSentError("refused") from None

    def _buttons(self, reply: Reply, *, public: bool) -> dict[str, str]:
        about = reply.about or ""
        everything = self._faults.offers_everything
        found = {o.label[:40]: f"say {o.id}"
                 for b in reply.blocks if isinstance(b, Choices) for o in b.options}  # fmt: skip
        found = dict(list(found.items())[: BUTTONS_MAX - 4])
        if may_pass_on(reply) or everything:
            if not public:
                found[notices.SHARE] = f"share {about}"
            found[notices.COPY] = f"copy {about}"
        if may_vote_on(reply) or everything:
            found[notices.HELPFUL] = f"yes {about}"
            found[notices.NOT_HELPFUL] = f"no {about}"
        if public:
            found[notices.REMOVE] = f"remove {len(self._platform.sent)} {self._event.user}"
        return found


# --- the harness ----------------------------------------------------------------------------------


class ToyHarness:
    """What people do on the toy platform, and see."""

    can = ALL

    def __init__(self, platform: ToyPlatform, door: ToyDoor, world: World) -> None:
        self._platform, self._door, self._world = platform, door, world
        self._events = 0

    @property
    def refused(self) -> list[str]:
        return self._platform.refused

    def _event(self, **more) -> Event:
        self._events += 1
        return Event(id=str(self._events), **({"user": ASKER} | more))

    async def _deliver(self, *events: Event) -> list[Seen]:
        before = len(self._platform.sent)
        for event in events:
            await self._door.received(event)
        while len(self._door.in_flight):  # noqa: ASYNC110 - it has no event to wait for
            await asyncio.sleep(0.001)
        return [_seen(message) for message in self._platform.sent[before:]]

    async def ask(self, text: str) -> list[Seen]:
        asked = self._event(text=text, channel="general", command=True)
        return await self._deliver(asked)

    async def ask_in_public(self, text: str) -> list[Seen]:
        return await self._deliver(self._event(text=text, channel="general"))

    async def press(self, seen: Seen, label: str, by: str = ASKER) -> list[Seen]:
        message = seen.handle
        pressed = self._event(user=by, button=message.buttons[label], channel=message.channel)
        return await self._deliver(pressed)

    async def not_for_it(self) -> None:
        await self._deliver(
            self._event(user="another", bot=True, text="gift"),
            self._event(user=self._platform.bot_user, text="gift"),
            self._event(text="gift", channel="general", mentions_bot=False),
        )

    async def ask_twice(self, text: str) -> list[Seen]:
        event = self._event(text=text, channel="general")
        return await self._deliver(event, event)

    def refuse_posts(self) -> None:
        self._platform.closed_to_posts = True

    def refuse_direct_messages(self) -> None:
        self._platform.closed_to_direct_messages = True

    def is_gone(self, seen: Seen) -> bool:
        return seen.handle.number in self._platform.deleted


def _seen(message: Message) -> Seen:
    read = shown(message.text)
    return Seen(
        read.text,
        private=bool(message.only_for),
        buttons=tuple(message.buttons),
        links=read.links,
        pings=read.calls,
        handle=message,
    )


def toy(faults: Faults) -> Harness:
    """The toy door with some faults."""

    @asynccontextmanager
    async def opened(world: World) -> AsyncIterator[ToyHarness]:
        platform = ToyPlatform()
        door = ToyDoor(platform, world.services, faults)
        yield ToyHarness(platform, door, world)
        await door.in_flight.finish(1)

    return opened
