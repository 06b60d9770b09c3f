"""Knowledge + what was learnt from it → the guide. Learns anew only when the knowledge changed.

The model that ships is trained from the shipped knowledge. A local layer, or an edit, makes
another model, which is learnt once and kept in the data folder under the knowledge's digest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
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
TAUGHT_FILE = "learnt-from.txt"
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
    """Library and matcher, from what was learnt before where that is still true.

    Raises `KnowledgeError`.
    """
    folders = places.folders_of(settings)
    digest = places.digest(folders)
    taught = places.digest(folders, only=places.TAUGHT_FROM)
    own = settings.data / "models" / taught[:16]
    for place in (shipped_model(), own):
        trained = _read_model(place, taught)
        if trained is None:
            continue
        library = _read_snapshot(place, digest) or _read_snapshot(own, digest)
        if library is None:
            library = _read_anew(folders)
            _keep(own, say, partial(_write_snapshot, own, library, digest))
        return Learnt(library, _matcher(trained, library))
    return _learn_anew(folders, own, settings, say)


def is_current(folders: Sequence[Path]) -> bool:
    """Whether what ships was learnt from exactly these folders."""
    return _read_snapshot(shipped_model(), places.digest(folders)) is not None


def train_shipped(folders: Sequence[Path]) -> None:
    """Learn what changed, and write it into the package.

    Raises `KnowledgeError`, `OSError`, and `UserFacingError` without the extra `[semantic]`.
    """
    place = shipped_model()
    if _read_model(place, places.digest(folders, only=places.TAUGHT_FROM)) is not None:
        _write_snapshot(place, _read_anew(folders), places.digest(folders))
        return
    if semantic.installed() is None:
        raise UserFacingError(
            "What ships also weighs sentence embeddings, and these are not installed.",
            hint="Run `make semantic`, then `ethics train` again.",
        )
    known, trained = _train(folders)
    save(place, known.library, trained, folders)


def _learn_anew(folders: Sequence[Path], own: Path, settings: Settings, say: Say) -> Learnt:
    say("The knowledge has changed; learning how people ask about it takes a minute or two.")
    known, trained = _train(folders)
    _keep(own, say, partial(save, own, known.library, trained, folders))
    _keep(own, say, partial(_forget_old, settings.data / "models"))
    return Learnt(known.library, _matcher(trained, known.library))


def _keep(place: Path, say: Say, write: Callable[[], None]) -> None:
    """Do without what cannot be kept, and say so."""
    try:
        write()
    except OSError as error:
        say(
            f"What was learnt could not be kept in {place} ({error.strerror}); "
            "it will be learnt again at the next start."
        )


def _read_anew(folders: Sequence[Path]) -> Library:
    from bot.knowledge import loading  # noqa: PLC0415 - reading YAML needs what an answer does not

    return loading.load(folders).library


def _train(folders: Sequence[Path]) -> tuple[Knowledge, model.Model]:
    # Reading and learning need libraries that an answer does not; most starts do neither.
    from bot.handlers.matching import training  # noqa: PLC0415
    from bot.knowledge import loading  # noqa: PLC0415

    known = loading.load(folders)
    phrasings = [(phrasing.text, phrasing.topic) for phrasing in known.phrasings]
    return known, training.train(known.library, phrasings, semantic.installed())


def save(place: Path, library: Library, trained: model.Model, folders: Sequence[Path]) -> None:
    """Keep what was learnt from these folders. Raises `OSError`."""
    place.mkdir(parents=True, exist_ok=True)
    model.save(trained, place / MODEL_FILE)
    taught = places.digest(folders, only=places.TAUGHT_FROM)
    (place / TAUGHT_FILE).write_text(taught + "\n", encoding="utf-8")
    _write_snapshot(place, library, places.digest(folders))


class _Snapshot(msgspec.Struct, frozen=True):
    """A library as it was read, and the digest of the files it was read from."""

    digest: str
    library: Library


def _write_snapshot(place: Path, library: Library, digest: str) -> None:
    place.mkdir(parents=True, exist_ok=True)
    (place / SNAPSHOT_FILE).write_bytes(msgspec.json.encode(_Snapshot(digest, library)))


def _read_snapshot(place: Path, digest: str) -> Library | None:
    try:
        data = (place / SNAPSHOT_FILE).read_bytes()
        # The digest stands first, so that a snapshot of other knowledge is not decoded at all.
        if digest.encode() not in data[:100]:
            return None
        return msgspec.json.decode(data, type=_Snapshot).library
    except (OSError, msgspec.MsgspecError):
        return None


def _read_model(place: Path, taught: str) -> model.Model | None:
    """The model kept in a folder, when it was learnt from that; one that is damaged is none."""
    try:
        if (place / TAUGHT_FILE).read_text(encoding="utf-8").strip() != taught:
            return None
        return model.load(place / MODEL_FILE)
    except (OSError, ValueError):
        return None


def _matcher(trained: model.Model, library: Library) -> TrainedMatcher:
    return TrainedMatcher(trained, library, semantic.installed())


def shipped_model() -> Path:
    """The folder of what ships: learnt from the shipped knowledge."""
    return Path(str(resources.files("bot") / "trained"))


def _forget_old(models: Path) -> None:
    kept = sorted(models.iterdir(), key=lambda place: place.stat().st_mtime)
    for place in kept[:-CACHED_MODELS]:
        for file in place.iterdir():
            file.unlink()
        place.rmdir()
