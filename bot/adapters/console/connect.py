"""The terminal door: one question, a stream of questions for scripts, or a conversation."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from rich.console import Console

from bot.adapters.console.render import WIDTH_MAX, choices, render
from bot.adapters.shared.services import conversation_memory
from bot.handlers.answering import Answering
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Incoming, Reply, plain_text
from bot.handlers.person import Person
from bot.handlers.ports import Observer, Reading

NAME = "console"
# Who asks is not known; in a conversation, one question follows another.
SOMEBODY = Person(NAME, "")
TALKER = Person(NAME, "", place="chat")
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


def answering_for(guide: Reading, observer: Observer) -> Answering:
    """The service of the terminal: nothing about anybody is kept."""
    memory = conversation_memory()
    return Answering(NAME, guide=guide, observer=observer, conversations=memory)


def ask(answering: Answering, text: str, console: Console) -> Reply:
    """Answer one question: drawn on a screen, plain in a pipe."""
    with asyncio.Runner() as runner:
        reply = runner.run(answering.ask(SOMEBODY, Incoming(text=text)))
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
        "page": reply.page,
        "pages": list(reply.pages),
        "situation": reply.situation,
        "verdict": reply.verdict,
        "context": reply.context,
        "gate": reply.gate,
        "text": plain_text(reply),
    }


def as_json(record_: dict[str, Any]) -> str:
    """One line of JSON that any terminal can show; broken surrogates become marks."""
    text = json.dumps(record_, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def ask_lines(answering: Answering, lines: Iterable[bytes]) -> Iterator[str]:
    """One question a line in, one JSON object a line out, in order. Broken UTF-8 is mended.

    Raises `UserFacingError` for a line longer than `LINE_BYTES`.
    """
    with asyncio.Runner() as runner:
        for number, line in enumerate(lines, 1):
            if len(line) > LINE_BYTES:
                raise UserFacingError(
                    f"Line {number} has more than {LINE_BYTES:,} bytes.",
                    hint="Send one question a line.",
                )
            incoming = _incoming(line.rstrip(b"\r\n").decode("utf-8", "replace"))
            reply = runner.run(answering.ask(SOMEBODY, incoming))
            yield as_json(record(incoming.text, reply))


def _incoming(line: str) -> Incoming:
    """What a line asks. An object is a follow-up: `{"query": …, "context": …}`."""
    if line.startswith("{"):
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):
            given = {}
        query, context = given.get("query"), given.get("context")
        if isinstance(query, str):
            return Incoming(text=query, context=context if isinstance(context, str) else None)
    return Incoming(text=line)


class Chat:
    """A conversation in the terminal, with numbered choices. Nothing of it is kept."""

    def __init__(self, answering: Answering, console: Console) -> None:
        self._answering = answering
        self._console = console
        self._choices: tuple[str, ...] = ()

    def run(self) -> None:
        """Talk until end of input or a goodbye."""
        with asyncio.Runner() as runner:
            incoming: Incoming | None = Incoming()
            while incoming is not None:
                self._show(runner.run(self._answering.ask(TALKER, incoming)))
                incoming = self._heard()
        self._console.print("Goodbye.")

    def _heard(self) -> Incoming | None:
        """What is said next; None for a goodbye."""
        try:
            said = self._console.input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return None
        number = said.strip()
        if number.casefold() in GOODBYES:
            return None
        if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(self._choices):
            return Incoming(choice=self._choices[int(number[:4]) - 1])
        return Incoming(text=said)

    def _show(self, reply: Reply) -> None:
        self._choices = tuple(option.id for option in choices(reply))
        self._console.print()
        self._console.print(render(reply, numbered=True))
        self._console.print()
