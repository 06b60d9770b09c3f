"""What was taught → the files the bot reads: a byte a weight, a scale a column."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from bot.handlers.matching.encoder import PIECES_READ, unit
from bot.handlers.matching.wordpiece import WordPieces
from bot.knowledge.loading import Knowledge
from bot.understanding.encoder_files import EMBEDDINGS_FILE, LAYERS_FILE, PIECES_FILE
from bot.understanding.situation_points import POINTS_FILE, digest
from training.network import batch

if TYPE_CHECKING:
    from training.teach_encoder import Teacher

# BERT's vocabulary goes from common to rare; beyond this only pieces that the knowledge uses.
COMMON = 16_500
SPECIAL = 103
SHORT = 3


def write(
    folder: Path,
    teacher: Teacher,
    vocabulary: list[str],
    pages: list[str],
    ids: list[str],
    known: Knowledge,
) -> None:
    """Write the encoder and the situations' points. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    network = teacher.network.eval()
    kept = _kept(vocabulary, teacher.pieces, [p.text for p in known.phrasings])
    (folder / PIECES_FILE).write_text("\n".join(vocabulary[n] for n in kept), encoding="utf-8")
    rows = network.words.weight.detach().numpy()[kept]
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-8) / 127
    np.save(folder / EMBEDDINGS_FILE, _bytes(rows / scale[:, None]))
    arrays: dict[str, NDArray[Any]] = {
        "scale": scale.astype(np.float32),
        "positions": network.positions.detach().numpy()[:PIECES_READ],
        "topics": _text(pages),
    }
    _norm(arrays, "norm", network.norm)
    for number, layer in enumerate(network.layers):
        for name in ("attention", "attended", "wide", "narrow"):
            _dense(arrays, f"{number}.{name}", getattr(layer, name))
        for name in ("first_norm", "second_norm"):
            _norm(arrays, f"{number}.{name}", getattr(layer, name))
    _dense(arrays, "head", teacher.pages)
    _dense(arrays, "verdicts", teacher.verdicts)
    _zip(folder / LAYERS_FILE, arrays)
    _zip(folder / POINTS_FILE, _points(teacher, ids, known))


def _points(teacher: Teacher, ids: list[str], known: Knowledge) -> dict[str, NDArray[Any]]:
    """Half way between the middle of a situation's phrasings and the point that was taught."""
    taught = unit(teacher.situations.detach().numpy())
    digests, points = [], []
    for number, situation in enumerate(ids):
        texts = [p.text for p in known.phrasings if p.situation == situation]
        with torch.no_grad():
            rows = [teacher.pieces.ids(text, PIECES_READ) for text in texts]
            read = teacher.network(*batch(rows)).numpy()
        digests.append(digest(texts))
        points.append((unit(unit(read).mean(axis=0)) + taught[number]) / 2)
    return {"digests": _text(digests), "points": np.array(points, np.float16)}


def _kept(vocabulary: list[str], pieces: WordPieces, texts: list[str]) -> list[int]:
    used = {id_ for text in texts for id_ in pieces.ids(text, PIECES_READ)}
    return [
        number
        for number, piece in enumerate(vocabulary)
        if not piece.startswith("[unused")
        and (
            number < SPECIAL
            or number in used
            or (piece.isascii() and (number < COMMON or len(piece.lstrip("#")) <= SHORT))
        )
    ]


def _bytes(values: NDArray[Any]) -> NDArray[np.int8]:
    return np.clip(np.rint(values), -127, 127).astype(np.int8)


def _dense(arrays: dict[str, NDArray[Any]], name: str, linear: nn.Linear) -> None:
    weights = linear.weight.detach().numpy().T
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-8) / 127
    arrays[f"{name}.weights"] = _bytes(weights / scale)
    arrays[f"{name}.scale"] = scale.astype(np.float32)
    arrays[f"{name}.bias"] = linear.bias.detach().numpy()


def _norm(arrays: dict[str, NDArray[Any]], name: str, norm: nn.LayerNorm) -> None:
    arrays[f"{name}.gain"] = norm.weight.detach().numpy()
    arrays[f"{name}.bias"] = norm.bias.detach().numpy()


def _text(lines: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _zip(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            # A fixed date, so that the same weights give the same bytes.
            file.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), content.getvalue())
