"""What was learnt, in one file: words, weights and calibration, in whole numbers.

The large tables lie in the file as they are in memory, and may be read from it where they lie: what
no message needs takes no memory then.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.learner import Linear
from bot.handlers.matching.vectors import Vectorizer

NONE = "none"
_SEPARATOR = "\n"
# Read where they lie; everything else is small, and packed.
_LARGE = ("main_weights", "finer_weights")
# How a member of a zip file begins: 30 bytes, of which the last four are the lengths of two more
# parts (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7).
_LOCAL_HEADER = struct.Struct("<26xHH")

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
    """Write a model; the same model always gives the same bytes. Raises `OSError`.

    It is written beside and renamed: a running bot may be reading from the file that was there.
    """
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
    beside = path.with_suffix(".new")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            # A fixed date: numpy's own writer would put the clock into the file.
            file.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)),
                content.getvalue(),
                zipfile.ZIP_STORED if name in _LARGE else zipfile.ZIP_DEFLATED,
            )
    beside.replace(path)


def load(path: Path, *, where_it_lies: bool = False) -> Model:
    """Read a model. Raises `OSError` or `ValueError` for a file that is none.

    `where_it_lies`: use the file itself as memory. Only for a file that nobody ever overwrites or
    cuts short: the system ends a process whose memory goes away.
    """
    try:
        with path.open("rb") as file:
            return _read(file, where_it_lies=where_it_lies)
    except (EOFError, KeyError, struct.error, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"{path} is no model: {error}") from None


def _read(file: IO[bytes], *, where_it_lies: bool) -> Model:
    with _Arrays(file, where_it_lies=where_it_lies) as arrays:
        vectorizer = Vectorizer(arrays["rarity"])
        counts = dict(zip(_lines(arrays["words"]), arrays["counts"].tolist(), strict=True))
        semantic = _weights(arrays, "semantic") if "semantic_classes" in arrays else None
        return Model(
            vectorizer, counts, _weights(arrays, "main"), _weights(arrays, "finer"), semantic
        )


class _Arrays(zipfile.ZipFile):
    """The arrays of a model file by name."""

    def __init__(self, file: IO[bytes], *, where_it_lies: bool) -> None:
        super().__init__(file)
        self._in_place = where_it_lies
        self._file = file

    def __contains__(self, name: str) -> bool:
        return f"{name}.npy" in self.NameToInfo

    def __getitem__(self, name: str) -> NDArray[Any]:
        info = self.getinfo(f"{name}.npy")
        if self._in_place and info.compress_type == zipfile.ZIP_STORED:
            return self._where_it_lies(info)
        with self.open(info) as member:
            array: NDArray[Any] = np.lib.format.read_array(member, allow_pickle=False)
            return array

    def _where_it_lies(self, info: zipfile.ZipInfo) -> NDArray[Any]:
        self._file.seek(info.header_offset)
        named, more = _LOCAL_HEADER.unpack(self._file.read(_LOCAL_HEADER.size))
        self._file.seek(named + more, io.SEEK_CUR)
        np.lib.format.read_magic(self._file)
        shape, by_column, kind = np.lib.format.read_array_header_1_0(self._file)
        order: Literal["F", "C"] = "F" if by_column else "C"
        begin = self._file.tell()
        # The plain array without the class around it: that would slow down every look-up.
        return np.memmap(self._file, kind, "r", begin, shape, order).view(np.ndarray)


def _weights(arrays: _Arrays, name: str) -> Weights:
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
