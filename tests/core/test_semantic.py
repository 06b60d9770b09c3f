"""Sentence embeddings, where the extra is installed: what they add."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.handlers.guide import Guide
from bot.handlers.matching import embedder
from bot.handlers.matching.matcher import TrainedMatcher
from bot.understanding import evaluation, model_files, sentence_embeddings
from bot.understanding.build_guide import learn, shipped_model

ROOT = Path(__file__).parents[2]


def test_a_dense_classifier_learns_what_lies_apart():
    rng = np.random.default_rng(7)
    centres = rng.normal(size=(3, 8)).astype(np.float32)
    labels = [n % 3 for n in range(90)]
    rows = np.array([centres[n] + rng.normal(scale=0.1, size=8) for n in labels], np.float32)
    learned = sentence_embeddings.fit_dense(rows, labels, 3)
    assert (np.argmax(rows @ learned.weights + learned.bias, axis=1) == labels).all()


def test_what_ships_can_weigh_embeddings():
    shipped = model_files.load(shipped_model())
    assert shipped.semantic is not None
    assert shipped.semantic.classes == shipped.main.classes
    assert shipped.semantic.weights.shape[0] == embedder.SIZE


@pytest.mark.semantic
def test_near_meanings_have_near_embeddings():
    sentences = sentence_embeddings.installed()
    assert sentences is not None
    rows = sentences.embed(
        ["a vendor gave me money", "un proveedor me dio dinero", "bus timetable"]
    )
    assert rows.shape == (3, embedder.SIZE)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


@pytest.mark.semantic
def test_meaning_helps_understanding(settings):
    """On the open questions, embeddings lose nothing at the first place and gain at the third."""
    learned = learn(settings, say=lambda _: None)
    text = (ROOT / "evals" / "questions.jsonl").read_text(encoding="utf-8")
    questions = evaluation.read_questions(text, "questions.jsonl")
    shares = []
    shipped = model_files.load(shipped_model())
    for sentences in (None, sentence_embeddings.installed()):
        matcher = TrainedMatcher(shipped, learned.library, sentences)
        guide = Guide(learned.library, matcher, lambda: date(2026, 11, 23))
        found = evaluation.measures(evaluation.ask_all(questions, guide.answer))
        shares.append({measure.name: measure.share for measure in found})
    without, with_meaning = shares
    assert with_meaning["any topic@3"] >= without["any topic@3"]
    assert with_meaning["topic@1"] >= without["topic@1"] - 0.02
