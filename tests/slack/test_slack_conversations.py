"""They said, we answered: commands, mentions, direct messages and buttons, in both transports."""

from __future__ import annotations

from bot.handlers.ports import WorkspaceConfig
from bot.handlers.replies import wording
from tests.support.fakes import NoLimit
from tests.support.slack.fake_slack import USER
from tests.support.slack.slack_rules import buttons


async def test_a_command_is_answered_to_the_person_alone(town):
    seen = await town.command("tickets from a vendor")
    assert seen.method == "response_url"
    assert seen.payload["response_type"] == "ephemeral"
    assert "Say no to gifts & thank <them> kindly." in seen.words
    assert "The words of tenet 12" in seen.words
    assert "Say no to gifts" in seen.payload["text"]
    assert town.observed.answers == [("slack", "command", "answer")]


async def test_a_mention_is_answered_in_the_thread_under_the_question(town):
    event = town.mention_event("can I keep a gift?")
    seen = await town.say(event)
    assert seen.method == "chat.postMessage"
    assert seen.payload["channel"] == "C0OPEN"
    assert seen.payload["thread_ts"] == event["event"]["ts"]


async def test_a_mention_inside_a_thread_is_answered_in_that_thread(town):
    seen = await town.mention("gifts?", thread_ts="17.5")
    assert seen.payload["thread_ts"] == "17.5"


async def test_a_direct_message_is_answered_plainly(town):
    seen = await town.direct("a yard sign")
    assert seen.method == "chat.postMessage"
    assert seen.payload["channel"] == "D0ASKER"
    assert "thread_ts" not in seen.payload
    assert "Say no to elections" in seen.words
    assert "Share in channel" not in buttons(seen.blocks)


async def test_a_press_in_a_private_answer_replaces_it(town):
    first = await town.command("gift")
    second = await town.press(first, wording.MORE)
    assert second.method == "response_url"
    assert second.payload["replace_original"] is True
    assert "A week by the sea." in second.words


async def test_a_press_in_a_direct_message_goes_on_below(town):
    first = await town.direct("gift")
    second = await town.press(first, wording.MORE)
    assert second.method == "chat.postMessage"
    assert "A week by the sea." in second.words


async def test_a_press_on_a_public_answer_is_answered_to_the_person_alone(town):
    first = await town.mention("gift")
    second = await town.press(first, wording.MORE, user="U0OTHER")
    assert second.method == "response_url"
    assert second.payload["response_type"] == "ephemeral"
    assert second.payload["replace_original"] is False
    assert second.payload["thread_ts"] == first.payload["thread_ts"]


async def test_where_slack_does_not_say_who_sees_an_answer_its_message_does(town):
    """Payloads of private answers hold no message; not all say `is_ephemeral`."""

    def unsaid(sent):
        container = town.press_payload(sent, wording.MORE)["container"]
        return {name: value for name, value in container.items() if name != "is_ephemeral"}

    private = await town.command("gift")
    seen = await town.press(private, wording.MORE, container=unsaid(private))
    assert seen.payload["replace_original"] is True
    public = await town.mention("gift")
    seen = await town.press(public, wording.MORE, container=unsaid(public))
    assert seen.payload["replace_original"] is False
    assert seen.payload["response_type"] == "ephemeral"


async def test_a_follow_up_is_understood_from_the_answer_before(town):
    await town.direct("gift")
    seen = await town.direct("what about my spouse?")
    assert seen.blocks[0]["text"]["text"] == "Gifts"


async def test_one_persons_follow_up_is_not_anothers(town):
    await town.command("gift")
    seen = await town.command("what about my spouse?", user_id="U0OTHER")
    assert "I don't know that one" in seen.words


async def test_nothing_typed_is_answered_with_help(town):
    for empty in ("", "   ", "help"):
        seen = await town.command(empty)
        assert "Ask me about ethics at work" in seen.words
    seen = await town.mention("")
    assert "Ask me about ethics at work" in seen.words


async def test_two_close_topics_become_a_question_back(town):
    seen = await town.command("a gift before the vote")
    found = buttons(seen.blocks)
    assert {"Gifts", "Elections", "None of these"} <= set(found)
    assert "Share in channel" not in found


async def test_somebody_too_fast_is_asked_to_wait_and_nobody_else_sees_it(open_town):
    town = await open_town("http", rate_limit=NoLimit(12.0))
    seen = await town.command("gift")
    assert "12 seconds" in seen.words
    seen = await town.mention("gift")
    assert (seen.method, seen.payload["user"]) == ("chat.postEphemeral", USER)
    assert "12 seconds" in seen.words


async def test_a_long_answer_is_continued_behind_a_button_and_loses_nothing(town):
    page = await town.command("document letter")
    pages = [page]
    while "Continue reading" in buttons(pages[-1].blocks):
        pages.append(await town.press(pages[-1], "Continue reading"))
    everything = "".join(page.words for page in pages)
    assert len(pages) > 1
    assert everything.count("Dear ____,") == 900


async def test_what_goes_wrong_is_one_sentence_with_a_number(town, monkeypatch):
    def broken(incoming):
        raise RuntimeError("secret internals")

    monkeypatch.setattr(town.context.answering.guide, "answer", broken)
    for seen in (await town.command("gift"), await town.mention("gift"), await town.direct("x")):
        assert "test000" in seen.words
        assert "secret" not in seen.words
    assert len(town.observed.incidents) == 3


async def test_the_local_contact_is_named_wherever_people_are_sent_to_a_person(town):
    await town.context.workspaces.save(
        "slack:T0TEAM", WorkspaceConfig(contact="Ana *Diaz* <!channel> https://a.example")
    )
    for question in ("qwertyuiop", "contact", "???", "gift"):
        seen = await town.command(question)
        assert len([b for b in seen.blocks if "Ana" in str(b)]) == 1
        assert "<!channel>" not in seen.payload["text"]
    assert "Ana" not in (await town.command("tenet 7")).words
