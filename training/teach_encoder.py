"""Teach the encoder by the knowledge's phrasings and write it into the package, for a release.

    python -m venv /tmp/teach && /tmp/teach/bin/pip install -r training/requirements.txt -e .
    /tmp/teach/bin/python -m training.teach_encoder

About 45 minutes on two quiet cores. Three rounds over families and pages, then four that also
tell situations and verdicts apart; a fifth of the lines get a slip of the pen.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from bot import settings
from bot.handlers.matching.encoder import VERDICTS
from bot.handlers.matching.model import NONE
from bot.handlers.matching.topic_names import names_of
from bot.handlers.matching.wordpiece import WordPieces
from bot.knowledge import loading, sources
from bot.understanding import encoder_files
from training.export import write
from training.network import Network, base_folder, batch

SEED = 1924
BATCH = 64
PIECES = 40
SLIPS = 0.2
PAGE_ROUNDS, SITUATION_ROUNDS = 3, 4
# A page's own list holds what its finer pages answer too; it must not claim them.
MAIN_PAGE = 0.25
NEARNESS = 20.0


@dataclass(frozen=True)
class Line:
    """One message to learn from; -1 where it has no situation."""

    text: str
    page: int
    situation: int
    weight: float


def main() -> None:
    """Teach, and write what was learned."""
    torch.manual_seed(SEED)
    known = loading.load(sources.folders_of(settings.load(os.environ)))
    library = known.library
    pages = [*sorted(library.topics), NONE]
    ids = list(library.situations)
    lines = _lines(known, pages, ids)
    families = sorted({topic.main for topic in library.topics.values()})
    family_of = [families.index(library.topics[p].main) for p in pages[:-1]] + [len(families)]
    base = base_folder()
    vocabulary = (base / "vocab.txt").read_text("utf-8").splitlines()
    teacher = Teacher(
        Network(load_file(base / "model.safetensors")),
        WordPieces(vocabulary),
        torch.tensor(family_of),
        torch.tensor([VERDICTS.index(s.verdict) for s in library.situations.values()]),
        len(ids),
    )
    teacher.teach(lines, PAGE_ROUNDS, 1.5e-4, situations=False)
    teacher.teach(lines, SITUATION_ROUNDS, 8e-5, situations=True)
    write(encoder_files.shipped(), teacher, vocabulary, pages, ids, known)


class Teacher:
    """The network with a head for pages, one for verdicts, and a point a situation."""

    def __init__(
        self, network: Network, pieces: WordPieces, families: Tensor, verdict_of: Tensor, count: int
    ) -> None:
        self.network, self.pieces, self.families, self.verdict_of = (
            network,
            pieces,
            families,
            verdict_of,
        )
        self.pages = nn.Linear(384, len(families))
        self.verdicts = nn.Linear(384, len(VERDICTS))
        self.situations = nn.Parameter(torch.randn(count, 384) * 0.05)
        self.summed = F.one_hot(families).float()

    def teach(self, lines: list[Line], rounds: int, step: float, *, situations: bool) -> None:
        """So many rounds over the lines, the steps growing shorter."""
        chance = random.Random(SEED)
        optimizer = torch.optim.AdamW(
            [
                {"params": self.network.parameters(), "lr": step},
                {"params": [*self.pages.parameters(), *self.verdicts.parameters()], "lr": 2e-3},
                {"params": [self.situations], "lr": 5e-3},
            ],
            weight_decay=0.01,
            fused=True,
        )
        total = rounds * (len(lines) // BATCH + 1)
        steps = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda n: min(1.0, n / 100) * max(0.02, 1 - n / total)
        )
        self.network.train()
        for turn in range(rounds):
            for number, chosen in enumerate(_batches(lines, chance)):
                loss = self._loss(chosen, chance, situations=situations)
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
                optimizer.step()
                steps.step()
                if number % 100 == 0:
                    print(f"round {turn + 1} of {rounds}, batch {number}: {loss.item():.3f}")

    def _loss(self, chosen: list[Line], chance: random.Random, *, situations: bool) -> Tensor:
        texts = [_slipped(line.text, chance) for line in chosen]
        points = self.network(*batch([self.pieces.ids(text, PIECES) for text in texts]))
        points = F.dropout(points, 0.2)
        page = torch.tensor([line.page for line in chosen])
        weight = torch.tensor([line.weight for line in chosen])
        logs = F.log_softmax(self.pages(points), -1)
        families = (logs.exp() @ self.summed).clamp_min(1e-9).log()
        loss = F.nll_loss(families, self.families[page])
        loss = loss + (0.5 * weight * F.nll_loss(logs, page, reduction="none")).mean()
        situation = torch.tensor([line.situation for line in chosen])
        told = situation >= 0
        if situations and told.any():
            near = F.normalize(points[told], dim=-1) @ F.normalize(self.situations, dim=-1).T
            apart = F.cross_entropy(NEARNESS * near, situation[told])
            verdict = F.cross_entropy(self.verdicts(points[told]), self.verdict_of[situation[told]])
            loss = loss + (1.25 * apart + 0.6 * verdict) * told.float().mean()
        return loss


def _lines(known: loading.Knowledge, pages: list[str], ids: list[str]) -> list[Line]:
    library = known.library
    parents = {topic.part_of for topic in library.topics.values()}
    lines = [
        Line(
            phrasing.text,
            pages.index(phrasing.topic or NONE),
            ids.index(phrasing.situation) if phrasing.situation else -1,
            MAIN_PAGE if not phrasing.situation and phrasing.topic in parents else 1.0,
        )
        for phrasing in known.phrasings
    ]
    named = (
        Line(text, pages.index(topic.id), -1, MAIN_PAGE if topic.id in parents else 1.0)
        for topic in library.topics.values()
        for text in (*names_of(topic), *topic.fine, *topic.not_fine)
    )
    titled = (
        Line(situation.title, pages.index(situation.topic), ids.index(situation.id), 1.0)
        for situation in library.situations.values()
    )
    return [*lines, *named, *titled]


def _batches(lines: list[Line], chance: random.Random) -> list[list[Line]]:
    """Lines in random order, those of like length together, so that little is padded."""
    order = chance.sample(lines, len(lines))
    found = []
    for start in range(0, len(order), 50 * BATCH):
        chunk = sorted(order[start : start + 50 * BATCH], key=lambda line: len(line.text))
        found += [chunk[n : n + BATCH] for n in range(0, len(chunk), BATCH)]
    chance.shuffle(found)
    return found


def _slipped(text: str, chance: random.Random) -> str:
    """The text, now and then with two letters of a word turned round, or one left out."""
    words = text.split()
    if not words or chance.random() >= SLIPS:
        return text
    number = chance.randrange(len(words))
    word = words[number]
    if len(word) > 3:  # a shorter word does not survive a slip
        at = chance.randrange(1, len(word) - 1)
        turned = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        words[number] = chance.choice((turned, word[:at] + word[at + 1 :]))
    return " ".join(words)


if __name__ == "__main__":
    main()
