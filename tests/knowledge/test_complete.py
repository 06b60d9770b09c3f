"""What knowledge must hold: whatever a command or the daily post answers from."""

from __future__ import annotations

import shutil

import pytest

from bot.handlers.commands import parse
from bot.handlers.messages import Incoming, plain_text
from bot.knowledge import loading, sources


@pytest.fixture
def copy(tmp_path):
    """The shipped knowledge, free to be damaged."""
    return shutil.copytree(sources.shipped_folder(), tmp_path / "knowledge")


def faults(*folders):
    return [f"{f.file.name}: {f.message}" for f in loading.read_all(folders)[1]]


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("daily/tenet-03.yaml", "tenet-03.yaml: is missing; the tenet of the day needs"),
        ("pages/training.yaml", "training.yaml: is missing; the command “training”"),
        ("pages/about.yaml", "about.yaml: is missing; the command “about”"),
        ("contacts.yaml", "contacts.yaml: is missing; the command “contact”"),
        ("areas.yaml", "areas.yaml: is missing; the command “topics”"),
        ("code", "code: is missing; answers quote the tenets"),
    ],
)
def test_each_thing_that_is_missing_is_a_fault(copy, gone, said):
    if (copy / gone).is_dir():
        shutil.rmtree(copy / gone)
    else:
        (copy / gone).unlink()
    assert any(fault.startswith(said) for fault in faults(copy))


def test_every_folder_of_things_may_be_gone_and_each_thing_is_named(copy):
    shutil.rmtree(copy / "daily")
    shutil.rmtree(copy / "pages")
    missing = [fault for fault in faults(copy) if "is missing; " in fault]
    dangling = [fault for fault in faults(copy) if fault not in missing]
    assert len(missing) == 12 + len(parse.PAGES)
    # What is left is what pointed to a page that is gone, such as a gate.
    assert all("points to the page" in fault for fault in dangling)


def test_a_local_layer_may_bring_what_the_first_folder_lacks(copy, tmp_path):
    local = tmp_path / "local"
    (local / "pages").mkdir(parents=True)
    (local / "layer.yaml").write_text("id: town\ntitle: Town of Springfield\n", encoding="utf-8")
    shutil.move(copy / "pages" / "training.yaml", local / "pages")
    assert faults(copy) != []
    assert faults(copy, local) == []


@pytest.mark.parametrize("word", parse.FIXED)
def test_every_command_is_answered_from_what_ships(guide, word):
    said = plain_text(guide.answer(Incoming(text=word)))
    assert said
    assert "older version" not in said
