"""What Slack sends beside the first example of its pages, and what it answers on bad days."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
import pytest

from bot.adapters.slack.ask import message_text
from bot.adapters.slack.request import idempotency_key
from bot.adapters.slack.transport import socket_mode
from bot.handlers.errors import UserFacingError
from bot.handlers.ports import WorkspaceConfig
from bot.handlers.replies import wording
from tests.support.fakes import NoLimit, WorkspacesInMemory
from tests.support.slack.fake_slack import ADMIN, APP_TOKEN, TEAM, USER, FakeSlack
from tests.support.slack.slack_rules import buttons
from tests.support.slack.workspace import SECRET, Town, make_door, serve, signed

RICH = [
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "A vendor brought a "},
                    {"type": "user", "user_id": "U0OTHER"},
                    {"type": "text", "text": "gift", "style": {"bold": True}},
                ],
            }
        ],
    },
    {
        "type": "actions",
        "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Vote"}}],
    },
]


def shortcut(town, **message):
    return {
        "type": "message_action",
        "callback_id": "what_does_the_code_say",
        "team": town.team(),
        "user": {"id": USER, "team_id": TEAM},
        "trigger_id": town.slack.trigger(),
        "channel": {"id": "C0OPEN", "name": "town"},
        "response_url": town.slack.response_url(),
        "message": {"type": "message", "ts": "3.2", **message},
    }


async def pointed_at(town, **message):
    seen = len(town.slack.sent)
    await town.deliver("interactive", shortcut(town, **message))
    return await town.slack.next("response_url", after=seen)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("can I post in <#C0OPEN|council> about it?", "can I post in  council  about it?"),
        ("see <https://a.example|this page>", "see  this page"),
        ("see <https://a.example>", "see  https://a.example"),
        ("<!here> <!subteam^S1|@clerks> gift", "@clerks  gift"),
        ("<@U0BOT> a &lt;gift&gt;", "a <gift>"),
        ("<" * 50, "<" * 50),
    ],
)
def test_slacks_own_marks_are_read_as_people_see_them(typed, read):
    assert message_text.words(typed) == read


def test_a_message_of_blocks_or_attachments_is_read_without_its_buttons():
    assert message_text.message({"text": "", "blocks": RICH}) == "A vendor brought a  gift"
    card = {"fallback": "The same.", "pretext": "New:", "text": "a gift"}
    assert message_text.message({"attachments": [card]}) == "New: a gift"
    assert message_text.message({"attachments": [{"fallback": "a gift"}]}) == "a gift"
    nested = {"type": "section", "text": {"text": "x"}}
    for _ in range(500):
        nested = {"elements": [nested]}
    assert message_text.message({"blocks": [nested]}) == ""
    assert message_text.message({"blocks": "no list", "attachments": None}) == ""


async def test_a_reply_also_sent_to_the_channel_is_answered_once(town):
    seen = await town.direct("gift", subtype="thread_broadcast", thread_ts="5.5")
    assert "Say no to gifts" in seen.words
    assert seen.payload["thread_ts"] == "5.5"
    assert await town.slack.quiet() == []


async def test_a_direct_message_of_blocks_only_is_answered(town):
    assert "Say no to gifts" in (await town.direct("", blocks=RICH)).words


@pytest.mark.parametrize("kind", ["im", None])
async def test_a_mention_in_a_direct_message_is_answered_once(town, kind):
    event = town.direct_event("<@U0BOT> gift", channel_type=kind)
    twin = town.mention_event("gift", channel=event["event"]["channel"], ts=event["event"]["ts"])
    assert "Say no to gifts" in (await town.say(event)).words
    await town.deliver("events_api", twin)
    assert await town.slack.quiet() == []


async def test_what_an_app_writes_for_somebody_is_not_answered(town):
    await town.deliver("events_api", town.direct_event("gift", app_id="A0OTHER"))
    await town.deliver("events_api", town.mention_event("gift", app_id="A0OTHER"))
    assert await town.slack.quiet() == []


async def test_the_shortcut_reads_messages_that_apps_wrote(town):
    assert "Say no to gifts" in (await pointed_at(town, bot_id="B7", text="", blocks=RICH)).words
    attached = [{"fallback": "a vote", "text": "a vote on Monday"}]
    assert "Say no to elections" in (await pointed_at(town, text="", attachments=attached)).words


async def test_the_shortcut_says_so_when_a_message_has_no_words(town):
    assert "no words in that message" in (await pointed_at(town, files=[{"id": "F1"}])).words


async def test_a_form_with_a_field_left_out_is_answered(town):
    payload = {
        "type": "view_submission",
        "team": town.team(),
        "user": {"id": USER, "team_id": TEAM},
        "trigger_id": town.slack.trigger(),
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "ask",
            "state": {"values": {"question": {"question": {"value": "gift"}}}},
        },
    }
    ack = await town.deliver("interactive", payload)
    assert ack["response_action"] == "update"
    payload["view"]["state"] = {"values": {}}
    payload["trigger_id"] = town.slack.trigger()
    assert (await town.deliver("interactive", payload))["response_action"] == "errors"


async def test_an_answer_in_a_form_can_be_copied_to_the_direct_messages(town):
    await town.command("ask")
    opened = town.slack.sent[-1]
    values = {"question": {"question": {"value": "gift"}}}
    payload = {
        "type": "view_submission",
        "team": town.team(),
        "user": {"id": USER, "team_id": TEAM},
        "view": {**opened.view, "id": "V1", "state": {"values": values}},
    }
    view = (await town.deliver("interactive", payload))["view"]
    press = {
        "type": "block_actions",
        "team": town.team(),
        "user": {"id": USER, "team_id": TEAM},
        "trigger_id": town.slack.trigger(),
        "view": {**view, "id": "V0OPEN"},
        "container": {"type": "view", "view_id": "V0OPEN"},
        "actions": [{**buttons(view["blocks"])["Send me a copy"], "action_ts": "1.1"}],
    }
    await town.deliver("interactive", press)
    copy = await town.slack.next("chat.postMessage")
    assert copy.payload["channel"] == USER
    after = await town.slack.next("views.update")
    assert "A copy is in your direct messages" in after.words
    assert "Send me a copy" not in buttons(after.view["blocks"])


async def test_requests_that_nothing_names_are_each_answered(town):
    answer = await town.command("gift")
    nameless = town.press_payload(answer, wording.MORE)
    del nameless["trigger_id"], nameless["actions"][0]["action_ts"]
    assert idempotency_key({"type": "block_actions"}) != idempotency_key({"type": "block_actions"})
    address = nameless.pop("response_url")
    assert idempotency_key(nameless) != idempotency_key(nameless)
    assert idempotency_key({**nameless, "response_url": address}) == idempotency_key(
        {**nameless, "response_url": address}
    )
    event = {"event": {"type": "app_home_opened"}}
    assert idempotency_key(event) != idempotency_key(event)


async def test_a_vote_in_a_direct_message_is_thanked_for_below_it(town):
    thanks = await town.press(await town.direct("gift"), "Helpful")
    assert (thanks.method, thanks.payload["channel"]) == ("chat.postMessage", "D0ASKER")
    assert "Thank you" in thanks.words


async def test_a_shared_answer_names_who_shared_it_to_screen_readers_too(town):
    posted = await town.press(await town.command("gift"), "Share in channel")
    assert posted.payload["text"].startswith(f"Shared by <@{USER}>")


# --- bodies that are none --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("[]", "application/json"),
        ("null", "application/json"),
        ("7", "application/json"),
        ("{", "application/json"),
        ('{"type": "event_callback", "event": null}', "application/json"),
        ("payload=null", "application/x-www-form-urlencoded"),
        ("payload=[]", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_body_that_is_no_request_is_refused_and_never_a_crash(open_town, body, kind):
    town = await open_town("http")
    url = f"{town.url}/slack/events"
    async with aiohttp.ClientSession() as http:
        for headers in ({}, signed(body, SECRET)):
            every = {"Content-Type": kind, **headers}
            async with http.post(url, data=body, headers=every) as response:
                assert response.status >= 400
                assert "Internal Server Error" not in await response.text()
    assert "gifts" in (await town.command("gift")).words


async def test_a_request_that_comes_while_the_door_opens_is_answered():
    async with FakeSlack() as slack:
        door = make_door(slack)
        url, stop = await serve(door.routes())
        town = Town(slack, door, url)
        early = asyncio.create_task(town.command("gift"))
        await asyncio.sleep(0.2)
        await door.start()
        assert "gifts" in (await early).words
        await door.stop()
        status, _ = await town.post("events_api", town.mention_event("gift"))
        assert status == 503
        await town.close()
        await stop()


async def test_an_event_with_something_missing_is_one_incident(town):
    failed = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failed.append(context))
    await town.deliver("events_api", town.event({"type": "app_home_opened", "tab": "home"}))
    async with asyncio.timeout(3):
        while not town.observed.incidents:  # noqa: ASYNC110 - nothing is sent to wait for
            await asyncio.sleep(0.02)
    await town.slack.quiet(0.1)
    assert [type(error) for error in town.observed.incidents] == [KeyError]
    assert failed == []


# --- bad days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        (429, {"Retry-After": "30"}, {"ok": False, "error": "ratelimited"}),
        (500, {}, "<html>Oops</html>"),
        (200, {}, {"ok": False, "error": "feature_not_enabled"}),
    ],
)
async def test_an_answer_waits_for_no_working_status_that_fails(open_town, answer):
    town = await open_town("http", agent_view=True)
    town.slack.fail("agents.sessions.setStatus", answer)
    seen = len(town.slack.sent)
    await town.deliver("events_api", town.direct_event("gift"))
    sent = await town.slack.next("chat.postMessage", after=seen, within=3)
    assert "Say no to gifts" in sent.words
    cleared = await town.slack.next("agents.sessions.setStatus", after=seen)
    assert cleared.payload["status"] == "active"
    assert [s.method for s in town.slack.sent].count("chat.postMessage") == 1


class Hanging(WorkspacesInMemory):
    """A database that does not answer."""

    async def config(self, workspace):
        await asyncio.sleep(60)


async def test_an_unknown_question_is_answered_in_time_without_the_database(open_town):
    town = await open_town("http", workspaces=Hanging())
    seen = await town.command("fiddlesticks")
    assert "Whom to contact" in buttons(seen.blocks)
    assert [type(error) for error in town.observed.incidents] == [TimeoutError]


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
@pytest.mark.parametrize(
    "answers",
    [[(503, {}, "<html>Oops</html>")] * 4, [(200, {}, {"ok": False, "error": "internal_error"})]],
)
async def test_a_slack_that_is_not_well_at_the_start_is_tried_again(method, answers, monkeypatch):
    monkeypatch.setattr("bot.adapters.slack.transport.web_api._wait", lambda *_: 0.0)
    async with FakeSlack() as slack:
        slack.fail(method, *answers)
        door = make_door(slack, app_token=APP_TOKEN, signing_secret="")
        with pytest.raises(UserFacingError, match="not well") as caught:
            await door.start()
        assert caught.value.passing
        await door.start()
        await door.stop()


def test_the_sockets_address_is_in_no_log(caplog):
    # The shipped process lets this logger say nothing at all; another level may be set again.
    logger = socket_mode._logger()
    with caplog.at_level(logging.ERROR, logger=logger.name):
        logger.error("Failed (url='%s'); Retrying", "wss://a.example/link/?ticket=s3cret")
    assert "Retrying" in caplog.text
    assert "s3cret" not in caplog.text


class Away(WorkspacesInMemory):
    """A database that is not there."""

    async def config(self, workspace):
        raise OSError("no database")


async def test_the_home_tab_shows_the_topics_without_the_database(open_town):
    town = await open_town("http", workspaces=Away())
    seen = await _home(town, USER)
    assert {"Gifts", "Training", "Whom to contact"} <= set(buttons(seen.view["blocks"]))
    assert "cannot count your votes" in seen.words
    assert [type(error) for error in town.observed.incidents] == [OSError]


async def test_whoever_slack_cannot_be_asked_about_is_nobody_special(open_town):
    town = await open_town("http")
    town.slack.fail("users.info", *[(200, {}, None)] * 4)
    seen = await _home(town, ADMIN)
    assert "Settings for this workspace" not in seen.words
    assert "there is nothing at all" in seen.words


async def test_a_press_that_comes_too_fast_or_fails_takes_no_answer_away(open_town):
    limit = NoLimit()
    town = await open_town("http", rate_limit=limit)
    answer = await town.command("gift")
    limit.wait = 3
    slow = await town.press(answer, wording.MORE)
    assert "again in 3 seconds" in slow.words
    assert slow.payload["replace_original"] is False
    limit.wait = 0
    broken = town.press_payload(answer, "Share in channel")
    broken["actions"][0]["value"] = "not ours"
    seen = len(town.slack.sent)
    await town.deliver("interactive", broken)
    said = await town.slack.next("response_url", after=seen)
    assert "older version" in said.words
    assert said.payload["replace_original"] is False


async def test_whoever_is_too_fast_is_told_when_to_go_on(open_town):
    assert "again in a second." in (await open_town_too_fast(open_town, 0.4)).words
    assert "again in 7 seconds." in (await open_town_too_fast(open_town, 7)).words


async def open_town_too_fast(open_town, wait):
    town = await open_town("http", rate_limit=NoLimit(wait))
    return await town.command("gift")


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
@pytest.mark.parametrize(("late", "alive", "gone"), [(60, True, False), (60, False, True)])
async def test_an_old_farewell_harms_no_workspace_that_is_there_again(
    open_town, kind, late, alive, gone
):
    town = await open_town("http")
    event = town.event({"type": kind, "tokens": {"bot": ["U0BOT"]}})
    event["event_time"] -= late
    if not alive:
        town.slack.revoke(TEAM)
    await town.deliver("events_api", event)
    await town.slack.quiet(0.3)
    assert town.context.workspaces.deleted == (["slack:T0TEAM"] if gone else [])


async def test_a_farewell_deletes_what_was_kept(town):
    event = town.event({"type": "app_uninstalled"})
    event["event_time"] += 2
    await town.deliver("events_api", event)
    await town.slack.quiet(0.3)
    assert town.context.workspaces.deleted == ["slack:T0TEAM"]


# --- the first days --------------------------------------------------------------------------


async def _home(town, user):
    event = town.event({"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"})
    return await town.say(event)


async def test_until_a_contact_is_named_admins_see_the_settings_first(town):
    words = (await _home(town, ADMIN)).words
    assert "Everybody can ask already." in words
    assert words.index("Settings for this workspace") < words.index("Tenet of the day")
    await town.context.workspaces.save("slack:T0TEAM", WorkspaceConfig("Ana, ext. 5"))
    words = (await _home(town, ADMIN)).words
    assert "Everybody can ask already." not in words
    assert words.index("Settings for this workspace") > words.index("Tenet of the day")
    assert "your Slack id" in words
    assert "Settings for this workspace" not in (await _home(town, USER)).words
