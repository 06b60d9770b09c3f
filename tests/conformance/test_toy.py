"""The suite itself: a new door fails it for each thing it gets wrong, until it is right."""

from __future__ import annotations

import pytest

from tests.conformance.harness import World
from tests.conformance.rules import RULES
from tests.conformance.toy_door import Faults, toy


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
async def test_a_door_written_by_the_recipe_keeps_every_rule(rule):
    world = World()
    async with toy(Faults())(world) as door:
        await rule.tell(door, world)


# What a new door gets wrong, and the rules that must notice.
NOTICED = {
    "escapes_nothing": {"hostile_text_stays_text", "a_hostile_contact_stays_text"},
    "signs_with_a_raw_name": {"hostile_text_stays_text_when_shared_and_copied"},
    "cuts_words": {"a_long_answer_is_whole_and_keeps_to_the_limits"},
    "loses_the_rest": {"a_long_answer_is_whole_and_keeps_to_the_limits"},
    "sends_too_much": {"a_long_answer_is_whole_and_keeps_to_the_limits"},
    "answers_bots": {"what_no_person_said_to_it_is_left_alone"},
    "answers_itself": {"what_no_person_said_to_it_is_left_alone"},
    "answers_twice": {"what_comes_twice_is_answered_once"},
    "asks_the_guide_itself": {
        "forget_me_is_understood_everywhere",
        "who_asks_too_fast_is_told_when_to_go_on",
        "the_local_contact_stands_where_people_are_sent_to_a_person",
        "a_follow_up_is_understood",
    },
    "tells_everybody": {
        "a_limit_is_told_to_the_asker_alone",
        "a_fault_is_told_to_the_asker_alone",
        "forget_me_is_answered_to_the_asker_alone",
    },
    "hides_refusals": {
        "where_it_may_not_write_the_asker_gets_the_answer_alone",
        "a_copy_that_is_refused_is_told",
    },
    "has_no_follow_up": {"a_follow_up_is_understood"},
    "anybody_removes": {"a_public_answer_is_removed_by_the_asker_or_a_moderator"},
    "offers_everything": {"only_answers_have_buttons_to_share_copy_and_vote"},
    "writes_its_own_words": {"an_answer_is_the_guides_own_words_and_nothing_is_added"},
}


@pytest.mark.parametrize("fault", NOTICED)
async def test_each_thing_a_door_gets_wrong_fails_the_rules_about_it(fault):
    failed = set()
    for rule in RULES:
        world = World()
        async with toy(Faults(**{fault: True}))(world) as door:
            try:
                await rule.tell(door, world)
            except Exception:  # noqa: BLE001 - what is broken may break anyhow
                failed.add(rule.name)
    assert NOTICED[fault] <= failed


def test_every_fault_is_tried():
    assert set(NOTICED) == set(Faults.__dataclass_fields__)
