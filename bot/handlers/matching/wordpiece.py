"""A message as word pieces: what the encoder reads.

The greedy longest-match of BERT's uncased vocabularies: lower case, no accents, punctuation
apart. See https://arxiv.org/abs/1609.08144, section 4.1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.handlers.text import PLAIN_APOSTROPHES

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
# How a piece that continues a word is marked in the vocabulary.
CONTINUES = "##"
# A longer word is noise, and would only cost time.
WORD_CHARACTERS = 40
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")


class WordPieces:
    """Text → ids of pieces. `pieces` is the vocabulary; a piece's id is its place in it."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._unknown = self._ids[UNKNOWN]
        self._start, self._end = self._ids[START], self._ids[END]

    def ids(self, text: str, most: int) -> list[int]:
        """The ids of a message between a start and an end mark, `most` in all."""
        found = [self._start]
        for token in _TOKEN.findall(_plain(text)):
            found += self._word(token)
            if len(found) >= most:
                break
        return [*found[: most - 1], self._end]

    def _word(self, word: str) -> list[int]:
        if len(word) > WORD_CHARACTERS:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = CONTINUES if start else ""
            end = next(
                (n for n in range(len(word), start, -1) if mark + word[start:n] in self._ids), 0
            )
            if not end:
                return [self._unknown]
            found.append(self._ids[mark + word[start:end]])
            start = end
        return found


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(PLAIN_APOSTROPHES).lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
