"""What is said about review: who signed a text, or that nobody has yet."""

from __future__ import annotations

from datetime import date

from bot.handlers.library import Library
from bot.handlers.local_layer import Signature
from bot.handlers.replies import wording


def signed_by(signature: Signature) -> str:
    """Who signed: name, office and day."""
    return wording.SIGNED.format(
        by=signature.by, office=signature.office, day=wording.day(signature.day)
    )


def signed_line(library: Library, about: str, today: date) -> str:
    """Who signed the text of that choice id, or that your ethics office has not."""
    signature = library.signature(about, today)
    return signed_by(signature) if signature else wording.UNSIGNED
