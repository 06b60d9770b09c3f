"""Words after /ethics, or alone in a direct message, that do something instead of asking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.adapters.slack.replying import SlackRequest
from bot.handlers.messages import Reply
from bot.handlers.text import key


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A word and what it does; `with_more` also where more words follow it."""

    word: str
    run: Callable[[SlackRequest], Awaitable[Reply | None]]
    with_more: bool = False

    def is_meant(self, typed: str) -> bool:
        """Whether the folded text is this command."""
        return typed == self.word or (self.with_more and typed.startswith(f"{self.word} "))


def find(commands: Sequence[TypedCommand], text: str) -> TypedCommand | None:
    """The command that a text is; None for a question."""
    typed = key(text)
    return next((command for command in commands if command.is_meant(typed)), None)
