"""Learning on a toy problem: it learns, twice the same, and what is kept is what was learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.handlers.matching.char_ngrams import char_ngrams, word_grams
from bot.handlers.matching.model import Model
from bot.handlers.matching.scoring import contributions, log_softmax, scores
from bot.handlers.matching.vectors import PLACES, Vector, Vectorizer, learn, place
from bot.understanding import model_files
from bot.understanding.logistic_regression import Recipe, fit, softmax
from bot.understanding.model_files import whole

SAID = {
    "fruit": ["red apple", "green apple pie", "ripe pear", "sweet pear and plum", "plum jam"],
    "tools": ["heavy hammer", "hammer and nail", "rusty saw", "saw the board", "nail a board"],
    "none": ["good morning", "how is the weather", "what time is it", "rain again", "hello you"],
}
CLASSES = tuple(SAID)
TEXTS = [text.split() for texts in SAID.values() for text in texts]
LABELS = [label for label, texts in SAID.items() for _ in texts]
RECIPE = Recipe(rounds=30, batch=4)


@pytest.fixture(scope="module")
def vectorizer() -> Vectorizer:
    return learn(TEXTS)


def targets() -> np.ndarray:
    rows = np.zeros((len(LABELS), len(CLASSES)), np.float32)
    rows[np.arange(len(LABELS)), [CLASSES.index(label) for label in LABELS]] = 1
    return rows


def taught(vectorizer: Vectorizer, recipe: Recipe = RECIPE) -> Model:
    vectors = [vectorizer.vector(words) for words in TEXTS]
    main = whole(CLASSES, fit(vectors, targets(), PLACES, recipe))
    counts = {word: 1 for words in TEXTS for word in words}
    return Model(vectorizer, counts, main, main)


def best(taught_: Model, text: str) -> str:
    logs = log_softmax(scores(taught_.main, taught_.vectorizer.vector(text.split())).tolist())
    return CLASSES[int(np.argmax(logs))]


def test_it_learns_what_it_was_taught(vectorizer):
    learned = taught(vectorizer)
    assert [best(learned, " ".join(words)) for words in TEXTS] == LABELS


@pytest.mark.parametrize(
    ("said", "topic"),
    [("an apple", "fruit"), ("appel", "fruit"), ("two hammers", "tools"), ("weathers", "none")],
)
def test_it_understands_what_is_only_alike(vectorizer, said, topic):
    assert best(taught(vectorizer), said) == topic


def test_it_learns_the_same_weights_twice(vectorizer):
    one, two = taught(vectorizer).main, taught(learn(TEXTS)).main
    assert np.array_equal(one.weights, two.weights)
    assert np.array_equal(one.scale, two.scale)
    assert np.array_equal(one.bias, two.bias)


def test_another_seed_learns_in_another_order(vectorizer):
    other = taught(vectorizer, replace(RECIPE, seed=7)).main
    assert not np.array_equal(other.weights, taught(vectorizer).main.weights)


def test_a_message_without_importance_teaches_nothing(vectorizer):
    vectors = [vectorizer.vector(words) for words in TEXTS]
    importance = np.array([label != "fruit" for label in LABELS], np.float32)
    learned = fit(vectors, targets(), PLACES, RECIPE, importance)
    apple = learned.weights[place("apple")]
    assert apple[CLASSES.index("fruit")] <= 0


def test_a_message_without_features_is_left_out(vectorizer):
    nothing = Vector(np.array([], np.int64), np.array([], np.int64))
    vectors = [vectorizer.vector(words) for words in TEXTS]
    rows = np.vstack((targets(), targets()[:1]))
    with_nothing = fit([*vectors, nothing], rows, PLACES, RECIPE)
    assert np.array_equal(with_nothing.weights, fit(vectors, targets(), PLACES, RECIPE).weights)


def test_a_model_is_read_as_it_was_written(vectorizer, tmp_path):
    learned = taught(vectorizer)
    model_files.save(learned, tmp_path)
    read = model_files.load(tmp_path)
    assert read.word_counts == learned.word_counts
    assert read.main.classes == CLASSES
    for name in ("weights", "scale", "bias"):
        assert np.array_equal(getattr(read.main, name), getattr(learned.main, name))
    for said in ("an apple", "rusty", "???"):
        assert best(read, said) == best(learned, said)


def test_the_same_model_is_the_same_files(vectorizer, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, learned in ((one, taught(vectorizer)), (two, taught(learn(TEXTS)))):
        folder.mkdir()
        model_files.save(learned, folder)
    written = {file.name: file.read_bytes() for file in one.iterdir()}
    assert written == {file.name: file.read_bytes() for file in two.iterdir()}
    assert sorted(written) == ["finer.npy", "main.npy", "model.npz"]


def test_a_model_used_where_it_lies_is_the_same_and_outlives_a_newer_one(vectorizer, tmp_path):
    learned = taught(vectorizer)
    model_files.save(learned, tmp_path)
    used = model_files.load(tmp_path, where_it_lies=True)
    for said in ("an apple", "rusty", "???"):
        assert best(used, said) == best(learned, said)
    other = replace(learned.main, weights=learned.main.weights + np.int8(1))
    model_files.save(replace(learned, main=other), tmp_path)
    assert np.array_equal(used.main.weights, learned.main.weights)
    assert np.array_equal(
        model_files.load(tmp_path, where_it_lies=True).main.weights, other.weights
    )


@pytest.mark.parametrize("file", ["model.npz", "main.npy", "finer.npy"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x93NUMPY\x01", b"no model"])
def test_a_file_that_is_no_model_is_refused(vectorizer, tmp_path, file, content):
    model_files.save(taught(vectorizer), tmp_path)
    (tmp_path / file).write_bytes(content)
    with pytest.raises((OSError, ValueError)):
        model_files.load(tmp_path)


def test_weights_are_rounded_to_a_byte_with_little_lost(vectorizer):
    vectors = [vectorizer.vector(words) for words in TEXTS]
    linear = fit(vectors, targets(), PLACES, RECIPE)
    rounded = whole(CLASSES, linear)
    error = np.abs(rounded.weights * rounded.scale - linear.weights)
    assert rounded.weights.dtype == np.int8
    assert (error <= rounded.scale / 2 + 1e-7).all()


def test_the_word_that_speaks_loudest_is_named(vectorizer):
    learned = taught(vectorizer)
    said = word_grams(["ripe", "apple"])
    found = contributions(learned.main, vectorizer, said, CLASSES.index("fruit"))
    assert {feature for feature, _ in found[:2]} == {"ripe", "apple"}
    assert found[0][1] > 0


def test_probabilities_add_up_and_large_scores_do_no_harm():
    rows = softmax(np.array([[1000.0, 0.0], [0.0, 0.0]], np.float32))
    assert rows.tolist() == [[1.0, 0.0], [0.5, 0.5]]
    assert log_softmax([5000.0, 5000.0]) == pytest.approx([-0.693147, -0.693147])


def test_features_are_words_pairs_and_marked_pieces():
    assert word_grams(["a", "b", "c"]) == ["a", "b", "c", "a_b", "b_c"]
    assert char_ngrams(["ab"]) == ["^<a", "^ab", "^b>", "^<ab", "^ab>", "^<ab>"]
    assert char_ngrams(["x" * 10_000]) == char_ngrams(["x" * 24])


def test_an_empty_message_is_an_empty_vector(vectorizer):
    assert len(vectorizer.vector([]).ids) == 0
