"""Discord's door at the strict local Discord, over its gateway."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.adapters.discord import wording
from bot.adapters.discord.connect import DiscordDoor
from tests.conformance.harness import ALL, ASKER, HOSTILE, MODERATOR, Seen, World
from tests.support.discord import payloads
from tests.support.discord.fake_api import Weather
from tests.support.discord.fake_discord import FakeDiscord
from tests.support.discord.payloads import ANN, BOT, GUILD, TOKEN, guild_payload
from tests.support.fakes import KeyValuesInMemory

ASKS = ANN | {"global_name": HOSTILE[:32]}
BOB = ANN | {"id": "2002", "username": "bob"}
NO_PERMISSIONS, MANAGE_MESSAGES = "0", str(1 << 13)
EPHEMERAL = 1 << 6
DIRECT = "/channels/900/messages"


class DiscordHarness:
    """What a person does in a channel of a server, and sees."""

    can = ALL

    def __init__(self, discord: FakeDiscord, world: World) -> None:
        self._discord, self._world = discord, world

    @property
    def refused(self) -> list[str]:
        return self._discord.faults

    async def ask(self, text: str) -> list[Seen]:
        return await self._interact(payloads.command("ask", question=text))

    async def ask_in_public(self, text: str) -> list[Seen]:
        message = payloads.said(text, author=ASKS)
        return await self._after(self._discord.dispatch("MESSAGE_CREATE", message))

    async def press(self, seen: Seen, label: str, by: str = ASKER) -> list[Seen]:
        pressed = payloads.press(seen.handle, label)
        pressed["member"] |= {
            "user": ASKS if by == ASKER else BOB,
            "permissions": MANAGE_MESSAGES if by == MODERATOR else payloads.EVERYTHING,
        }
        if by not in (ASKER, MODERATOR):
            pressed["member"]["permissions"] = NO_PERMISSIONS
        found = await self._interact(pressed)
        if found and wording.SHARE_YES in found[-1].buttons:
            return await self.press(found[-1], wording.SHARE_YES, by)
        return found

    async def not_for_it(self) -> None:
        for message in (
            payloads.said("gift", author=BOT),
            payloads.said("gift", author=ANN | {"bot": True}),
            payloads.said("gift", webhook_id="77"),
            payloads.said("gift", type=7),
            payloads.said("gift", mentions=[], content="gift"),
            payloads.said_directly("gift", author=BOT),
        ):
            await self._discord.dispatch("MESSAGE_CREATE", message)
        await self._discord.dispatch("MESSAGE_UPDATE", payloads.said("gift"))
        await asyncio.sleep(0.1)

    async def ask_twice(self, text: str) -> list[Seen]:
        message = payloads.said(text)

        async def both() -> None:
            for _ in range(2):
                await self._discord.dispatch("MESSAGE_CREATE", message)

        seen = await self._after(both())
        await asyncio.sleep(0.1)
        return seen

    def refuse_posts(self) -> None:
        refusal = {"message": "Missing Permissions", "code": 50013}
        self._discord.weather.append(Weather("/channels/100/messages", 403, refusal, times=9))

    def refuse_direct_messages(self) -> None:
        refusal = {"message": "Cannot send messages to this user", "code": 50007}
        self._discord.weather.append(Weather(DIRECT, 403, refusal, times=9))

    def is_gone(self, seen: Seen) -> bool:
        return int(seen.handle["id"]) not in self._discord.messages

    async def _interact(self, interaction: dict[str, Any]) -> list[Seen]:
        return await self._after(self._discord.interaction(interaction))

    async def _after(self, act) -> list[Seen]:
        before = len(self._discord.sent)
        await self._world.counted(act)
        await asyncio.sleep(0.02)
        found = []
        for sent in self._discord.sent[before:]:
            body = sent.body if isinstance(sent.body, dict) else {}
            data = body.get("data") if "callback" in sent.path else body
            if sent.method == "POST" and data and data.get("components"):
                private = sent.path == DIRECT or bool((data.get("flags") or 0) & EPHEMERAL)
                found.append(self._seen(data, private=private or body.get("type") == 7))
        return found

    def _seen(self, data: dict[str, Any], *, private: bool) -> Seen:
        kept = [m for m in self._discord.messages.values() if m["components"] is data["components"]]
        texts, links, pings, labels = [], [], [], []
        for part in flattened(data["components"]):
            if part["type"] == 10:
                read = Markdown(part["content"])
                texts.append(read.text)
                links += read.links
                # Whoever is mentioned is called only where the message allows it.
                if data.get("allowed_mentions", {}).get("parse") != []:
                    pings += read.mentions
                pings += [m for m in read.mentions if m != f"<@{ANN['id']}>"]
            elif part["type"] == 2:
                labels.append(part["label"])
            elif part["type"] == 3:
                labels += [option["label"] for option in part["options"]]
        return Seen("\n".join(texts), private, tuple(labels), tuple(links), tuple(pings),
                    kept[-1] if kept else data)  # fmt: skip


def flattened(components):
    """Every component, outer ones first, in reading order."""
    for component in components:
        yield component
        yield from flattened(component.get("components", ()))


class Markdown:
    """Discord's markup, read as its client does: what acts, and what is left to see."""

    _MENTION = re.compile(r"<(?:@[!&]?\d+|#\d+|/[^>]+:\d+|a?:\w+:\d+|t:\d+(?::\w)?)>")
    _LINK = re.compile(r"\[([^\]]*)\]\(<?([^)>]*)>?\)")
    _ADDRESS = re.compile(r"https?://\S+")
    _MARKS = re.compile(r"\*\*|\*|__|(?<!\w)_(?=\S)|~~|\|\||`")

    def __init__(self, source: str) -> None:
        self.links: list[str] = []
        self.mentions: list[str] = []
        self.text = "".join(self._read(source))

    def _read(self, source: str):
        # What is fenced in stands as it is.
        for number, part in enumerate(source.split("```")):
            yield part if number % 2 else self._marked(part)

    def _marked(self, source: str) -> str:
        escaped: list[str] = []

        def hide(match: re.Match[str]) -> str:
            escaped.append(match[1])
            return f"\ue000{len(escaped) - 1}\ue001"

        text = re.sub(r"\\([\\`*_~|<>\[\]()#+\-.!{}])", hide, source)
        self.mentions += self._MENTION.findall(text)
        self.mentions += re.findall(r"@(?:everyone|here)", text)
        text = self._MENTION.sub("", text)
        text = self._LINK.sub(lambda m: self.links.append(m[2]) or m[1], text)
        text = re.sub(r"^(?:#{1,3} |-# |> |- |\d+\. )+", "", text, flags=re.MULTILINE)
        kept = self._ADDRESS.findall(text)
        text = self._ADDRESS.sub("\ue002", text)
        text = self._MARKS.sub("", text)
        for address in kept:
            text = text.replace("\ue002", address, 1)
        return re.sub("\ue000(\\d+)\ue001", lambda m: escaped[int(m[1])], text)


@asynccontextmanager
async def discord(world: World) -> AsyncIterator[DiscordHarness]:
    """The door, connected to one server."""
    async with FakeDiscord() as fake:
        fake.guilds[GUILD] = guild_payload()
        door = DiscordDoor(
            services=world.services, key_values=KeyValuesInMemory(), token=TOKEN,
            api_url=fake.api_url,
        )  # fmt: skip
        await door.start()
        try:
            yield DiscordHarness(fake, world)
        finally:
            await door.stop()
