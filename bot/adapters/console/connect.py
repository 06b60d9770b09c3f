"""The terminal door: one question, a stream of questions for scripts, or a conversation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from rich.console import Console

from bot.adapters.console.render import WIDTH_MAX, choices, render
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Incoming, Reply, plain_text
from bot.handlers.ports import Answering

PROMPT = "you › "
GOODBYES = frozenset(("quit", "exit", "bye", "q", "salir", "adios"))
# One line of JSON Lines longer than this is refused instead of read into memory.
LINE_BYTES = 1_000_000


def console_for(stream: IO[str], *, color: bool | None = None) -> Console:
    """A console of readable width; colors only on a screen."""
    console = Console(
        file=stream,
        highlight=False,
        emoji=False,
        markup=False,
        no_color=None if color is None else not color,
    )
    if console.is_terminal:
        console.width = min(console.width, WIDTH_MAX)
    return console


def ask(guide: Answering, text: str, console: Console) -> Reply:
    """Answer one question: drawn on a screen, plain in a pipe."""
    reply = guide.answer(Incoming(text=text))
    if console.is_terminal:
        console.print(render(reply))
    else:
        console.file.write(plain_text(reply) + "\n")
    return reply


def record(query: str, reply: Reply) -> dict[str, Any]:
    """A reply as the stable object that scripts read. See `ethics ask --help`."""
    return {
        "query": query,
        "outcome": reply.outcome,
        "topic": reply.topic,
        "tenets": list(reply.tenets),
        "choices": list(reply.ranked),
        "score": reply.score,
        "text": plain_text(reply),
    }


def as_json(record_: dict[str, Any]) -> str:
    """One line of JSON that any terminal can show; broken surrogates become marks."""
    text = json.dumps(record_, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def ask_lines(guide: Answering, lines: Iterable[bytes]) -> Iterator[str]:
    """One question a line in, one JSON object a line out, in order. Broken UTF-8 is mended.

    Raises `UserFacingError` for a line longer than `LINE_BYTES`.
    """
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_BYTES:
            raise UserFacingError(
                f"Line {number} has more than {LINE_BYTES:,} bytes.",
                hint="Send one question a line.",
            )
        query = line.rstrip(b"\r\n").decode("utf-8", "replace")
        yield as_json(record(query, guide.answer(Incoming(text=query))))


class Chat:
    """A conversation in the terminal, with numbered choices. Nothing of it is kept."""

    def __init__(self, guide: Answering, console: Console) -> None:
        self._guide = guide
        self._console = console
        self._context: str | None = None
        self._choices: tuple[str, ...] = ()

    def run(self) -> None:
        """Talk until end of input or a goodbye."""
        self._show(self._guide.answer(Incoming()))
        while True:
            try:
                said = self._console.input(PROMPT)
            except (EOFError, KeyboardInterrupt):
                break
            if said.strip().casefold() in GOODBYES:
                break
            self._show(self._guide.answer(self._incoming(said)))
        self._console.print("Goodbye.")

    def _incoming(self, said: str) -> Incoming:
        number = said.strip()
        if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(self._choices):
            return Incoming(choice=self._choices[int(number[:4]) - 1])
        return Incoming(text=said, context=self._context)

    def _show(self, reply: Reply) -> None:
        self._choices = tuple(option.id for option in choices(reply))
        self._context = reply.context or self._context
        self._console.print()
        self._console.print(render(reply, numbered=True))
        self._console.print()
