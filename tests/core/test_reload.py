"""Somebody edits the knowledge while the bot runs."""

from __future__ import annotations

import asyncio
import time
from datetime import date
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.handlers.guide import Guide
from bot.handlers.messages import Incoming, Reply, plain_text
from bot.knowledge.faults import KnowledgeError
from bot.ops.background import BackgroundWork
from bot.settings import Settings
from bot.understanding import build_guide
from bot.understanding.reload import KnowledgeWatcher
from tests.support.editing import edit

NEW = "Hand back whatever has a ribbon on it."
LONGEST_WAIT = 20.0


@pytest.fixture
def small_guide(small_settings: Settings) -> Guide:
    return build_guide.guide_for(small_settings, lambda _: None, lambda: date(2026, 11, 23))


@pytest.fixture
def watcher(small_settings: Settings, small_guide: Guide) -> KnowledgeWatcher:
    return KnowledgeWatcher(small_settings, small_guide)


@pytest.fixture
def gifts(small_knowledge: Path) -> Path:
    return small_knowledge / "topics" / "gifts.yaml"


def ask(guide: Guide) -> Reply:
    return guide.answer(Incoming(text="gifts"))


def errors(logs: list[dict]) -> list[dict]:
    return [entry for entry in logs if entry["log_level"] == "error"]


def test_an_edited_text_is_answered_and_nothing_else_changes(small_guide, watcher, gifts):
    before = ask(small_guide)
    edit(gifts, short=NEW)
    with capture_logs() as logs:
        watcher.renew()
    after = ask(small_guide)
    assert NEW in plain_text(after)
    assert (after.topic, after.ranked) == (before.topic, before.ranked)
    assert any(entry["event"] == "answering from edited knowledge" for entry in logs)
    assert not errors(logs)


def test_an_edit_that_teaches_nothing_needs_no_learning(small_settings, small_guide, gifts):
    """Learning takes minutes on the whole knowledge; a sentence of an answer is there at once."""
    edit(gifts, short=NEW)
    said: list[str] = []
    again = build_guide.guide_for(small_settings, said.append, lambda: date(2026, 11, 23))
    assert NEW in plain_text(ask(again))
    assert said == []


@pytest.mark.parametrize(
    "changes",
    [{"title": "Presents"}, {"names": {"en": ["gifties"]}}, {"fine": ["Buttons.", "Badges."]}],
)
def test_an_edit_to_how_people_ask_is_learnt(small_settings, small_guide, gifts, changes):
    edit(gifts, **changes)
    said: list[str] = []
    build_guide.learn(small_settings, said.append)
    assert len(said) == 1


def test_a_broken_edit_changes_nothing_and_is_told_once(small_guide, watcher, gifts):
    before = ask(small_guide)
    edit(gifts, tenets=[13], short=NEW)
    with capture_logs() as logs:
        watcher.renew()
        watcher.renew()
    assert ask(small_guide) == before
    (told,) = errors(logs)
    assert any("gifts.yaml" in fault and "tenets" in fault for fault in told["faults"])


def test_a_file_half_written_changes_nothing(small_guide, watcher, gifts):
    before = ask(small_guide)
    gifts.write_bytes(gifts.read_bytes()[:300] + b"\xff\xfe: [")
    with capture_logs() as logs:
        watcher.renew()
    assert ask(small_guide) == before
    assert len(errors(logs)) == 1


def test_another_fault_is_told_and_so_is_the_same_one_after_it_was_mended(watcher, gifts):
    right = gifts.read_bytes()
    with capture_logs() as logs:
        for tenets in ([13], [14], None, [14]):
            gifts.write_bytes(right)
            if tenets:
                edit(gifts, tenets=tenets)
            watcher.renew()
    assert len(errors(logs)) == 3


def test_a_mended_edit_is_answered(small_guide, watcher, gifts):
    edit(gifts, tenets=[13], short=NEW)
    watcher.renew()
    edit(gifts, tenets=[12])
    watcher.renew()
    assert NEW in plain_text(ask(small_guide))


def test_a_new_way_to_put_it_is_learnt(small_guide, watcher, small_knowledge):
    """A word that meant nothing becomes one that people use for investments."""
    said = Incoming(text="my zorblax grows nicely")
    assert small_guide.answer(said).topic != "investments"
    new = [f"{a} zorblax {b}" for a in ("my", "the", "selling", "a") for b in ("grows", "today")]
    edit(small_knowledge / "phrasings" / "investments.yaml", en=new * 3)
    watcher.renew()
    assert small_guide.answer(said).ranked[0] == "investments"


async def test_a_running_bot_notices_by_itself(small_guide, watcher, gifts):
    """The file is written again until the watch sees it: it takes a moment to begin."""
    work = BackgroundWork(lambda *_: "test0001")
    work.start("watch", watcher.watch)
    work.start("renew", watcher.renew_when_wanted)
    try:
        ends = time.monotonic() + LONGEST_WAIT
        while NEW not in plain_text(ask(small_guide)):
            assert time.monotonic() < ends, "the edit was never noticed"
            edit(gifts, short=NEW)
            await asyncio.sleep(0.5)
    finally:
        await work.stop()


def test_what_was_learnt_is_kept_for_the_next_start(small_settings, small_guide):
    said: list[str] = []
    again = build_guide.guide_for(small_settings, said.append, lambda: date(2026, 11, 23))
    assert said == []
    assert ask(again) == ask(small_guide)


@pytest.mark.parametrize("file", ["model.npz", "main.npy"])
@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half a file", None])
def test_what_was_kept_but_is_damaged_is_learnt_again(small_settings, small_guide, file, damage):
    (kept,) = small_settings.data.glob(f"models/*/{file}")
    kept.write_bytes(damage) if damage is not None else kept.unlink()
    said: list[str] = []
    again = build_guide.guide_for(small_settings, said.append, lambda: date(2026, 11, 23))
    assert len(said) == 1
    assert ask(again) == ask(small_guide)


def test_only_a_few_earlier_models_are_kept(small_settings, watcher, gifts):
    for n in range(build_guide.CACHED_MODELS + 2):
        edit(gifts, fine=[NEW, f"{n} badges."])
        watcher.renew()
    assert len(list(small_settings.data.glob("models/*"))) == build_guide.CACHED_MODELS


def test_knowledge_that_is_broken_at_the_start_is_told_with_file_and_line(small_settings, gifts):
    edit(gifts, tenets=[13])
    with pytest.raises(KnowledgeError, match=r"gifts\.yaml:\d+: tenets"):
        build_guide.guide_for(small_settings, lambda _: None)
