"""The terminal door, on a screen that takes colors, in a conversation."""

from __future__ import annotations

import asyncio
import io
import queue
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from bot.adapters.console.connect import Chat, answering_for
from tests.conformance.harness import ASKER, Ability, Seen, World

# What a terminal itself takes for color, and nothing else.
_COLOR = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
_CHOICE = re.compile(r"^ \[(\d+)\] (.*)$", re.MULTILINE)
_BOX = re.compile(r"[│╭╮╰╯─]")
_LEAST = 0.001


class ConsoleHarness:
    """Somebody who talks with the guide in a terminal."""

    can: frozenset[Ability] = frozenset()

    def __init__(self, world: World) -> None:
        self.refused: list[str] = []
        self._typed: queue.Queue[str | None] = queue.Queue()
        self._waits: queue.Queue[None] = queue.Queue()
        self._screen = io.StringIO()
        console = Console(
            file=self._screen, width=2_000, force_terminal=True, color_system="truecolor",
            highlight=False, emoji=False, markup=False,
        )  # fmt: skip
        console.input = self._input  # type: ignore[method-assign]
        self._chat = Chat(answering_for(world.guide, world.observer), console)
        self._world = world

    def run(self) -> None:
        self._chat.run()

    async def begin(self) -> None:
        await asyncio.to_thread(self._waits.get)
        self._shown()
        self._world.guide.heard.clear()

    def end(self) -> None:
        self._typed.put(None)

    def _input(self, _prompt: str = "") -> str:
        self._waits.put(None)
        said = self._typed.get()
        if said is None:
            raise EOFError
        return said

    def _shown(self) -> str:
        text = self._screen.getvalue()
        self._screen.seek(0)
        self._screen.truncate()
        return text

    async def ask(self, text: str) -> list[Seen]:
        self._typed.put(text)
        await asyncio.to_thread(self._waits.get)
        shown = re.sub(" {2,}", "  ", _BOX.sub(" ", _COLOR.sub("", self._shown())))
        choices = {label.strip(): number for number, label in _CHOICE.findall(shown)}
        said = _CHOICE.sub("", shown)
        return [Seen(said, private=True, buttons=tuple(choices), handle=choices)]

    async def press(self, seen: Seen, label: str, by: str = ASKER) -> list[Seen]:
        return await self.ask(seen.handle[label])


@asynccontextmanager
async def console(world: World) -> AsyncIterator[ConsoleHarness]:
    """A conversation, in a thread of its own: it blocks while it waits to be typed to."""
    harness = ConsoleHarness(world)
    running = asyncio.create_task(asyncio.to_thread(harness.run))
    await harness.begin()
    try:
        yield harness
    finally:
        harness.end()
        await running
