"""The one exception that speaks to people. Everything else is logged as a fault."""

from __future__ import annotations


class UserFacingError(Exception):
    """A problem said in one clear sentence to whoever can solve it, and what to do about it.

    `exit_status` is what a command ends with: 2 for misuse, 1 for a check that found faults.
    `passing` says that it may go away by itself, so that trying again later is worth it.
    The message goes to the person as it is: no secrets, no message text, no internals.
    """

    def __init__(
        self, message: str, *, hint: str = "", exit_status: int = 2, passing: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_status = exit_status
        self.passing = passing

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class StoreAwayError(Exception):
    """The database does not answer. The watch over it has said so: nobody needs to say it again."""
