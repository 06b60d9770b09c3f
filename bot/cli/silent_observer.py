"""The observer of commands that answer and end: there is nobody to read what it would count."""

from __future__ import annotations

from bot.handlers.ports import Platform, TurnKind, TurnOutcome


class SilentObserver:
    """Counts nothing, and swallows no error."""

    def answered(
        self, platform: Platform, kind: TurnKind, outcome: TurnOutcome, seconds: float
    ) -> None:
        """Nothing."""

    def acked(self, platform: Platform, seconds: float) -> None:
        """Nothing."""

    def redelivered(self, platform: Platform) -> None:
        """Nothing."""

    def daily(self, platform: Platform, outcome: str) -> None:
        """Nothing."""

    def looked(self, overdue: float) -> None:
        """Nothing."""

    def limited(self, platform: Platform) -> None:
        """Nothing."""

    def incident(self, platform: Platform, error: BaseException) -> str:  # noqa: ARG002 - a port's
        """Nothing is swallowed here."""
        raise error
