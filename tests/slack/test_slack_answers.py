"""What can be done with an answer: share, copy, vote, remove; each by its own button."""

from __future__ import annotations

import pytest

from bot.handlers.replies import wording
from tests.support.slack.fake_slack import ADMIN, USER
from tests.support.slack.slack_rules import buttons


async def test_sharing_asks_first_then_posts_anew_and_says_who_shared(town):
    answer = await town.command("gift")
    assert buttons(answer.blocks)["Share in channel"]["confirm"]["title"]
    posted = await town.press(answer, "Share in channel")
    assert posted.method == "chat.postMessage"
    assert posted.payload["channel"] == "C0OPEN"
    assert f"<@{USER}>" in posted.words
    assert "Say no to gifts" in posted.words
    after = await town.slack.next("response_url", after=town.slack.sent.index(posted))
    assert after.payload["replace_original"] is True
    assert "Shared in this channel." in after.words
    assert "Share in channel" not in buttons(after.blocks)


async def test_sharing_where_the_bot_is_no_member_goes_by_the_response_address(town):
    answer = await town.command("gift", channel_id="C0CLOSED")
    posted = await town.press(answer, "Share in channel", channel={"id": "C0CLOSED"})
    assert posted.method == "response_url"
    assert posted.payload["response_type"] == "in_channel"
    assert posted.payload["replace_original"] is False


async def test_sharing_a_private_answer_from_a_thread_stays_in_the_thread(town):
    public = await town.mention("gift", thread_ts="5.5")
    private = await town.press(public, wording.MORE)
    posted = await town.press(private, "Share in channel")
    assert posted.payload["thread_ts"] == "5.5"


async def test_a_copy_comes_by_direct_message(town):
    answer = await town.command("gift")
    copy = await town.press(answer, "Send me a copy")
    assert (copy.method, copy.payload["channel"]) == ("chat.postMessage", USER)
    after = await town.slack.next("response_url", after=town.slack.sent.index(copy))
    assert "A copy is in your direct messages" in after.words


async def test_a_refused_copy_is_said_in_plain_words(town):
    answer = await town.command("gift")
    town.slack.fail("chat.postMessage", (200, {}, {"ok": False, "error": "messages_tab_disabled"}))
    after = await town.press(answer, "Send me a copy")
    assert after.method == "response_url"
    assert "may not write you a direct message" in after.words


async def test_a_vote_is_kept_once_a_person_without_text(town):
    answer = await town.command("my secret gift story from Bob")
    answer = await town.command("gift")
    thanks = await town.press(answer, "Helpful")
    assert "Thank you" in thanks.words
    assert thanks.payload["replace_original"] is False
    await town.press(answer, "Not helpful")
    assert town.votes.cast_votes == {("slack:T0TEAM", USER, "topic:gifts"): False}


async def test_a_vote_on_a_public_answer_leaves_it_as_it_is(town):
    answer = await town.mention("gift")
    thanks = await town.press(answer, "Helpful", user="U0OTHER")
    assert thanks.payload["response_type"] == "ephemeral"
    assert thanks.payload["replace_original"] is False


@pytest.mark.parametrize(("who", "gone"), [(USER, True), (ADMIN, True), ("U0OTHER", False)])
async def test_only_the_asker_or_an_admin_removes_a_public_answer(town, who, gone):
    answer = await town.mention("gift")
    seen = len(town.slack.sent)
    await town.deliver("interactive", town.press_payload(answer, "Remove", user=who))
    said = await town.slack.next("response_url", after=seen)
    assert said.payload.get("delete_original", False) is gone
    if not gone:
        assert "Only the person who asked" in said.words


async def test_a_shared_answer_is_removed_by_whoever_shared_it(town):
    answer = await town.command("gift")
    posted = await town.press(answer, "Share in channel")
    await town.slack.next("response_url", after=town.slack.sent.index(posted))
    said = await town.press(posted, "Remove")
    assert said.payload == {"delete_original": True}


async def test_an_old_button_whose_answer_has_gone_is_no_error(town):
    answer = await town.command("gift")
    for block in answer.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "go:share":
                element["value"] = "1||topic:gone"
    said = await town.press(answer, "Share in channel")
    assert said.payload["response_type"] == "ephemeral"
    assert "older version" in said.words


async def test_forget_me_deletes_votes_and_says_how_many(town):
    answer = await town.command("gift")
    await town.press(answer, "Helpful")
    said = await town.command("forget me")
    assert "(1)" in said.words
    assert town.votes.cast_votes == {}
    said = await town.direct("Forget me")
    assert "no vote of yours" in said.words
