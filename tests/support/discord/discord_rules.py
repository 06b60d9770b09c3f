"""What Discord refuses, as far as it concerns us. Component limits are simcord's, checked again."""

from __future__ import annotations

from typing import Any

from simcord.components import ComponentValidationError, validate_message_state, walk_components

# Members, presences, message content.
PRIVILEGED_INTENTS = 1 << 1 | 1 << 8 | 1 << 15
TEXT_OF_A_CARD = 4000
COMPONENTS = 40
V2 = 1 << 15


def problem_with(body: dict[str, Any]) -> str | None:
    """Why a message would be refused, or would break a rule of ours; None where it is fine."""
    if body.get("allowed_mentions", {}).get("parse") != []:
        return "a message that could ping somebody"
    try:
        validate_message_state(
            body.get("components") or [],
            flags=body.get("flags") or 0,
            content=body.get("content"),
            embeds=body.get("embeds") or [],
            require_nonempty=True,
        )
    except ComponentValidationError as error:
        return str(error)
    parts = list(walk_components(body.get("components") or []))
    text = sum(len(part["content"]) for part in parts if part["type"] == 10)
    if text > TEXT_OF_A_CARD or len(parts) > COMPONENTS:
        return f"{text} characters in {len(parts)} components"
    if any(part["type"] == 2 and not part.get("label") for part in parts):
        return "a button without words"
    return None
