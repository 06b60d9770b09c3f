"""Our matcher beside other ways to find a phrasing, in one run and one thread; growth; cold start.

`python -m benchmarks.matching`. Everybody searches the same phrasings for the same messages. At
100,000 and at ten times the phrasings, the others search that many texts. Ours then has a
vocabulary grown alike; its weights keep their size, because features are hashed, so those of the
shipped model stand in for what would be learned. With ten times the topics they grow tenfold.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.timing import milliseconds, questions, share, table, timed
from bot.handlers.library import Library
from bot.handlers.matching.matcher import TrainedMatcher
from bot.handlers.matching.model import NONE, Model, Weights
from bot.handlers.text import clean, key
from bot.knowledge import loading, sources
from bot.settings import Settings, load
from bot.understanding import build_guide
from bot.understanding.model_files import SMALL_FILE
from bot.understanding.model_files import load as load_model

FOUND = 5
SECONDS_EACH = 10.0
GROWTH = 10
ENTRIES = 100_000
STARTS = 5

Ask = Callable[[str], object]


def main() -> None:
    settings = load(os.environ, dotenv=None)
    learned = build_guide.learn(settings, print)
    model = load_model(_model_folder(settings))
    known = loading.load(sources.folders_of(settings))
    texts = [key(clean(phrasing.text)) for phrasing in known.phrasings]
    asked = [key(clean(question)) for question in questions()]
    print(
        f"{len(texts):,} phrasings, {len(learned.library.main_topics)} main topics and "
        f"{len(learned.library.topics)} in all; {len(asked)} messages; one thread; milliseconds"
    )
    print(f"Others: at most {SECONDS_EACH:.0f} s each; “asked” is how many messages that was.\n")
    rows = []
    for title, times in (("as shipped", 1.0), *_growth(len(texts))):
        many = grown_texts(texts, round(len(texts) * times))
        counts = grown_counts(model.word_counts, times)
        larger = replace(model, word_counts=counts)
        matcher = TrainedMatcher(larger, learned.library)
        rows.append(_row(f"{title}: ours", matcher.match, asked, len(many)))
        for name, make in RIVALS.items():
            rows.append(_row(f"{title}: {name}", make(many), asked, len(many)))
    library, larger = grown_topics(learned.library, model)
    topics = f"{GROWTH}× topics ({len(library.main_topics)} main): ours"
    matcher = TrainedMatcher(larger, library)
    rows.append(_row(topics, matcher.match, asked, len(texts)))
    table(("", "texts", "p50", "p99", "slowest", "asked"), rows)
    print("\nFrom cold")
    table(("", "fastest", "median", "resident memory"), _starts())


def _growth(count: int) -> tuple[tuple[str, float], ...]:
    return (("100,000", ENTRIES / count), (f"{GROWTH}×", float(GROWTH)))


def _model_folder(settings: Settings) -> Path:
    """Where the model lies that `learn` has just used."""
    shipped = build_guide.shipped_model()
    if build_guide.is_current(sources.folders_of(settings)):
        return shipped
    kept = (file.parent for file in (settings.data / "models").glob(f"*/{SMALL_FILE}"))
    return max(kept, key=lambda folder: folder.stat().st_mtime, default=shipped)


def _row(name: str, ask: Ask | None, asked: Sequence[str], texts: int) -> tuple[str, ...]:
    if ask is None:
        return (name, f"{texts:,}", "not installed", "", "", "")
    times = timed(ask, asked, SECONDS_EACH)
    numbers = (share(times, 0.5), share(times, 0.99), times[-1])
    return (name, f"{texts:,}", *map(milliseconds, numbers), str(len(times)))


# --- others -----------------------------------------------------------------------------------


def wratio(texts: Sequence[str]) -> Ask:
    return lambda asked: process.extract(asked, texts, scorer=fuzz.WRatio, limit=FOUND)


def token_set(texts: Sequence[str]) -> Ask:
    return lambda asked: process.extract(asked, texts, scorer=fuzz.token_set_ratio, limit=FOUND)


def bm25(texts: Sequence[str]) -> Ask | None:
    if find_spec("bm25s") is None:
        return None
    import bm25s  # noqa: PLC0415 - a development package that may be missing

    index = bm25s.BM25()
    index.index([text.split() for text in texts], show_progress=False)
    return lambda asked: index.retrieve([asked.split()], k=FOUND, show_progress=False, n_threads=0)


def fts5(texts: Sequence[str]) -> Ask | None:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE phrasings USING fts5(text)")
    except sqlite3.OperationalError:
        return None
    connection.executemany("INSERT INTO phrasings VALUES (?)", ((text,) for text in texts))
    connection.commit()
    statement = "SELECT rowid FROM phrasings WHERE phrasings MATCH ? ORDER BY rank LIMIT ?"

    def ask(asked: str) -> object:
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(asked.split()))
        return connection.execute(statement, (words, FOUND)).fetchall()

    return ask


RIVALS = {
    "rapidfuzz WRatio": wratio,
    "rapidfuzz token_set_ratio": token_set,
    "bm25s": bm25,
    "SQLite FTS5": fts5,
}


# --- growth -----------------------------------------------------------------------------------


def _endings() -> list[str]:
    return ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]


def grown_texts(texts: Sequence[str], wanted: int) -> list[str]:
    """The texts again and again, each round with words of its own at the end."""
    endings = _endings()
    found = list(texts)
    for turn in range(1, wanted // len(texts) + 1):
        ending = endings[turn]
        found += (f"{text} {text.rsplit(' ', 1)[-1]}{ending}" for text in texts)
    return found[:wanted]


def grown_counts(counts: dict[str, int], times: float) -> dict[str, int]:
    """A vocabulary that many times as large, its new words as long as the old ones, nearly."""
    endings = iter(_endings()[1:])
    wanted = round(len(counts) * times)
    grown = dict(counts)
    while (missing := wanted - len(grown)) > 0:
        ending = next(endings)
        new = ((word[:-1] + ending, count) for word, count in counts.items() if word.isalpha())
        grown |= dict(islice(new, missing))
    return grown


def grown_topics(library: Library, model: Model) -> tuple[Library, Model]:
    """Ten copies of every topic, main and finer, and the weights to tell them apart."""
    topics = dict(library.topics)
    for turn in range(1, GROWTH):
        for topic in library.topics.values():
            part_of = topic.part_of and f"{topic.part_of}-{turn}"
            copy = replace(topic, id=f"{topic.id}-{turn}", part_of=part_of)
            topics[copy.id] = copy
    larger = replace(model, main=_repeated(model.main), finer=_repeated(model.finer))
    return replace(library, topics=topics), larger


def _repeated(weights: Weights) -> Weights:
    """The columns of every topic ten times; "none" stays one."""
    kept = [n for n, name in enumerate(weights.classes) if name != NONE]
    names = [weights.classes[n] for n in kept]
    classes = names + [f"{name}-{turn}" for turn in range(1, GROWTH) for name in names]
    columns = kept * GROWTH
    if NONE in weights.classes:
        classes.append(NONE)
        columns.append(weights.classes.index(NONE))
    return Weights(
        tuple(classes),
        np.ascontiguousarray(weights.weights[:, columns]),
        weights.scale[columns],
        weights.bias[columns],
    )


# --- from cold --------------------------------------------------------------------------------

LOADING = """
import time
began = time.perf_counter()
import os
from bot import learning, settings
learning.learn(settings.load(os.environ, dotenv=None), print)
print(time.perf_counter() - began)
"""


# A process is charged with the memory of the one that started it, so a small one starts them.
STARTING = """
import os, subprocess, sys, time
began = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
said = child.stdout.read()
_, status, usage = os.wait4(child.pid, 0)
print(time.perf_counter() - began, usage.ru_maxrss, status, said.split()[-1] if said else 0)
"""


def _starts() -> list[tuple[str, ...]]:
    if not hasattr(os, "wait4"):
        return [("not measured on this system", "", "", "")]
    return [
        _cold("python -c pass", [sys.executable, "-c", "pass"]),
        _cold("import, digest, load library and model", [sys.executable, "-c", LOADING], own=True),
        _cold("python -m bot ask gifts", [sys.executable, "-m", "bot", "ask", "gifts"]),
    ]


def _cold(name: str, command: Sequence[str], *, own: bool = False) -> tuple[str, ...]:
    """Start a program several times. `own`: it says itself how long it took."""
    seconds, memory = [], 0
    for _ in range(STARTS):
        said = subprocess.run(
            [sys.executable, "-c", STARTING, *command], check=True, capture_output=True, text=True
        ).stdout.split()
        if said[2] != "0":
            return (name, "failed", "", "")
        seconds.append(float(said[3] if own else said[0]))
        memory = max(memory, int(said[1]) * (1 if sys.platform == "darwin" else 1024))
    times = [f"{value * 1000:,.0f} ms" for value in (min(seconds), statistics.median(seconds))]
    return (name, *times, f"{memory / 2**20:,.0f} MiB")


if __name__ == "__main__":
    main()
