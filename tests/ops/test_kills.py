"""Killed in the middle of its work; `make soak` does it a hundred times."""

from __future__ import annotations

from benchmarks.soak_kills import kills


async def test_a_kill_loses_no_vote_somebody_was_thanked_for(guide, tmp_path, capsys):
    assert await kills(str(tmp_path), 1)
    printed = capsys.readouterr().out
    assert "0 of their votes lost, 0 thanked twice" in printed
    assert " 0 questions answered" not in printed
