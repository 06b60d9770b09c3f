"""Asking without a command: the form, shortcuts, topic search, and the Home tab."""

from __future__ import annotations

import pytest

from bot.handlers.ports import WorkspaceConfig
from bot.handlers.replies import wording
from tests.support.slack.fake_slack import ADMIN, TEAM, USER
from tests.support.slack.slack_rules import buttons, check_option, check_view, words


def _from_user(town, user=USER, **more):
    return {
        "team": town.team(),
        "user": {"id": user, "team_id": TEAM},
        "trigger_id": town.slack.trigger(),
        **more,
    }


def _submission(town, view, values, user=USER):
    return _from_user(
        town, user, type="view_submission", view={**view, "id": "V1", "state": {"values": values}}
    )


def _asked(question=None, topic=None):
    option = {"value": topic, "text": {"type": "plain_text", "text": "x"}} if topic else None
    return {
        "question": {"question": {"type": "plain_text_input", "value": question}},
        "topic": {"topic": {"type": "external_select", "selected_option": option}},
    }


async def test_the_command_ask_opens_the_form(town):
    opened = await town.command("ask")
    assert opened.method == "views.open"
    assert opened.view["callback_id"] == "ask"


async def test_ask_followed_by_more_is_a_question(town):
    seen = await town.command("ask my vendor for a gift")
    assert "Say no to gifts" in seen.words


async def test_the_topic_chosen_in_the_form_counts_before_the_conversation(town):
    async def submitted(question, topic=None):
        opened = await town.command("ask")
        form = _submission(town, opened.view, _asked(question, topic))
        return (await town.deliver("interactive", form))["view"]["blocks"][0]["text"]["text"]

    assert await submitted("gift") == "Gifts"
    assert await submitted("what about my spouse?") == "Gifts"
    assert await submitted("what about my spouse?", "topic:elections") == "Elections"


async def test_the_global_shortcut_opens_the_form(town):
    payload = _from_user(town, type="shortcut", callback_id="ask_ethics")
    await town.deliver("interactive", payload)
    assert (await town.slack.next("views.open")).view["callback_id"] == "ask"


async def test_topics_are_found_while_typing(town):
    async def options(value):
        payload = _from_user(
            town,
            type="block_suggestion",
            action_id="topic",
            block_id="topic",
            value=value,
            view={"type": "modal", "id": "V1"},
            container={"type": "view", "view_id": "V1"},
        )
        answer = await town.deliver("interactive", payload)
        for option in answer["options"]:
            check_option(option)
        return [option["value"] for option in answer["options"]]

    assert (await options("ele"))[0] == "topic:elections"
    assert len(await options("")) == 3
    assert len(await options("<!channel> \u202e" * 50)) <= 100


@pytest.mark.parametrize(
    ("question", "topic", "expected"),
    [
        ("a gift came", None, "Say no to gifts"),
        (None, "topic:elections", "Say no to elections"),
        ("what about my spouse", "topic:gifts", "A week by the sea."),
    ],
)
async def test_the_form_turns_into_the_answer(town, question, topic, expected):
    opened = await town.command("ask")
    answer = await town.deliver(
        "interactive", _submission(town, opened.view, _asked(question, topic))
    )
    assert answer["response_action"] == "update"
    check_view(answer["view"])
    assert expected in words(answer["view"]["blocks"])


async def test_an_empty_form_is_asked_again(town):
    opened = await town.command("ask")
    answer = await town.deliver("interactive", _submission(town, opened.view, _asked("  ")))
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"question"}


async def test_a_conversation_goes_on_inside_the_modal(town):
    opened = await town.command("ask")
    submitted = _submission(town, opened.view, _asked("a gift"))
    answer = await town.deliver("interactive", submitted)
    opened.payload["view"] = answer["view"]
    second = await town.press(opened, wording.MORE)
    assert second.method == "views.update"
    assert second.payload["view_id"] == "V0OPEN"
    thanks = await town.press(second, "Helpful")
    assert "Thank you" in thanks.words
    assert town.votes.cast_votes == {("slack:T0TEAM", USER, "more:gifts"): True}


async def test_the_message_shortcut_answers_privately_in_the_thread(town):
    payload = _from_user(
        town,
        type="message_action",
        callback_id="what_does_the_code_say",
        channel={"id": "C0OPEN", "name": "town"},
        response_url=town.slack.response_url(),
        message={
            "type": "message",
            "user": "U0OTHER",
            "ts": "3.2",
            "thread_ts": "3.1",
            "text": "I got tickets &amp; <@U0OTHER|Bob> too",
        },
    )
    await town.deliver("interactive", payload)
    seen = await town.slack.next("response_url")
    assert seen.payload["response_type"] == "ephemeral"
    assert seen.payload["thread_ts"] == "3.1"
    assert "Say no to gifts" in seen.words


async def _home(town, user=USER):
    event = town.event(
        {
            "type": "app_home_opened",
            "user": user,
            "channel": "D0ASKER",
            "tab": "home",
            "event_ts": town.slack.ts(),
        }
    )
    return await town.say(event)


async def test_the_home_tab_shows_the_day_the_topics_and_what_is_kept(town):
    seen = await _home(town)
    assert seen.method == "views.publish"
    assert "Tenet of the day" in seen.words
    assert "there is nothing at all" in seen.words
    assert {"Ask a question", "Gifts", "Training", "Whom to contact"} <= set(
        buttons(seen.view["blocks"])
    )
    assert "Settings for this workspace" not in seen.words
    assert "confirm" in buttons(seen.view["blocks"])["Forget me"]


async def test_a_topic_picked_on_the_home_tab_opens_as_a_modal(town):
    opened = await town.press(await _home(town), "Gifts")
    assert opened.method == "views.open"
    assert "Say no to gifts" in opened.words


async def test_ask_on_the_home_tab_opens_the_form(town):
    opened = await town.press(await _home(town), "Ask a question")
    assert opened.view["callback_id"] == "ask"


async def test_votes_are_shown_and_forgotten_on_the_home_tab(town):
    await town.votes.cast("slack:T0TEAM", USER, "topic:gifts", helpful=True)
    seen = await _home(town)
    assert "One vote" in seen.words
    after = await town.press(seen, "Forget me")
    assert after.method == "views.publish"
    assert "nothing at all" in after.words


async def test_admins_name_a_local_contact_and_who_else_may(town):
    seen = await _home(town, ADMIN)
    assert "Settings for this workspace" in seen.words
    opened = await town.press(seen, "Change", user=ADMIN)
    values = {
        "contact": {"contact": {"value": "Ana\nDiaz, ext. 5 <!here>"}},
        "who": {"who": {"selected_users": ["U0CLERK"]}},
    }
    before = len(town.slack.sent)
    await town.deliver("interactive", _submission(town, opened.view, values, ADMIN))
    await town.slack.next("views.publish", after=before)
    assert await town.context.workspaces.config("slack:T0TEAM") == WorkspaceConfig(
        "Ana Diaz, ext. 5 <!here>", frozenset({"U0CLERK"})
    )
    assert "Settings for this workspace" in (await _home(town, "U0CLERK")).words
    assert "Ana Diaz" in (await town.command("contact")).words


async def test_nobody_else_saves_settings_even_with_a_forged_form(town):
    view = {"type": "modal", "callback_id": "settings", "blocks": []}
    values = {"contact": {"contact": {"value": "Mallory"}}, "who": {"who": {"selected_users": []}}}
    await town.deliver("interactive", _submission(town, view, values))
    seen = await town.slack.next("views.publish")
    assert "Only workspace admins" in seen.words
    assert town.context.workspaces.configs == {}


async def test_the_agent_view_offers_prompts_and_always_clears_its_status(open_town):
    town = await open_town("http", agent_view=True)
    event = town.event(
        {
            "type": "app_home_opened",
            "user": USER,
            "channel": "D0ASKER",
            "tab": "messages",
            "event_ts": "1.1",
        }
    )
    assert (await town.say(event)).method == "assistant.threads.setSuggestedPrompts"
    before = len(town.slack.sent)
    await town.direct("gift")
    await town.slack.quiet()
    told = [(s.method, s.payload.get("status")) for s in town.slack.sent[before:]]
    assert told == [
        ("agents.sessions.setStatus", "processing"),
        ("chat.postMessage", None),
        ("agents.sessions.setStatus", "active"),
    ]
    town.slack.fail("chat.postMessage", (200, {}, {"ok": False, "error": "fatal_error"}))
    before = len(town.slack.sent)
    await town.direct("gift")
    await town.slack.quiet()
    assert town.slack.sent[-2].payload.get("status") == "active" or (
        town.slack.sent[-1].payload.get("status") == "active"
    )


async def test_without_the_agent_view_opening_the_messages_tab_says_nothing(town):
    event = town.event(
        {
            "type": "app_home_opened",
            "user": USER,
            "channel": "D0ASKER",
            "tab": "messages",
            "event_ts": "1.1",
        }
    )
    await town.deliver("events_api", event)
    assert await town.slack.quiet() == []
