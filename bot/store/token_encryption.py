"""Tokens at rest are encrypted. The first key encrypts; all of them decrypt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.handlers.errors import UserFacingError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

# Begins every encrypted value, so that one is never taken for a token or the other way round.
MARK = "f1:"


class TokenCipher:
    """Encrypts and decrypts with `ETHICS_ENCRYPTION_KEYS`."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises `UserFacingError` for a key that is none."""
        self._fernet: MultiFernet | None = None
        if not keys:
            return
        # Takes several megabytes, and a bot of one workspace encrypts nothing.
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise UserFacingError(
                "ETHICS_ENCRYPTION_KEYS holds something that is no key.",
                hint="`ethics key` prints a new one; several are separated by commas.",
            ) from None

    def require(self) -> None:
        """Raises `UserFacingError` where there is no key to encrypt with."""
        if self._fernet is None:
            raise UserFacingError(
                "ETHICS_ENCRYPTION_KEYS is missing: Slack's tokens are not kept unencrypted.",
                hint="`ethics key` prints a new key. Keep it apart from the database.",
            )

    def close(self, token: str | None) -> str | None:
        """The token encrypted; one that is encrypted already stays as it is."""
        if token is None or token.startswith(MARK):
            return token
        self.require()
        assert self._fernet is not None  # noqa: S101 - require has looked
        return MARK + self._fernet.encrypt(token.encode()).decode()

    def open(self, kept: str | None) -> str | None:
        """The token again. Raises `UserFacingError` when its key is not among ours."""
        if kept is None or not kept.startswith(MARK):
            return kept
        self.require()
        assert self._fernet is not None  # noqa: S101 - require has looked
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - imported with the first key

        try:
            return self._fernet.decrypt(kept.removeprefix(MARK).encode()).decode()
        except InvalidToken:
            raise UserFacingError(
                "ETHICS_ENCRYPTION_KEYS lacks the key that Slack's tokens were saved with.",
                hint="Add the old key after the new one, separated by a comma.",
            ) from None
