"""Slack's door at the strict local Slack, by signed HTTP."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from bot.adapters.slack.connect import SlackDoor
from tests.conformance.harness import ALL, ASKER, HOSTILE, MODERATOR, OTHER, Seen, World
from tests.support.slack.fake_slack import ADMIN, BOT_ID, BOT_TOKEN, BOT_USER, USER, FakeSlack, Sent
from tests.support.slack.slack_rules import buttons
from tests.support.slack.workspace import SECRET, Town, serve

PEOPLE = {ASKER: USER, OTHER: "U0OTHER", MODERATOR: ADMIN}
_ACTIVE = re.compile(r"<([^>]*)>")
_FORMATTED = re.compile(r"(?<![\w\\])([*_~`])(?=\S)(.+?)(?<=\S)\1(?!\w)")


class SlackHarness:
    """What a person does in a channel of a workspace, and sees."""

    can = ALL

    def __init__(self, town: Town, world: World) -> None:
        self._town, self._slack, self._world = town, town.slack, world
        self._gone: list[Sent] = []

    @property
    def refused(self) -> list[str]:
        return self._slack.faults

    async def ask(self, text: str) -> list[Seen]:
        return await self._after(self._town.command(text, user_name=HOSTILE))

    async def ask_in_public(self, text: str) -> list[Seen]:
        return await self._after(self._town.mention(text))

    async def press(self, seen: Seen, label: str, by: str = ASKER) -> list[Seen]:
        found = await self._after(self._town.press(seen.handle, label, user=PEOPLE[by]))
        if self._slack.sent[-1].payload.get("delete_original"):
            self._gone.append(seen.handle)
        return found

    async def not_for_it(self) -> None:
        for more in (
            {"bot_id": BOT_ID},
            {"bot_id": "B0OTHER"},
            {"user": BOT_USER},
            {"subtype": "bot_message"},
            {"subtype": "message_changed", "hidden": True},
            {"edited": {"user": "U1", "ts": "1.2"}},
        ):
            for make in (self._town.mention_event, self._town.direct_event):
                await self._town.deliver("events_api", make("gift", **more))
        talk = self._town.direct_event("gift", channel_type="channel", channel="C0OPEN")
        await self._town.deliver("events_api", talk)
        await self._slack.quiet(0.1)

    async def ask_twice(self, text: str) -> list[Seen]:
        event = self._town.mention_event(text)

        async def both() -> None:
            for _ in range(2):
                await self._town.deliver("events_api", event)

        seen = await self._after(both())
        await self._slack.quiet(0.1)
        return seen

    def refuse_posts(self) -> None:
        self._slack.members.clear()

    def refuse_direct_messages(self) -> None:
        answer = (200, {}, {"ok": False, "error": "messages_tab_disabled"})
        self._slack.fail("chat.postMessage", *[answer] * 9)

    def is_gone(self, seen: Seen) -> bool:
        return seen.handle in self._gone

    async def _after(self, act) -> list[Seen]:
        before = len(self._slack.sent)
        await self._world.counted(act)
        await asyncio.sleep(0.02)
        new = [s for s in self._slack.sent[before:] if not s.payload.get("delete_original")]
        return [seen_of(sent) for sent in new]


def seen_of(sent: Sent) -> Seen:
    """What Slack shows of something that was sent."""
    reading = _Reading()
    blocks = sent.view["blocks"] if "view" in sent.payload else sent.blocks
    reading.blocks(blocks)
    # Notifications and screen readers get the fallback text.
    reading.active(str(sent.payload.get("text", "")))
    public = sent.method == "chat.postMessage" and str(sent.payload["channel"]).startswith("C")
    public = public or sent.payload.get("response_type") == "in_channel"
    return Seen(
        text="\n".join(reading.texts),
        private=not public,
        buttons=tuple(buttons(blocks)),
        links=tuple(reading.links),
        pings=tuple(reading.pings),
        handle=sent,
    )


class _Reading:
    """Reads blocks as Slack draws them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.links: list[str] = []
        self.pings: list[str] = []

    def blocks(self, blocks) -> None:
        for block in blocks:
            if block["type"] in ("header", "section"):
                self.texts.append(self._object(block["text"]))
            elif block["type"] == "context":
                self.texts += [self._object(element) for element in block["elements"]]
            elif block["type"] == "rich_text":
                self.texts += self._rich(block["elements"])

    def _object(self, text) -> str:
        if text["type"] == "plain_text":
            return text["text"]
        self.active(text["text"])
        without = _ACTIVE.sub(lambda m: m[1].rpartition("|")[2], text["text"])
        while (calm := _FORMATTED.sub(r"\2", without)) != without:
            without = calm
        return html.unescape(without)

    def active(self, marked: str) -> None:
        for inside in _ACTIVE.findall(marked):
            if inside.startswith(("@", "!", "#")):
                self.pings.append("asker" if inside == f"@{USER}" else inside)
            else:
                self.links.append(inside.partition("|")[0])

    def _rich(self, elements) -> Iterator[str]:
        for element in elements:
            if "elements" in element:
                inner = list(self._rich(element["elements"]))
                together = element["type"] != "rich_text_list"
                yield "".join(inner) if together else "\n".join(inner)
            elif element["type"] == "link":
                self.links.append(element["url"])
                yield element["text"]
            elif element["type"] == "text":
                yield element["text"]
            else:
                self.pings.append(str(element))


@asynccontextmanager
async def slack(world: World) -> AsyncIterator[SlackHarness]:
    """The door, open in one workspace."""
    async with FakeSlack() as fake:
        door = SlackDoor(
            services=world.services, bot_token=BOT_TOKEN, signing_secret=SECRET,
            api_url=fake.api_url,
        )  # fmt: skip
        await door.start()
        url, stop = await serve(door.routes())
        town = Town(fake, door, url)
        try:
            yield SlackHarness(town, world)
        finally:
            await town.close()
            await door.stop()
            await stop()
