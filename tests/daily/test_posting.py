"""One post a day and channel, whatever happens on the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from bot.daily.posting.worker import planning
from bot.handlers.daily_post import (
    EVERY_DAY,
    CannotTell,
    Refused,
    RetryLater,
    Schedule,
    Unsure,
    post_key,
)
from bot.store.tables import deliveries, schedules
from tests.support.daily_posting import CHANNEL, QUICK, REPLY, Board, Office, due, eventually


async def test_what_is_due_is_posted_once_and_the_next_day_is_next(store):
    day = await due(store)
    office = Office(store)
    delivery = await office.until("sent")
    assert office.board.posts == [(CHANNEL, post_key(CHANNEL, day))]
    assert (delivery.message_id, delivery.attempts) == ("m1", 1)
    coming = await store.schedules.get(CHANNEL)
    assert coming.next_date == day + timedelta(days=1)
    assert coming.position == 1
    assert office.watched.outcomes == ["sent"]


async def test_two_workers_post_once(store):
    await due(store, *(f"slack:T1:C{n}" for n in range(30)))
    board = Board(delay=0.01)
    offices = [Office(store, board) for _ in range(3)]
    for office in offices:
        office.worker.start()

    async def drained():
        return len(board.posts) >= 30 and (await store.schedules.wake()).send_at is None

    await eventually(drained)
    await asyncio.gather(*(office.worker.stop() for office in offices))
    assert len(board.posts) == len(set(board.posts)) == 30


async def test_a_post_in_doubt_is_looked_for_before_it_is_sent_again(store):
    await due(store)
    arrived = Office(store, Board(next_outcomes=[Unsure("lost")], arrives_anyway=True))
    assert (await arrived.until("sent")).message_id == "m0"
    assert (len(arrived.board.posts), arrived.board.looked) == (1, 1)


async def test_a_post_that_did_not_arrive_is_sent_again(store):
    await due(store)
    office = Office(store, Board(next_outcomes=[Unsure("lost")]))
    assert (await office.until("sent")).attempts == 2
    assert (len(office.board.posts), office.board.looked) == (1, 1)


async def test_a_claim_whose_worker_died_is_in_doubt(store):
    await due(store)
    await store.schedules.plan(planning(QUICK), 10)
    (claim,) = await store.deliveries.claim("dead", ["slack"], 1, lease=0.1)
    assert not claim.doubt
    board = Board(posts=[(CHANNEL, post_key(CHANNEL, claim.delivery.local_date))])
    office = Office(store, board)
    await office.until("sent")
    assert (len(board.posts), board.looked) == (1, 1)
    # The dead one wakes up: its claim is no longer its own.
    assert not await store.deliveries.settle(claim, "failed", error="late")
    assert (await store.deliveries.recent(CHANNEL, 1))[0].state == "sent"


async def test_nobody_else_gets_what_is_claimed(store):
    await due(store)
    await store.schedules.plan(planning(QUICK), 10)
    first, second = await asyncio.gather(
        *(store.deliveries.claim(owner, ["slack"], 5, lease=60) for owner in "ab")
    )
    assert len(first) + len(second) == 1
    assert await store.deliveries.claim("c", ["discord"], 5, lease=60) == []


async def test_too_fast_is_waited_out_and_not_in_doubt(store):
    await due(store)
    office = Office(store, Board(next_outcomes=[RetryLater(0.05, "slow down")]))
    delivery = await office.until("sent")
    assert (delivery.attempts, office.board.looked) == (2, 0)


async def test_a_dead_channel_stops_its_own_schedule_and_an_admin_is_told(store):
    await due(store, CHANNEL, "slack:T1:C2")
    refused = Refused("The channel is archived.", "Unarchive it.")
    office = Office(store, Board(next_outcomes=[refused]))
    office.worker.start()

    async def both():
        return office.board.told and office.board.posts

    await eventually(both)
    await office.worker.stop()
    (dead,) = office.board.told
    stopped = await store.schedules.get(dead)
    assert (stopped.state, stopped.problem) == (
        "disabled",
        "The channel is archived. Unarchive it.",
    )
    (alive,) = {CHANNEL, "slack:T1:C2"} - {dead}
    assert (await store.schedules.get(alive)).state == "active"


async def test_a_fault_in_one_channel_posts_nothing_again_in_another(store):
    await due(store, CHANNEL, "slack:T1:C2", "slack:T1:C3")
    office = Office(store, Board(next_outcomes=[RetryLater(0.1, "slow down"), Unsure("lost")]))
    office.worker.start()

    async def all_three():
        return len(office.board.posts) >= 3 and (await store.schedules.wake()).send_at is None

    await eventually(all_three)
    await office.worker.stop()
    assert len(office.board.posts) == len(set(office.board.posts)) == 3


async def test_a_worker_started_twice_is_one_worker(store):
    office = Office(store)
    before = len(asyncio.all_tasks())
    office.worker.start()
    office.worker.start()
    assert len(asyncio.all_tasks()) == before + 1
    await office.worker.stop()


async def test_how_late_the_oldest_post_is_can_be_watched(store):
    await due(store, ago=120)
    office = Office(store)
    del office.worker._senders["slack"]
    office.worker.start()

    async def looked():
        return len(office.watched.overdue) >= 3

    await eventually(looked)
    await office.worker.stop()
    first, *_, last = office.watched.overdue
    assert 0 < first < last
    await Office(store, office.board).until("sent")
    assert (await store.schedules.wake()).overdue == 0


async def test_a_refusal_that_is_not_the_channels_fault_leaves_the_schedule(store):
    await due(store)
    office = Office(store, Board(next_outcomes=[Refused("bad blocks", "", disable=False)]))
    await office.until("failed")
    known = await store.schedules.get(CHANNEL)
    assert (known.state, known.problem) == ("active", "bad blocks")
    assert office.board.told == []


async def test_trouble_is_forgotten_with_the_next_post_that_arrives(store):
    await due(store, problem="It failed yesterday.")
    await Office(store).until("sent")
    assert (await store.schedules.get(CHANNEL)).problem == ""


async def test_after_a_long_outage_the_day_is_skipped_and_counted(store):
    await due(store, ago=700)
    office = Office(store)
    delivery = await office.until("skipped")
    assert office.board.posts == []
    assert "not running" in delivery.error
    assert office.watched.outcomes == ["skipped"]
    assert (await store.schedules.get(CHANNEL)).position == 0


async def test_after_a_short_outage_the_post_is_made_up(store):
    await due(store, ago=500)
    await Office(store).until("sent")


async def test_days_missed_one_after_another_each_leave_a_record(store):
    await due(store, ago=3 * 86_400)
    office = Office(store)
    office.worker.start()

    async def caught_up():
        recent = await store.deliveries.recent(CHANNEL, 1)
        return recent and recent[0].state == "sent"

    await eventually(caught_up)
    await office.worker.stop()
    states = [delivery.state for delivery in await store.deliveries.recent(CHANNEL, 9)]
    assert states == ["sent", "skipped", "skipped", "skipped"]


async def test_what_cannot_be_looked_up_in_time_ends_unknown_and_is_never_resent(store):
    await due(store)
    await store.schedules.plan(planning(QUICK), 10)
    await store.deliveries.claim("dead", ["slack"], 1, lease=0.0)
    async with store._database.write() as connection:
        await connection.execute(update(deliveries).values(expires_at=1.0))
    office = Office(store, Board(finding=CannotTell("no history")))
    await office.until("unknown")
    assert office.board.posts == []
    assert (await store.schedules.get(CHANNEL)).problem == "no history"


async def test_a_platform_that_hangs_leaves_doubt_and_others_go_on(store):
    await due(store)
    board = Board(delay=60)
    office = Office(store, board)
    await office.until("unsure")
    board.delay = 0.0
    await Office(store, board).until("sent")
    assert len(board.posts) == 1


async def test_our_own_fault_on_one_post_is_an_incident_and_is_tried_again(store):
    await due(store)
    office = Office(store)
    faults = [ValueError("ours")]

    def content(_):
        if faults:
            raise faults.pop()
        return REPLY

    office.worker._errand = replace(office.runner, content=content)
    await office.until("sent")
    assert [type(error) for error in office.watched.incidents] == [ValueError]


async def test_a_shutdown_finishes_what_is_being_sent(store):
    await due(store)
    office = Office(store, Board(delay=0.3))
    office.worker.start()
    await eventually(lambda: store.deliveries.recent(CHANNEL, 1))
    await asyncio.sleep(0.1)
    await office.worker.stop()
    assert (await store.deliveries.recent(CHANNEL, 1))[0].state == "sent"


async def test_an_edit_at_the_very_moment_loses_no_post_and_makes_no_second(store):
    day = await due(store)
    edited = await store.schedules.edit(
        CHANNEL, lambda old: replace(old, position=5), planning(QUICK)
    )
    assert edited.next_date == day + timedelta(days=1)
    office = Office(store)
    await office.until("sent")
    later = replace(edited, at=time(23, 59))
    await store.schedules.edit(CHANNEL, lambda _: later, planning(QUICK))
    assert (await store.schedules.get(CHANNEL)).next_date > day
    assert len(office.board.posts) == 1


async def test_a_pause_takes_back_what_was_not_begun(store):
    await due(store)
    await store.schedules.plan(planning(QUICK), 10)
    await store.schedules.edit(CHANNEL, lambda old: replace(old, state="paused"), planning(QUICK))
    assert (await store.deliveries.recent(CHANNEL, 1))[0].state == "withdrawn"
    assert await store.deliveries.claim("a", ["slack"], 5, lease=60) == []


async def test_posts_of_one_workspace_are_spread_over_time(store):
    await due(store, *(f"slack:T1:C{n}" for n in range(4)), "slack:T2:C9")
    slow = planning(replace(QUICK, rates={"slack": 2.0}))
    await store.schedules.plan(slow, 10)
    starts = sorted(
        [(await store.deliveries.recent(f"slack:T1:C{n}", 1))[0].run_at for n in range(4)]
    )
    assert [round(at - starts[0], 1) for at in starts] == [0.0, 0.5, 1.0, 1.5]
    other = (await store.deliveries.recent("slack:T2:C9", 1))[0].run_at
    assert other == pytest.approx(starts[0], abs=0.2)


async def test_zone_rules_that_changed_are_reckoned_anew_at_the_start(store):
    await store.schedules.edit(
        CHANNEL, lambda _: Schedule(CHANNEL, "UTC", time(9), EVERY_DAY, ""), planning(QUICK)
    )
    right = await store.schedules.get(CHANNEL)
    async with store._database.write() as connection:
        await connection.execute(update(schedules).values(next_at=right.next_at + 3600))
    assert await store.schedules.replan(planning(QUICK), 10) == 1
    assert await store.schedules.get(CHANNEL) == right


async def test_a_moment_that_turns_out_to_be_over_is_made_up(store):
    """The zone's rules changed, and the bot starts half an hour after what is now the time."""
    day = await due(store, ago=120)
    async with store._database.write() as connection:
        await connection.execute(update(schedules).values(next_at=schedules.c.next_at + 3600))
    office = Office(store)
    delivery = await office.until("sent")
    assert delivery.local_date == day
    assert office.board.posts == [(CHANNEL, post_key(CHANNEL, day))]


async def test_a_fault_in_reckoning_anew_stops_no_post(store):
    await due(store)
    office = Office(store)

    async def broken(*_):
        raise ValueError("ours")

    office.worker._schedules.replan = broken
    await office.until("sent")
    assert [type(error) for error in office.watched.incidents] == [ValueError]


async def test_the_key_of_a_post_fits_discords_nonce():
    key = post_key("discord:1:2", datetime(2026, 11, 23, tzinfo=UTC).date())
    assert len(key) <= 25
