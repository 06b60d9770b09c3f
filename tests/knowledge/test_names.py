"""A name leads to one topic only, however it is written."""

from __future__ import annotations

import shutil

import pytest

from bot.knowledge import loading, sources
from tests.support.editing import edit


@pytest.mark.parametrize("written", ["my own word", "My Own Word", "MY OWN WORD"])
def test_a_name_of_two_topics_is_a_fault_in_any_letters(tmp_path, written):
    folder = shutil.copytree(sources.shipped_folder(), tmp_path / "knowledge")
    edit(folder / "topics" / "gifts.yaml", names={"en": ["my own word"], "es": ["cosa"]})
    edit(folder / "topics" / "investments.yaml", names={"en": [written], "es": ["otra"]})
    said = [str(fault) for fault in loading.read_all((folder,))[1]]
    assert len(said) == 1
    assert f"“{written}” is already a name of gifts" in said[0]
