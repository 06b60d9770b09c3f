"""Sentence embeddings, where the extra `[semantic]` is installed."""

from __future__ import annotations


def installed() -> None:
    """The embedder, or None where the extra is not installed."""
    return
