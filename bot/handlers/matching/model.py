"""What was learnt, in one file: words, weights and calibration, in whole numbers."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.learner import Linear
from bot.handlers.matching.vectors import Vectorizer

NONE = "none"
_SEPARATOR = "\n"

Bytes = NDArray[np.int8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """A classifier in whole numbers: weight = int8 × scale of its class; bias in plain numbers."""

    classes: tuple[str, ...]
    weights: Bytes
    scale: Floats
    bias: Floats


@dataclass(frozen=True)
class Model:
    """All that a matcher needs besides the library."""

    vectorizer: Vectorizer
    word_counts: dict[str, int]
    main: Weights
    finer: Weights
    semantic: Weights | None = None


def whole(classes: Sequence[str], linear: Linear) -> Weights:
    """Weights rounded to a byte each, with a scale a class."""
    top = np.abs(linear.weights).max(axis=0)
    scale = np.where(top > 0, top / 127, 1.0).astype(np.float32)
    rounded = np.clip(np.rint(linear.weights / scale), -127, 127).astype(np.int8)
    return Weights(tuple(classes), rounded, scale, linear.bias.astype(np.float32))


def save(model: Model, path: Path) -> None:
    """Write a model; the same model always gives the same bytes. Raises `OSError`."""
    words = sorted(model.word_counts)
    arrays: dict[str, NDArray[Any]] = {
        "rarity": model.vectorizer.rarity.astype(np.int32),
        "words": _text(words),
        "counts": np.array([model.word_counts[word] for word in words], np.int32),
    }
    parts = {"main": model.main, "finer": model.finer, "semantic": model.semantic}
    for name, part in parts.items():
        if part is None:
            continue
        arrays[f"{name}_classes"] = _text(part.classes)
        arrays[f"{name}_weights"] = part.weights
        arrays[f"{name}_scale"] = part.scale
        arrays[f"{name}_bias"] = part.bias
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            # A fixed date: numpy's own writer would put the clock into the file.
            file.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)),
                content.getvalue(),
                zipfile.ZIP_DEFLATED,
            )


def load(path: Path) -> Model:
    """Read a model. Raises `OSError` or `ValueError` for a file that is none."""
    with path.open("rb") as file:
        try:
            return _read(file)
        except (EOFError, KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise ValueError(f"{path} is no model: {error}") from None


def _read(file: IO[bytes]) -> Model:
    with np.load(file, allow_pickle=False) as arrays:
        vectorizer = Vectorizer(arrays["rarity"].astype(np.int64))
        counts = dict(zip(_lines(arrays["words"]), arrays["counts"].tolist(), strict=True))
        semantic = _weights(arrays, "semantic") if "semantic_classes" in arrays else None
        return Model(
            vectorizer, counts, _weights(arrays, "main"), _weights(arrays, "finer"), semantic
        )


def _weights(arrays: np.lib.npyio.NpzFile, name: str) -> Weights:
    return Weights(
        tuple(_lines(arrays[f"{name}_classes"])),
        arrays[f"{name}_weights"],
        arrays[f"{name}_scale"],
        arrays[f"{name}_bias"],
    )


def _text(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer(_SEPARATOR.join(lines).encode(), np.uint8)


def _lines(array: NDArray[np.uint8]) -> list[str]:
    text = array.tobytes().decode()
    return text.split(_SEPARATOR) if text else []
