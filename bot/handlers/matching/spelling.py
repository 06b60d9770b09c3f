"""Unknown words corrected against the knowledge's own vocabulary, English and Spanish."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Measured in docs/matching.md: below this, corrections change the meaning more than they mend it.
ALIKE = 0.72
# Shorter words have too many neighbors to guess from.
CORRECTED_LENGTH = 4
CANDIDATES = 6
# A word the knowledge uses less often may be a slip itself, and nothing is corrected to it.
ESTABLISHED = 3
# A common word is the likelier meaning of two that are equally near.
COMMON_BONUS = 0.02
# A message made of strange words only is noise; looking up more than this many costs time.
LOOKED_UP_MAX = 40
WORD_CHARACTERS = 24


class Speller:
    """Corrects words that the knowledge does not know. Pure: nothing is remembered."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """`counts`: how often the knowledge uses each word."""
        self._bonus = {word: COMMON_BONUS * math.log(n) for word, n in counts.items()}
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(word for word, n in counts.items() if n >= ESTABLISHED):
            if len(word) >= CORRECTED_LENGTH - 1 and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def correct(self, words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        """The words with the unknown ones corrected, and what was corrected."""
        nearest: dict[str, str] = {}
        for word in words:
            if len(nearest) == LOOKED_UP_MAX:
                break
            if word not in nearest and self._may_be_a_slip(word):
                nearest[word] = self._nearest(word)
        corrected = {word: near for word, near in nearest.items() if near != word}
        return [corrected.get(word, word) for word in words], corrected

    def _may_be_a_slip(self, word: str) -> bool:
        return (
            word not in self._bonus
            and CORRECTED_LENGTH <= len(word) <= WORD_CHARACTERS
            and word.isalpha()
        )

    def _nearest(self, word: str) -> str:
        found: list[tuple[float, str]] = []
        # OSA similarity of .72 leaves room for a difference of 28 % in length.
        for length in range(math.ceil(len(word) * ALIKE), math.floor(len(word) / ALIKE) + 1):
            found += [
                (score + self._bonus[known], known)
                for known, score, _ in process.extract(
                    word,
                    self._by_length.get(length, ()),
                    scorer=OSA.normalized_similarity,
                    score_cutoff=ALIKE,
                    limit=CANDIDATES,
                )
            ]
        return max(found)[1] if found else word
