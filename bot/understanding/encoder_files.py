"""The encoder's files: written by `training/teach_encoder.py` for a release, read at start.

Weights are whole numbers of a byte with a scale a column. The word pieces' rows stay in their
file, from which a message's few are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.handlers.matching.encoder import Dense, Encoder, Layer, Norm
from bot.handlers.matching.wordpiece import WordPieces

PIECES_FILE = "pieces.txt"
EMBEDDINGS_FILE = "embeddings.npy"
LAYERS_FILE = "layers.npz"
LAYERS = 6


def shipped() -> Path:
    """The folder of the encoder that ships."""
    return Path(str(resources.files("bot") / "understanding" / "encoder"))


def load(folder: Path) -> Encoder:
    """Read an encoder. Raises `OSError` or `ValueError` for a folder that holds none."""
    pieces = (folder / PIECES_FILE).read_text(encoding="utf-8").split("\n")
    table = np.lib.format.open_memmap(folder / EMBEDDINGS_FILE, mode="r").view(np.ndarray)
    try:
        with np.load(folder / LAYERS_FILE, allow_pickle=False) as stored:
            arrays = dict(stored)
        return _encoder(pieces, table, arrays)
    except KeyError as error:
        raise ValueError(f"{folder} holds no encoder: {error} is missing") from None


def _encoder(pieces: list[str], table: NDArray[Any], arrays: Mapping[str, NDArray[Any]]) -> Encoder:
    layers = tuple(
        Layer(
            attention=_dense(arrays, f"{n}.attention"),
            attended=_dense(arrays, f"{n}.attended"),
            first_norm=_norm(arrays, f"{n}.first_norm"),
            wide=_dense(arrays, f"{n}.wide"),
            narrow=_dense(arrays, f"{n}.narrow"),
            second_norm=_norm(arrays, f"{n}.second_norm"),
        )
        for n in range(LAYERS)
    )
    return Encoder(
        pieces=WordPieces(pieces),
        embeddings=table,
        scale=arrays["scale"],
        positions=arrays["positions"],
        norm=_norm(arrays, "norm"),
        layers=layers,
        topics=tuple(arrays["topics"].tobytes().decode().split("\n")),
        head=_dense(arrays, "head"),
        verdicts=_dense(arrays, "verdicts"),
    )


def _dense(arrays: Mapping[str, NDArray[Any]], name: str) -> Dense:
    weights = arrays[f"{name}.weights"].astype(np.float32) * arrays[f"{name}.scale"]
    return Dense(np.ascontiguousarray(weights), arrays[f"{name}.bias"])


def _norm(arrays: Mapping[str, NDArray[Any]], name: str) -> Norm:
    return Norm(arrays[f"{name}.gain"], arrays[f"{name}.bias"])
