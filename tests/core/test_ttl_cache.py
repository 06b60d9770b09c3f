"""What is remembered for a while: conversations, contacts, events that were seen."""

from __future__ import annotations

from bot.adapters.shared.ttl_cache import TtlCache


def test_what_is_too_old_is_forgotten():
    now = [0.0]
    cache = TtlCache(most=10, seconds=1800, clock=lambda: now[0])
    cache.put("here", "topic:gifts")
    assert cache.get("here") == "topic:gifts"
    assert cache.get("there") is None
    now[0] = 1801.0
    assert cache.get("here") is None


def test_only_so_many_are_remembered():
    cache = TtlCache(most=5, seconds=1800)
    for number in range(6):
        cache.put(number, "topic:gifts")
    assert cache.get(0) is None
    assert cache.get(1) == "topic:gifts"


def test_some_can_be_dropped_by_their_key():
    cache = TtlCache(most=5, seconds=1800)
    for number in range(3):
        cache.put(number, "topic:gifts")
    cache.drop_where(lambda number: number == 1)
    assert [cache.get(n) is not None for n in range(3)] == [True, False, True]
