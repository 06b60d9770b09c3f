"""An ethics office signs texts; a text that changes loses its signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml
from click.testing import CliRunner

from bot.cli.root import cli
from bot.handlers.guide import Guide
from bot.handlers.messages import Incoming, plain_text
from bot.knowledge import loading, references, signing, sources
from bot.knowledge.folder import read
from tests.support.web.sample_guide import LIBRARY, TOPICS, WordMatcher

TODAY = date(2026, 12, 1)
UNSIGNED = "Not yet signed by your ethics office."
SIGNED = "Signed by Dana Reyes, City ethics officer, November 30, 2026."


def layer_with(folder, *entries):
    """A local layer that holds nothing but signatures, as it is read."""
    (folder / "layer.yaml").write_text("id: mytown\ntitle: My town\n", encoding="utf-8")
    (folder / "signed.yaml").write_text(yaml.safe_dump({"signed": entries}), encoding="utf-8")
    return read(folder)


def signature(*texts, library=LIBRARY, **more):
    words = signing.digests(library)
    return {
        "by": "Dana Reyes",
        "office": "City ethics officer",
        "day": date(2026, 11, 30),
        "texts": {text: words[text] for text in texts},
        **more,
    }


def said(library, choice, today=TODAY):
    guide = Guide(library, WordMatcher({}, TOPICS), lambda: today)
    return plain_text(guide.answer(Incoming(choice=choice)))


def test_a_page_that_nobody_signed_says_so_and_claims_no_review():
    text = said(LIBRARY, "more:gifts")
    assert UNSIGNED in text
    assert "Reviewed" not in text


def test_a_signed_page_names_who_signed_and_the_others_stay_unsigned(tmp_path):
    layer = layer_with(tmp_path, signature("topic:gifts"))
    library = signing.with_signatures(LIBRARY, [layer])
    assert SIGNED in said(library, "more:gifts")
    assert UNSIGNED in said(library, "more:elections")


@pytest.mark.parametrize("part", ["short", "tell"])
def test_a_text_that_changes_loses_its_signature(tmp_path, part):
    layer = layer_with(tmp_path, signature("topic:gifts"))
    changed = replace(TOPICS["gifts"], **{part: "Ask the clerk before you take anything."})
    library = replace(LIBRARY, topics={**TOPICS, "gifts": changed})
    library = signing.with_signatures(library, [layer])
    assert UNSIGNED in said(library, "more:gifts")
    found = signing.standing(library, [layer], TODAY)
    assert [text for text, _ in found.changed] == ["topic:gifts"]
    assert found.signed == 0


def test_other_names_for_a_topic_are_no_part_of_what_was_signed(tmp_path):
    layer = layer_with(tmp_path, signature("topic:gift-event-tickets"))
    renamed = replace(TOPICS["gift-event-tickets"], related=(), sources_read=TODAY)
    library = replace(LIBRARY, topics={**TOPICS, renamed.id: renamed})
    assert signing.with_signatures(library, [layer]).signatures


def test_a_signature_that_ends_is_told_before_and_not_shown_after(tmp_path):
    layer = layer_with(tmp_path, signature("topic:gifts", until=date(2027, 1, 15)))
    library = signing.with_signatures(LIBRARY, [layer])
    assert [text for text, _ in signing.standing(library, [layer], TODAY).due] == ["topic:gifts"]
    later = date(2027, 1, 16)
    assert UNSIGNED in said(library, "more:gifts", later)
    assert [text for text, _ in signing.standing(library, [layer], later).expired] == [
        "topic:gifts"
    ]


def test_what_is_signed_no_more_is_no_fault_but_a_wrong_file_is(tmp_path):
    gone = signature("topic:gifts")
    gone["texts"] = {"topic:gone": "0123456789abcdef"}
    layer = layer_with(tmp_path, gone, signature("topic:gifts", until=date(2026, 11, 1)))
    assert signing.with_signatures(LIBRARY, [layer]).signatures.keys() == {"topic:gifts"}
    (tmp_path / "shipped").mkdir()
    found = [str(fault) for fault in references.check([read(tmp_path / "shipped"), layer])]
    (fault,) = [line for line in found if "signed.yaml" in line]
    assert fault.endswith("signed[2].until: must be later than day")


def test_an_officer_signs_by_command_and_check_counts_it(tmp_path):
    layer_with(tmp_path, signature("topic:gifts"))
    (tmp_path / "signed.yaml").unlink()
    order = [
        str(tmp_path),
        "gifts",
        "page:about",
        "--by",
        "Dana Reyes",
        "--office",
        "Ethics office",
    ]
    done = CliRunner().invoke(cli, ["sign", *order])
    assert done.output.startswith("2 texts signed in ")
    library = loading.load((sources.shipped_folder(), tmp_path)).library
    assert library.signatures.keys() == {"topic:gifts", "page:about"}
    checked = CliRunner().invoke(cli, ["check", "--no-golden", str(tmp_path)])
    assert " texts; 2 signed by an ethics office." in checked.output


def test_a_text_there_is_not_cannot_be_signed(tmp_path):
    layer_with(tmp_path, signature("topic:gifts"))
    order = [str(tmp_path), "no-such-page", "--by", "Dana Reyes", "--office", "Ethics office"]
    run = CliRunner().invoke(cli, ["sign", *order], standalone_mode=False)
    assert "no text “no-such-page”" in str(run.exception)
