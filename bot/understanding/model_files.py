"""A learned model in one folder: words, weights and calibration, in whole numbers.

The large tables are plain files of their own, and may be used where they lie: what no message
needs takes no memory then.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.model import Model, SituationPoints, Weights
from bot.handlers.matching.vectors import Vectorizer
from bot.understanding.logistic_regression import Linear

_SEPARATOR = "\n"
SMALL_FILE = "model.npz"
_LARGE_FILES = {"main": "main.npy", "finer": "finer.npy"}


def whole(classes: Sequence[str], linear: Linear) -> Weights:
    """Weights rounded to a byte each, with a scale a class."""
    top = np.abs(linear.weights).max(axis=0)
    scale = np.where(top > 0, top / 127, 1.0).astype(np.float32)
    rounded = np.clip(np.rint(linear.weights / scale), -127, 127).astype(np.int8)
    return Weights(tuple(classes), rounded, scale, linear.bias.astype(np.float32))


def save(model: Model, folder: Path) -> None:
    """Write a model; the same model always gives the same bytes. Raises `OSError`.

    Each file is written beside and renamed: a running bot may be using the one that was there.
    """
    words = sorted(model.word_counts)
    small: dict[str, NDArray[Any]] = {
        "rarity": model.vectorizer.rarity.astype(np.int32),
        "words": _text(words),
        "counts": np.array([model.word_counts[word] for word in words], np.int32),
    }
    for name, part in (("main", model.main), ("finer", model.finer)):
        small[f"{name}_classes"] = _text(part.classes)
        small[f"{name}_scale"] = part.scale
        small[f"{name}_bias"] = part.bias
        _replace(folder / _LARGE_FILES[name], _npy(part.weights))
    if model.situations is not None:
        small["situation_ids"] = _text(model.situations.ids)
        small["situation_points"] = model.situations.points.astype(np.float16)
    # Last: a folder without it is no model, so one half written is none.
    _replace(folder / SMALL_FILE, _npz(small))


def load(folder: Path, *, where_it_lies: bool = False) -> Model:
    """Read a model. Raises `OSError` or `ValueError` for a folder that holds none.

    `where_it_lies`: use the large files themselves as memory. Only for files that nobody ever
    overwrites or cuts short: the system ends a process whose memory goes away.
    """
    try:
        with (folder / SMALL_FILE).open("rb") as file, np.load(file, allow_pickle=False) as small:
            arrays = dict(small)
        for name, large in _LARGE_FILES.items():
            arrays[f"{name}_weights"] = _table(folder / large, where_it_lies=where_it_lies)
        return _model(arrays)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file makes numpy raise a dozen kinds
        raise ValueError(f"{folder} holds no model: {type(error).__name__}") from None


def _model(arrays: Mapping[str, NDArray[Any]]) -> Model:
    counts = dict(zip(_lines(arrays["words"]), arrays["counts"].tolist(), strict=True))
    main, finer = (
        Weights(
            tuple(_lines(arrays[f"{name}_classes"])),
            arrays[f"{name}_weights"],
            arrays[f"{name}_scale"],
            arrays[f"{name}_bias"],
        )
        for name in _LARGE_FILES
    )
    # Below 32 × `UNIT` for any knowledge, and a megabyte less than in the file.
    rarity = arrays["rarity"].astype(np.int16)
    points = None
    if "situation_ids" in arrays:
        ids = tuple(_lines(arrays["situation_ids"]))
        points = SituationPoints(ids, arrays["situation_points"].astype(np.float32))
    return Model(Vectorizer(rarity), counts, main, finer, points)


def _table(path: Path, *, where_it_lies: bool) -> NDArray[Any]:
    if where_it_lies:
        # The plain array without the class around it: that would slow down every look-up.
        return np.lib.format.open_memmap(path, mode="r").view(np.ndarray)
    with path.open("rb") as file:
        table: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
        return table


def _npy(array: NDArray[Any]) -> bytes:
    content = io.BytesIO()
    np.lib.format.write_array(content, array, allow_pickle=False)
    return content.getvalue()


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in arrays.items():
            # A fixed date: numpy's own writer would put the clock into the file.
            member = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            file.writestr(member, _npy(array), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def _text(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer(_SEPARATOR.join(lines).encode(), np.uint8)


def _lines(array: NDArray[np.uint8]) -> list[str]:
    text = array.tobytes().decode()
    return text.split(_SEPARATOR) if text else []
