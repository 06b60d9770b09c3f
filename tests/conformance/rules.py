"""The rules: each a story of what people do at a door, and what they must see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.handlers.messages import Incoming, Reply, plain_text
from bot.handlers.replies import notices, wording
from tests.conformance.harness import (
    ESCAPES,
    HOSTILE,
    LONG_WORDS,
    MODERATOR,
    OTHER,
    Ability,
    Door,
    Seen,
    World,
    hostile_reply,
    long_reply,
    only,
    together,
)

Story = Callable[[Door, World], Awaitable[None]]


@dataclass(frozen=True)
class Rule:
    """A story, and what a door must have for it to be told."""

    name: str
    tell: Story
    needs: frozenset[Ability]


RULES: list[Rule] = []
GIFT = "a gift from a vendor"


def rule(*needs: Ability) -> Callable[[Story], Story]:
    """Add a story to the rules."""

    def added(story: Story) -> Story:
        RULES.append(Rule(story.__name__, story, frozenset(needs)))
        return story

    return added


def squeezed(text: str) -> str:
    """A text as it is compared: lines, spaces and invisible marks do not matter."""
    return " ".join(re.sub("[\u200b\u2060\ufeff]", "", text).split())


def words(text: str) -> list[str]:
    """The words of a text, without list marks, rules and addresses."""
    text = re.sub(r":?\s*https?://\S+", "", text)
    return re.findall(r"\w+", re.sub(r"^\s*(\d+\.|[-•›])\s", "", text, flags=re.MULTILINE))


def expect_harmless(seen: Seen) -> None:
    """Nothing in it calls anybody, leads anywhere by other words, or was taken for a mark."""
    assert not set(seen.pings) - {"asker"}, f"it calls {seen.pings}"
    led = [link for link in seen.links if "evil" in link]
    assert not led, f"words lead to {led}"
    assert "\x1b" not in seen.text, "an escape reached the terminal"
    assert "\u202e" not in seen.text, "a direction mark came through"


def expect_literal(seen: Seen, text: str, times: int) -> None:
    """The text stands there letter by letter: where a mark acted, it is gone."""
    shown = squeezed(seen.text).count(squeezed(text))
    assert shown >= times, f"{text[:30]}… is literal {shown} times, not {times}:\n{seen.text}"


# --- text --------------------------------------------------------------------------------------


@rule()
async def hostile_text_stays_text(door: Door, world: World) -> None:
    world.guide.says = hostile_reply()
    answer = together(await door.ask(GIFT))
    expect_harmless(answer)
    # Two paragraphs, a list, a quotation, a tenet, a text to copy and a note.
    expect_literal(answer, HOSTILE, 7)
    expect_literal(answer, "# EVIL", 1)
    expect_literal(answer, "> EVIL", 1)


@rule("public")
async def hostile_text_stays_text_in_public(door: Door, world: World) -> None:
    world.guide.says = hostile_reply()
    answer = together(await door.ask_in_public(GIFT))
    expect_harmless(answer)
    expect_literal(answer, HOSTILE, 7)


@rule("actions")
async def hostile_text_stays_text_when_shared_and_copied(door: Door, world: World) -> None:
    world.guide.says = hostile_reply()
    answer = together(await door.ask(GIFT))
    for label in (notices.SHARE, notices.COPY):
        seen = together(await door.press(answer, label))
        expect_harmless(seen)
        expect_literal(seen, HOSTILE, 7)


@rule("contact")
async def a_hostile_contact_stays_text(door: Door, world: World) -> None:
    world.set_contact(HOSTILE[:250])
    answer = together(await door.ask(GIFT))
    expect_harmless(answer)
    expect_literal(answer, HOSTILE[:250], 1)
    answer = together(await door.ask("contact"))
    expect_harmless(answer)


@rule("contact")
async def a_contact_that_moves_the_cursor_does_not(door: Door, world: World) -> None:
    world.set_contact(f"Jane {ESCAPES}")
    expect_harmless(together(await door.ask(GIFT)))


@rule()
async def a_long_answer_is_whole_and_keeps_to_the_limits(door: Door, world: World) -> None:
    world.guide.says = long_reply()
    seen = await door.ask(GIFT)
    for _ in range(60):
        if notices.CONTINUE not in seen[-1].buttons:
            break
        seen += await door.press(seen[-1], notices.CONTINUE)
    assert door.refused == [], "the platform would not take it"
    whole = " ".join(message.text for message in seen)
    assert tuple(re.findall(r"word\d+", whole)) == LONG_WORDS, "words were lost, cut or doubled"
    assert "The end of it." in seen[-1].text


@rule()
async def an_answer_is_the_guides_own_words_and_nothing_is_added(door: Door, world: World) -> None:
    answer = only(await door.ask(GIFT))
    reply = world.guide.answer(world.guide.heard[-1])
    expect_said(answer, reply)


def expect_said(seen: Seen, reply: Reply) -> None:
    """The message says the reply's words, in its text and on its buttons, and no others."""
    said, meant = Counter(words(seen.text)), Counter(words(plain_text(reply)))
    lost = meant - said - Counter(words(" ".join(seen.buttons)))
    assert not lost, f"lost: {lost}"
    added = said - meant
    assert not added, f"added after rendering: {added}"


# --- events ------------------------------------------------------------------------------------


@rule("events")
async def what_no_person_said_to_it_is_left_alone(door: Door, world: World) -> None:
    await door.not_for_it()
    assert world.guide.heard == [], "it answered what was no question of a person's"
    assert world.observer.answers == []


@rule("events")
async def what_comes_twice_is_answered_once(door: Door, world: World) -> None:
    only(await door.ask_twice(GIFT))
    assert len(world.observer.redeliveries) == 1
    assert len(world.observer.answers) == 1


# --- limits, faults and refusals -----------------------------------------------------------------


@rule("limits")
async def who_asks_too_fast_is_told_when_to_go_on(door: Door, world: World) -> None:
    world.rate_limit.wait = 9.0
    seen = only(await door.ask(GIFT))
    assert "Please try again in 9 seconds." in seen.text
    assert seen.private
    assert world.guide.heard == []


@rule("limits", "public")
async def a_limit_is_told_to_the_asker_alone(door: Door, world: World) -> None:
    world.rate_limit.wait = 9.0
    seen = only(await door.ask_in_public(GIFT))
    assert "Please try again in 9 seconds." in seen.text
    assert seen.private, "everybody reads that somebody asks too fast"


@rule("limits", "actions")
async def sharing_and_copying_count_as_asking_and_voting_does_not(door: Door, world: World) -> None:
    answer = only(await door.ask(GIFT))
    world.rate_limit.wait = 9.0
    for label in (notices.SHARE, notices.COPY):
        seen = await door.press(answer, label)
        assert "9 seconds" in seen[-1].text
        assert all(message.private for message in seen)
    thanks = only(await door.press(answer, notices.HELPFUL))
    assert notices.VOTED in thanks.text


@rule("counts")
async def a_fault_is_one_sentence_with_a_number(door: Door, world: World) -> None:
    world.guide.fails = True
    seen = only(await door.ask(GIFT))
    assert "test0001" in seen.text
    assert wording.INCIDENT_TITLE in seen.text
    assert "secret" not in seen.text
    assert [outcome for _, _, outcome in world.observer.answers] == ["error"]
    assert len(world.observer.incidents) == 1


@rule("counts", "public")
async def a_fault_is_told_to_the_asker_alone(door: Door, world: World) -> None:
    world.guide.fails = True
    seen = only(await door.ask_in_public(GIFT))
    assert "test0001" in seen.text
    assert seen.private


@rule("public")
async def where_it_may_not_write_the_asker_gets_the_answer_alone(door: Door, world: World) -> None:
    door.refuse_posts()
    seen = only(await door.ask_in_public(GIFT))
    assert seen.private
    assert notices.NOT_HERE in seen.text
    assert "Say no to gifts" in seen.text
    assert [outcome for _, _, outcome in world.observer.answers] == ["refused"]
    assert world.observer.incidents == []


@rule("counts")
async def every_turn_is_counted_once_with_how_it_ended(door: Door, world: World) -> None:
    await door.ask(GIFT)
    await door.ask("xyzzy")
    world.rate_limit.wait = 9.0
    await door.ask(GIFT)
    outcomes = [outcome for _, _, outcome in world.observer.answers]
    assert outcomes == ["answer", "none", "too_fast"]


# --- people -------------------------------------------------------------------------------------


@rule()
async def forget_me_is_understood_everywhere(door: Door, world: World) -> None:
    for said in ("forget me", "Forget me!", "olvídame"):
        seen = only(await door.ask(said))
        if "actions" in door.can:
            assert notices.FORGOTTEN_NONE in seen.text
        else:
            assert notices.NOTHING_KEPT in seen.text
        assert seen.private
    assert world.guide.heard == [] or all(i.text == "" for i in world.guide.heard)


@rule("actions")
async def forget_me_deletes_votes_and_the_conversation(door: Door, world: World) -> None:
    answer = only(await door.ask(GIFT))
    await door.press(answer, notices.HELPFUL)
    world.rate_limit.wait = 9.0  # forgetting is never refused
    seen = only(await door.ask("forget me"))
    assert notices.FORGOTTEN.format(count=1) in seen.text
    assert world.votes.cast_votes == {}
    world.rate_limit.wait = 0.0
    await door.ask("and my spouse?")
    assert world.guide.heard[-1].context is None, "it still knows what was talked about"


@rule("actions", "public")
async def forget_me_is_answered_to_the_asker_alone(door: Door, world: World) -> None:
    assert only(await door.ask_in_public("forget me")).private


@rule()
async def a_follow_up_is_understood(door: Door, world: World) -> None:
    await door.ask(GIFT)
    await door.ask("and my spouse?")
    assert world.guide.heard[-1] == Incoming("and my spouse?", context="topic:gifts")


@rule("contact")
async def the_local_contact_stands_where_people_are_sent_to_a_person(
    door: Door, world: World
) -> None:
    world.set_contact("Jane Doe, ethics officer")
    for said in (GIFT, "xyzzy", "contact", "???"):
        answer = squeezed(only(await door.ask(said)).text)
        assert answer.count("Jane Doe, ethics officer") == 1, said
        before = answer.partition("Jane Doe")[0].rstrip(" :")
        assert before.endswith(wording.ASK_HERE_LEAD), f"{said}: it stands after {before[-40:]!r}"
    assert "Jane Doe" not in only(await door.ask("tenet 7")).text


# --- what can be done with an answer --------------------------------------------------------------


@rule("actions")
async def only_answers_have_buttons_to_share_copy_and_vote(door: Door, world: World) -> None:
    answer = only(await door.ask(GIFT))
    offered = (notices.SHARE, notices.COPY, notices.HELPFUL, notices.NOT_HELPFUL)
    assert set(offered) <= set(answer.buttons)
    for said in ("help", "topics", "xyzzy"):
        assert not set(offered) & set(only(await door.ask(said)).buttons), said
    code = only(await door.ask("code"))
    assert notices.SHARE in code.buttons
    assert notices.HELPFUL not in code.buttons
    today = only(await door.ask("today"))
    assert {notices.SHARE, notices.HELPFUL} <= set(today.buttons)


@rule("actions")
async def an_answer_is_shared_anew_for_everybody(door: Door, world: World) -> None:
    answer = only(await door.ask(GIFT))
    seen = await door.press(answer, notices.SHARE)
    shared = only([message for message in seen if not message.private])
    assert "Say no to gifts" in shared.text
    assert "Shared by" in shared.text
    assert notices.REMOVE in shared.buttons
    assert notices.SHARED in " ".join(message.text for message in seen if message.private)
    assert [kind for _, kind, _ in world.observer.answers][-1] == "share"


@rule("actions")
async def a_copy_goes_to_the_asker(door: Door, world: World) -> None:
    answer = only(await door.ask(GIFT))
    seen = await door.press(answer, notices.COPY)
    assert all(message.private for message in seen)
    assert any("Say no to gifts" in message.text for message in seen)
    assert notices.COPIED in " ".join(message.text for message in seen)
    assert [kind for _, kind, _ in world.observer.answers][-1] == "copy"


@rule("actions")
async def a_copy_that_is_refused_is_told(door: Door, world: World) -> None:
    answer = only(await door.ask(GIFT))
    door.refuse_direct_messages()
    seen = await door.press(answer, notices.COPY)
    assert notices.COPY_REFUSED in seen[-1].text
    assert world.observer.incidents == []


@rule("actions")
async def a_vote_is_thanked_for_kept_without_words_and_can_be_changed(
    door: Door, world: World
) -> None:
    answer = only(await door.ask(GIFT))
    thanks = only(await door.press(answer, notices.HELPFUL))
    assert notices.VOTED in thanks.text
    assert thanks.private
    again = only(await door.press(answer, notices.NOT_HELPFUL))
    assert notices.VOTED_NOT_HELPFUL in again.text
    ((_, _, about),) = world.votes.cast_votes
    assert about == "topic:gifts"
    assert list(world.votes.cast_votes.values()) == [False]
    assert [kind for _, kind, _ in world.observer.answers][-1] == "vote"


@rule("actions")
async def an_answer_that_has_gone_is_neither_shared_nor_copied_nor_voted_on(
    door: Door, world: World
) -> None:
    answer = only(await door.ask(GIFT))
    world.guide.forget_topic("gifts")
    for label in (notices.SHARE, notices.COPY, notices.HELPFUL):
        seen = await door.press(answer, label)
        assert wording.STALE_TITLE in seen[-1].text, label
        assert all(message.private for message in seen), label
    assert world.votes.cast_votes == {}


@rule("actions", "public")
async def a_public_answer_is_removed_by_the_asker_or_a_moderator(door: Door, world: World) -> None:
    answer = only(await door.ask_in_public(GIFT))
    refused = only(await door.press(answer, notices.REMOVE, OTHER))
    assert notices.REMOVE_REFUSED in refused.text
    assert refused.private
    assert not door.is_gone(answer)
    await door.press(answer, notices.REMOVE)
    assert door.is_gone(answer)
    another = only(await door.ask_in_public(GIFT))
    await door.press(another, notices.REMOVE, MODERATOR)
    assert door.is_gone(another)
