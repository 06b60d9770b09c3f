"""How often one may ask: a bucket a person, a bucket a workspace, full again after a minute."""

from __future__ import annotations

import pytest

from bot.ops import rate_limit
from bot.ops.rate_limit import TokenBuckets


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_person_may_ask_so_often_and_is_told_how_long_to_wait(clock):
    buckets = TokenBuckets(person=3, workspace=100, clock=clock)
    assert [buckets.allow("T1", "ann") for _ in range(3)] == [0, 0, 0]
    assert buckets.allow("T1", "ann") == pytest.approx(20)


def test_after_the_wait_there_is_one_question_and_no_more(clock):
    buckets = TokenBuckets(person=3, workspace=100, clock=clock)
    for _ in range(4):
        wait = buckets.allow("T1", "ann")
    clock.now += wait
    assert buckets.allow("T1", "ann") == 0
    assert buckets.allow("T1", "ann") > 0


def test_asking_in_vain_does_not_lengthen_the_wait(clock):
    buckets = TokenBuckets(person=1, workspace=100, clock=clock)
    buckets.allow("T1", "ann")
    assert [buckets.allow("T1", "ann") for _ in range(50)] == [pytest.approx(60)] * 50


def test_a_silent_hour_saves_up_no_more_than_a_full_bucket(clock):
    buckets = TokenBuckets(person=2, workspace=100, clock=clock)
    buckets.allow("T1", "ann")
    clock.now += 3600
    assert [buckets.allow("T1", "ann") > 0 for _ in range(3)] == [False, False, True]


def test_people_and_workspaces_do_not_share_a_persons_bucket(clock):
    buckets = TokenBuckets(person=1, workspace=100, clock=clock)
    assert buckets.allow("T1", "ann") == 0
    assert buckets.allow("T1", "bob") == 0
    assert buckets.allow("T2", "ann") == 0
    assert buckets.allow("T1", "ann") > 0


def test_a_workspace_has_a_bucket_too_and_one_persons_refusal_does_not_empty_it(clock):
    buckets = TokenBuckets(person=1, workspace=3, clock=clock)
    assert buckets.allow("T1", "ann") == 0
    assert buckets.allow("T1", "ann") > 0
    assert buckets.allow("T1", "bob") == 0
    assert buckets.allow("T1", "cy") == 0
    assert buckets.allow("T1", "dee") == pytest.approx(20)
    assert buckets.allow("T2", "dee") == 0


def test_of_two_waits_the_longer_is_told(clock):
    buckets = TokenBuckets(person=1, workspace=2, clock=clock)
    buckets.allow("T1", "ann")
    buckets.allow("T1", "bob")
    assert buckets.allow("T1", "ann") == pytest.approx(60)


def test_memory_is_bounded_and_the_longest_silent_are_forgotten_first(clock, monkeypatch):
    monkeypatch.setattr(rate_limit, "REMEMBERED", 10)
    buckets = TokenBuckets(person=1, workspace=10_000, clock=clock)
    for n in range(100):
        buckets.allow("T1", f"person {n}")
    assert len(buckets._buckets) == 10
    assert buckets.allow("T1", "person 99") > 0
    assert buckets.allow("T1", "person 0") == 0
