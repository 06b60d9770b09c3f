"""From a message to a finished reply: ordinary questions, presses of buttons, nasty input.

`python -m benchmarks.answer`. What a door adds (its SDK, the network) is measured elsewhere.
"""

from __future__ import annotations

import os
import random
import sys
import time

from benchmarks.timing import milliseconds, questions, share, table
from bot.handlers.guide import Guide
from bot.handlers.messages import Incoming
from bot.settings import load
from bot.understanding.build_guide import guide_for

ROUNDS = 5
NASTY_ROUNDS = 20
PLANE = 0x10000
PLANES = 17
SURROGATES = range(0xD800, 0xE000)


def main() -> None:
    guide = guide_for(load(os.environ, dotenv=None), print)
    asked = questions()
    incoming = {
        "questions of the evaluation": [Incoming(text=text) for text in asked],
        "the same, in a conversation on gifts": [
            Incoming(text=text, context="topic:gifts") for text in asked
        ],
        "one word": [Incoming(text=text.split()[0]) for text in asked],
        "buttons: every topic": [Incoming(choice=f"topic:{t}") for t in guide.library.topics],
    }
    rows = [_row(name, guide, messages, ROUNDS) for name, messages in incoming.items()]
    rows += [
        _row(name, guide, [Incoming(text=text)], NASTY_ROUNDS) for name, text in nasty().items()
    ]
    print("Milliseconds from Incoming to Reply\n")
    table(("", "p50", "p99", "slowest", "asked"), rows)


def nasty() -> dict[str, str]:
    """What nobody means well by, or pastes by accident."""
    source = random.Random(1924)
    letters = "abcdefghijklmnopqrstuvwxyz"
    strange = [
        "".join(source.choice(letters) for _ in range(source.randint(4, 12))) for _ in range(5000)
    ]
    sentence = "can I keep tickets from a vendor? "
    return {
        "100 kB of sentences": sentence * (100_000 // len(sentence)),
        "100 kB without a space": "gift" * 25_000,
        "one word of 10,000 letters": "a" * 10_000,
        "5,000 words nobody knows": " ".join(strange),
        "250 words, each one slip wrong": " ".join(
            word[:3] + "q" + word[3:] for word in (sentence * 36).split()[:250]
        ),
        "10,000 zero-width and direction marks": "\u200b\u202e\u200f\ufeff\u2066" * 2000,
        "10,000 stacked accents": "e" + "\u0301" * 10_000,
        "5,000 ligatures that unfold": "\ufdfa" * 5000,
        "10,000 opening brackets": "<@" * 5000 + "<https://" * 1000,
        "every plane of Unicode, mixed": "".join(every_plane(source)),
        "nothing": "",
    }


def every_plane(source: random.Random) -> list[str]:
    """A few hundred characters of each plane, lone surrogates among them."""
    found = [chr(n) for n in source.sample(SURROGATES, 100)]
    for plane in range(PLANES):
        found += [chr(n) for n in source.sample(range(plane * PLANE, (plane + 1) * PLANE), 280)]
    source.shuffle(found)
    return found


def _row(name: str, guide: Guide, messages: list[Incoming], rounds: int) -> tuple[str, ...]:
    guide.answer(messages[0])
    times = []
    for _ in range(rounds):
        for message in messages:
            began = time.perf_counter()
            guide.answer(message)
            times.append((time.perf_counter() - began) * 1000)
    times.sort()
    numbers = (share(times, 0.5), share(times, 0.99), times[-1])
    return (name, *map(milliseconds, numbers), f"{len(times):,}")


if __name__ == "__main__":
    sys.exit(main())
