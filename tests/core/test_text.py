"""What people paste, made safe and simple: the first thing that happens to every message."""

from __future__ import annotations

import unicodedata

import pytest

from bot.handlers.text import (
    MATCHED_CHARACTERS,
    clean,
    first_sentences,
    fold,
    key,
    sentences,
    words,
)

CLEANED = [
    ("  two   words\n\tand a line ", "two words and a line"),
    ("null\x00 bell\x07 escape\x1b[31m", "null bell escape[31m"),
    ("right\u200fto\u202eleft\u2066", "righttoleft"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ("no\u00a0break\u3000space", "no break space"),
    ("lone \ud800surrogate", "lone surrogate"),
    ("private \ue000use", "private use"),
    ("<@U012AB> gifts", "gifts"),
    ("<@!80351110224678912> gifts", "gifts"),
    ("<#C012|general> gifts <!here>", "gifts"),
    ("@everyone gifts @here", "gifts"),
    ("anyone@example.com", "anyone@example.com"),
    ("nice <:smile:80351110224678912> day <a:wave:1234>", "nice day"),
    ("see <https://example.com/a|the rules> please", "see the rules please"),
    ("see <https://example.com/a>", "see https://example.com/a"),
    ("see <https://example.com/a|>", "see https://example.com/a"),
    ("is 3 < 5 > 2", "is 3 < 5 > 2"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "cleaned"), CLEANED)
def test_only_what_a_person_can_see_is_kept_on_one_line(typed, cleaned):
    assert clean(typed) == cleaned


@pytest.mark.parametrize("typed", [typed for typed, _ in CLEANED])
def test_cleaning_twice_changes_nothing(typed):
    assert clean(clean(typed)) == clean(typed)


def test_a_long_message_keeps_both_ends_and_whole_words():
    typed = "begin " + "middle " * 2000 + "end"
    cleaned = clean(typed)
    assert len(cleaned) <= MATCHED_CHARACTERS
    assert cleaned.startswith("begin ")
    assert cleaned.endswith(" end")
    assert set(cleaned.split()) == {"begin", "middle", "end"}


@pytest.mark.parametrize("length", [MATCHED_CHARACTERS - 1, MATCHED_CHARACTERS])
def test_a_message_within_the_limit_is_kept_whole(length):
    assert clean("a" * length) == "a" * length


def test_one_endless_word_is_cut():
    assert 0 < len(clean("a" * 100_000)) <= MATCHED_CHARACTERS


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("¿Qué?", "¿que?"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("don’t", "don't"),
        ("niño", "nino"),
        ("ﬁle", "file"),
        ("１２", "12"),
    ],
)
def test_case_accents_and_forms_of_letters_make_no_difference(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize("typed", ["¿Qué?", "Straße", "don’t", "İstanbul", "ﬃ", "Ⅻ"])
def test_folding_twice_changes_nothing(typed):
    assert fold(fold(typed)) == fold(typed)


def test_folded_text_has_no_marks_left():
    assert not any(unicodedata.combining(c) for c in fold("e\u0301\u0302 ñ ü å"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Don't stop", ["dont", "stop"]),
        ("Don’t stop", ["dont", "stop"]),
        ("'quoted'", ["quoted"]),
        ("$20-gift_card", ["20", "gift", "card"]),
        ("mayor's race", ["mayors", "race"]),
        ("¡Hola, señor!", ["hola", "senor"]),
        ("🎁 …", []),
    ],
)
def test_words_are_what_remains_without_signs(typed, found):
    assert words(typed) == found


def test_a_key_is_how_names_are_compared():
    assert key("  The  Mayor’s RACE! ") == key("the mayor's race") == "the mayors race"


def test_text_is_cut_after_sentences():
    assert sentences("One. Two? Three! Four") == ["One.", "Two?", "Three!", "Four"]
    assert sentences("") == []


@pytest.mark.parametrize(
    ("limit", "kept"), [(3, "One two."), (13, "One two. Six."), (12, "One two."), (99, None)]
)
def test_as_many_whole_sentences_as_fit_and_at_least_one(limit, kept):
    text = "One two. Six. Seven eight nine."
    assert first_sentences(text, limit) == (kept or text)
