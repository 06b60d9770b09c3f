"""What people type to have what is kept about them deleted. Data: add a phrase, and it works."""

from __future__ import annotations

# Each as `text.key` makes it: lower case, no accents, no marks.
FORGET_WORDS = frozenset(
    (
        "forget me",
        "forget",
        "please forget me",
        "delete my data",
        "delete my votes",
        "erase my data",
        "olvidame",
        "olvidame por favor",
        "borra mis datos",
        "elimina mis datos",
    )
)
