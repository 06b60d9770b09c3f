"""What people type, made safe and simple to compare. Pure; never raises."""

from __future__ import annotations

import re
import unicodedata

# Longer messages are cut for matching: the question is nearly always at one of the ends.
MATCHED_CHARACTERS = 1200

_PLATFORM_TOKEN = re.compile(
    r"<[@#!][^<>\s]{0,80}>"  # Slack and Discord mentions: <@U1>, <#C1|name>, <!here>, <@&1>
    r"|<a?:\w{1,40}:\d{1,25}>"  # Discord's own emoji
    r"|@(?:everyone|here|channel)\b"
)
_SLACK_LINK = re.compile(r"<(https?://[^|>\s]{1,500})(?:\|([^>]{0,200}))?>")
_SPACES = re.compile(r"\s+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
PLAIN_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})


def clean(text: str) -> str:
    """Visible text on one line: no control, direction or zero-width marks, no mentions.

    Text beyond `MATCHED_CHARACTERS` is cut from the middle, at spaces where there are any.
    """
    # Cut first: the work below must not grow with what somebody pastes.
    text = _shorten(text, 4 * MATCHED_CHARACTERS)
    text = _SLACK_LINK.sub(lambda m: m[2] or m[1], text)
    text = _PLATFORM_TOKEN.sub(" ", text)
    return _shorten(visible(text), MATCHED_CHARACTERS)


def visible(text: str) -> str:
    """The text on one line, without control, direction and zero-width marks."""
    kept = "".join(
        " " if c.isspace() else "" if unicodedata.category(c) in _INVISIBLE else c for c in text
    )
    return _SPACES.sub(" ", kept).strip()


def _shorten(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head, tail = text[: limit // 2], text[-(limit // 2) :]
    return head.rpartition(" ")[0] + " " + tail.partition(" ")[2] if " " in head else head


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes: `¿Qué?` and `que?` become the same."""
    # Decomposed first: of a bold mathematical A, only that makes a letter that has a lower case.
    decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN_APOSTROPHES))
    if not decomposed.isascii():
        decomposed = decomposed.translate(PLAIN_APOSTROPHES)  # of ŉ comes an apostrophe
    return "".join(c for c in decomposed.casefold() if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a message, folded, apostrophes dropped: `Don't stop` → `dont`, `stop`."""
    return [word.replace("'", "") for word in _WORD.findall(fold(text))]


def key(text: str) -> str:
    """The words joined by single spaces: how names and commands are compared."""
    return " ".join(words(text))


def sentences(text: str) -> list[str]:
    """A text cut after each sentence's end."""
    return [part for part in re.split(r"(?<=[.!?…])\s+", text.strip()) if part]


def first_sentences(text: str, limit: int) -> str:
    """As many whole sentences as fit into `limit` characters; at least the first one."""
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if kept and len(longer) > limit:
            break
        kept = longer
    return kept
