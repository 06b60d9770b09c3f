"""The words of the Code: which edition is quoted, and what is said where ICMA has moved on."""

from __future__ import annotations

from datetime import date

import pytest

from bot.daily.posting import content
from bot.handlers.guide import Guide
from bot.handlers.messages import Incoming, Tenet, plain_text
from bot.knowledge import loading, sources
from tests.support.sample_knowledge import WordMatcher

TODAY = date(2026, 12, 1)
REWORDED = (3, 8, 10)
OLDER = "as given in this guide, revised April 2023; ICMA words it differently today"
ADOPTION = (
    "Adopted by the ICMA Executive Board in 1924, and most recently revised by the membership in "
    "April 2023."
)


def guide_of(*folders):
    known = loading.load((sources.shipped_folder(), *folders))
    return Guide(known.library, WordMatcher({}, known.library.topics), lambda: TODAY)


@pytest.fixture(scope="module")
def shipped():
    return guide_of()


def quoted(reply):
    """Number → the edition that stands with each tenet quoted."""
    return {block.number: block.edition for block in reply.blocks if isinstance(block, Tenet)}


def test_the_adoption_line_stands_whole_where_the_code_is_shown(shipped):
    assert ADOPTION in plain_text(shipped.answer(Incoming(text="code")))


@pytest.mark.parametrize(
    "choice", ["topic:public-confidence", "more:council-interference", "tenet:8", "code"]
)
def test_a_note_stands_with_each_tenet_that_icma_has_reworded(shipped, choice):
    for number, edition in quoted(shipped.answer(Incoming(choice=choice))).items():
        assert (edition == OLDER) == (number in REWORDED), number


@pytest.mark.parametrize("number", REWORDED)
def test_the_daily_post_carries_the_note_too(shipped, number):
    post = content.post_for(shipped, "tenet", content.position_of(number, 0))
    assert quoted(post) == {number: OLDER}


def test_a_later_edition_is_quoted_as_soon_as_its_file_lies_beside_the_other(tmp_path):
    now = (sources.shipped_folder() / "code" / "2023-04.yaml").read_text(encoding="utf-8")
    first = now.index("      Be dedicated to the highest ideals")
    last = now.index("    plain: >-", first)
    later = now[:first] + "      Be honest in all that you do, at work and at home.\n" + now[last:]
    begin = later.index("    note: >-", first)
    later = later[:begin] + later[later.index("    guidelines:", begin) :]
    later = later.replace("id: 2023-04", "id: 2025-07").replace("April 2023\n", "July 2025\n", 1)
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "2025-07.yaml").write_text(later, encoding="utf-8")
    (tmp_path / "layer.yaml").write_text("id: mytown\ntitle: My town\n", encoding="utf-8")
    guide = guide_of(tmp_path)
    assert quoted(guide.answer(Incoming(choice="tenet:3"))) == {3: "revised July 2025"}
    assert "Be honest in all that you do" in plain_text(guide.answer(Incoming(choice="tenet:3")))
    assert [edition.id for edition in guide.library.editions] == ["2025-07", "2023-04"]
