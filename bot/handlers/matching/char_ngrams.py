"""A message as features: its words, pairs of words, and the pieces its words are made of.

Pieces carry what words cannot: a slip of the pen, an ending, a Spanish cousin of an English word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

PIECE_MIN = 2
PIECE_MAX = 5
# A mark before a piece keeps it apart from a word with the same letters.
PIECE = "^"
PAIR = "_"
# A word longer than this is noise; its first letters say as much as all of it.
WORD_CHARACTERS = 24


def word_grams(words: Sequence[str]) -> list[str]:
    """Words and neighboring pairs of words, in order, repeats kept."""
    pairs = [f"{first}{PAIR}{second}" for first, second in pairwise(words)]
    return [*words, *pairs]


def char_ngrams(words: Sequence[str]) -> list[str]:
    """Runs of 2 to 5 characters of each word, its edges marked, repeats kept."""
    found: list[str] = []
    for word in words:
        edged = f"<{word[:WORD_CHARACTERS]}>"
        size = len(edged)
        for length in range(PIECE_MIN, min(PIECE_MAX, size - 1) + 1):
            found += [PIECE + edged[n : n + length] for n in range(size - length + 1)]
        if size <= PIECE_MAX:
            found.append(PIECE + edged)
    return found
