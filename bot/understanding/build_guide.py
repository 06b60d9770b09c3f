"""Knowledge + what was learned from it → the guide. Learns anew only when the knowledge changed.

The model that ships is trained from the shipped knowledge. Where a local layer or an edit teaches
something else, another model is learned once and kept in the data folder. An edit that teaches
nothing, a sentence of an answer for instance, is answered from at once with the model there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bot.handlers.guide import Guide
from bot.handlers.library import Library
from bot.handlers.matching import model
from bot.handlers.matching.encoder import Encoder
from bot.handlers.matching.matcher import TrainedMatcher
from bot.knowledge import sources
from bot.settings import Settings
from bot.understanding import encoder_files, model_files, situation_points

if TYPE_CHECKING:
    from bot.knowledge.loading import Knowledge

SNAPSHOT_FILE = "library.json"
TAUGHT_FILE = "learnt-from.txt"
# Models of earlier knowledge that are kept; one more is enough to undo an edit quickly.
CACHED_MODELS = 3

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Learned:
    """A library and a matcher trained for it."""

    library: Library
    matcher: TrainedMatcher


def guide_for(settings: Settings, say: Say, clock: Callable[[], date] = date.today) -> Guide:
    """The guide for these settings. `say` is told in a sentence what takes long.

    Raises `KnowledgeError` when the knowledge cannot be used.
    """
    learned = learn(settings, say)
    return Guide(learned.library, learned.matcher, clock)


def learn(settings: Settings, say: Say) -> Learned:
    """Library and matcher, from what was learned before where that is still true.

    Raises `KnowledgeError`.
    """
    folders = sources.folders_of(settings)
    digest = sources.digest(folders)
    models = settings.data / "models"
    for place in (shipped_model(), *_kept(models)):
        snapshot = _read_snapshot(place, digest)
        trained = _model_for(snapshot.taught, models) if snapshot else None
        if snapshot and trained:
            return Learned(snapshot.library, _matcher(trained, snapshot.library))
    return _learn_anew(folders, digest, models, say)


def is_current(folders: Sequence[Path]) -> bool:
    """Whether what ships was learned from exactly these folders."""
    snapshot = _read_snapshot(shipped_model(), sources.digest(folders))
    return snapshot is not None and _read_model(shipped_model(), snapshot.taught) is not None


def train_shipped(folders: Sequence[Path]) -> None:
    """Learn what changed, and write it into the package.

    Raises `KnowledgeError` and `OSError`.
    """
    place, digest = shipped_model(), sources.digest(folders)
    known, taught = _read(folders)
    if _read_model(place, taught) is None:
        _write_model(place, _train(known), taught)
    _write_snapshot(place, _Snapshot(digest, taught, known.library))


def _learn_anew(folders: Sequence[Path], digest: str, models: Path, say: Say) -> Learned:
    known, taught = _read(folders)
    own = models / taught[:16]
    trained = _model_for(taught, models)
    if trained is None:
        say("The knowledge has changed; learning how people ask about it takes a minute or two.")
        trained = _train(known)
        _keep(own, say, partial(_write_model, own, trained, taught))
    _keep(own, say, partial(_write_snapshot, own, _Snapshot(digest, taught, known.library)))
    _keep(own, say, partial(_forget_old, models))
    return Learned(known.library, _matcher(trained, known.library))


def _model_for(taught: str, models: Path) -> model.Model | None:
    """The model that ships or one that was kept, if it was taught exactly this."""
    places_ = (shipped_model(), models / taught[:16])
    return next((found for place in places_ if (found := _read_model(place, taught))), None)


def _kept(models: Path) -> list[Path]:
    """What was learned or read before, the latest first."""
    found = [place for place in models.glob("*") if place.is_dir()]
    return sorted(found, key=lambda place: place.stat().st_mtime, reverse=True)


def _keep(place: Path, say: Say, write: Callable[[], None]) -> None:
    """Do without what cannot be kept, and say so."""
    try:
        write()
    except OSError as error:
        say(
            f"What was learned could not be kept in {place} ({error.strerror}); "
            "it will be learned again at the next start."
        )


def _read(folders: Sequence[Path]) -> tuple[Knowledge, str]:
    """The knowledge, and a digest of what it teaches."""
    # Reading and learning need libraries that an answer does not; most starts do neither.
    from bot.knowledge import loading  # noqa: PLC0415
    from bot.understanding import train  # noqa: PLC0415

    known = loading.load(folders)
    situations = [(phrasing.text, phrasing.situation) for phrasing in known.phrasings]
    return known, train.digest(known.library, [*_phrasings(known), *situations])


def _train(known: Knowledge) -> model.Model:
    from bot.understanding import train  # noqa: PLC0415 - see `_read`

    trained = train.train(known.library, _phrasings(known))
    shipped = encoder_files.shipped()
    placed = situation_points.place(
        known.phrasings, encoder(), situation_points.taught_points(shipped)
    )
    return replace(trained, situations=placed)


def _phrasings(known: Knowledge) -> list[tuple[str, str | None]]:
    return [(phrasing.text, phrasing.topic) for phrasing in known.phrasings]


class _Snapshot(msgspec.Struct, frozen=True):
    """A library as it was read, with digests of its files and of what they teach."""

    digest: str
    taught: str
    library: Library


def _write_snapshot(place: Path, snapshot: _Snapshot) -> None:
    place.mkdir(parents=True, exist_ok=True)
    (place / SNAPSHOT_FILE).write_bytes(msgspec.json.encode(snapshot))


def _read_snapshot(place: Path, digest: str) -> _Snapshot | None:
    try:
        data = (place / SNAPSHOT_FILE).read_bytes()
        # The digest stands first, so that a snapshot of other knowledge is not decoded at all.
        if digest.encode() not in data[:100]:
            return None
        return msgspec.json.decode(data, type=_Snapshot)
    except (OSError, msgspec.MsgspecError):
        return None


def _write_model(place: Path, trained: model.Model, taught: str) -> None:
    place.mkdir(parents=True, exist_ok=True)
    model_files.save(trained, place)
    (place / TAUGHT_FILE).write_text(taught + "\n", encoding="utf-8")


def _read_model(place: Path, taught: str) -> model.Model | None:
    """The model kept in a folder, when it was taught that; one that is damaged is none."""
    try:
        if (place / TAUGHT_FILE).read_text(encoding="utf-8").strip() != taught:
            return None
        # An installed file is replaced, not overwritten; what lies in the data folder may be.
        return model_files.load(place, where_it_lies=place == shipped_model())
    except (OSError, ValueError):
        return None


def _matcher(trained: model.Model, library: Library) -> TrainedMatcher:
    return TrainedMatcher(trained, library, encoder())


@cache
def encoder() -> Encoder:
    """The encoder that ships, read once. Raises `OSError` or `ValueError` where it is damaged."""
    return encoder_files.load(encoder_files.shipped())


def shipped_model() -> Path:
    """The folder of what ships: learned from the shipped knowledge."""
    return Path(str(resources.files("bot.understanding") / "trained"))


def _forget_old(models: Path) -> None:
    for place in _kept(models)[CACHED_MODELS:]:
        for file in place.iterdir():
            file.unlink()
        place.rmdir()
