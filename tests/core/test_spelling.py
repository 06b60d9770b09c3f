"""Slips of the pen, mended against the words the knowledge uses."""

from __future__ import annotations

import pytest

from bot.handlers.matching import spelling
from bot.handlers.matching.spelling import LOOKED_UP_MAX, Speller

COUNTS = {
    "nepotism": 40,
    "vendor": 300,
    "tickets": 120,
    "ticket": 90,
    "gift": 500,
    "the": 900,
    "council": 80,
    "counsel": 8,
    "proveedor": 20,
    "venndor": 2,
    "iphone15": 3,
}


@pytest.fixture
def speller() -> Speller:
    return Speller(COUNTS)


def test_nothing_is_corrected_to_a_word_that_may_be_a_slip_itself(speller):
    """The nearer “venndor” stands in two phrasings only."""
    assert speller.correct(["vennddor"]) == (["vendor"], {"vennddor": "vendor"})
    assert speller.correct(["venndor"]) == (["venndor"], {})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nepotizm", "nepotism"),
        ("vendro", "vendor"),
        ("vender", "vendor"),
        ("tikets", "tickets"),
        ("gfit", "gift"),
        ("provedor", "proveedor"),
    ],
)
def test_a_slip_is_mended(speller, typed, meant):
    assert speller.correct([typed]) == ([meant], {typed: meant})


@pytest.mark.parametrize(
    "typed", ["vendor", "the", "teh", "gif", "xylophone", "v3ndor", "iphone16", "v" * 25, ""]
)
def test_what_is_known_short_or_far_from_everything_is_left(speller, typed):
    assert speller.correct([typed]) == ([typed], {})


def test_of_two_that_are_equally_near_the_common_one_is_meant(speller):
    """One letter away from both: "council" is used ten times as often as "counsel"."""
    assert speller.correct(["councel"])[0] == ["council"]


def test_words_stay_in_order_and_the_same_slip_is_mended_each_time(speller):
    said, corrected = speller.correct(["gfit", "from", "vendro", "or", "gfit"])
    assert said == ["gift", "from", "vendor", "or", "gift"]
    assert corrected == {"gfit": "gift", "vendro": "vendor"}


def strange(number: int) -> str:
    """Words of letters that resemble nothing: qqqa, qqqb, …"""
    return "qqqq" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def test_noise_is_not_looked_up_for_ever(speller, monkeypatch):
    """A look-up that finds nothing counts too: a message of strange words costs the most."""
    looked_up = []

    def extract(word, *_, **__):
        looked_up.append(word)
        return []

    monkeypatch.setattr(spelling.process, "extract", extract)
    speller.correct([strange(n) for n in range(500)])
    assert len(set(looked_up)) == LOOKED_UP_MAX


def test_known_words_do_not_use_up_the_look_ups(speller):
    said, _ = speller.correct([*["vendor", "gift"] * 100, "nepotizm"])
    assert said[-1] == "nepotism"


def test_nothing_is_remembered_between_messages(speller):
    speller.correct([strange(n) for n in range(500)])
    assert speller.correct(["nepotizm"])[0] == ["nepotism"]


def test_a_speller_of_nothing_corrects_nothing():
    assert Speller({}).correct(["nepotizm"]) == (["nepotizm"], {})
