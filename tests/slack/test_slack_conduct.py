"""What every door must be: deaf to itself and to bots, safe with hostile text, exactly once."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from bot.handlers.errors import UserFacingError
from bot.handlers.replies import wording
from tests.support.slack.fake_slack import APP_TOKEN, BOT_ID, BOT_USER
from tests.support.slack.slack_rules import PING, words
from tests.support.slack.workspace import SECRET, Town, make_door, serve, signed

HOSTILE = [
    "",
    " ",
    "\n\t\r",
    "😀😀",
    "@everyone @here",
    "<!channel> <!here|x> <!subteam^S1>",
    "<@U0OTHER> <#C0OPEN|town>",
    "<https://evil.example|click>",
    "'; DROP TABLE votes; --",
    "<script>alert(1)</script>",
    "\u202egnp.exe\u200b\u0000\x07",
    "*bold* _it_ ~no~ `x` ```y```",
    "&lt;!channel&gt; &amp;amp;",
    "a" * 10_000,
    "gift " * 2_000,
    "%s {0} {{x}}",
    "tenet 99999999999999999999",
    "topic:gifts",
    "go:share",
]


@pytest.mark.parametrize(
    "ignored",
    [
        {"bot_id": BOT_ID},
        {"bot_id": "B0OTHER"},
        {"bot_profile": {"id": "B1"}},
        {"user": BOT_USER},
        {"user": "USLACKBOT"},
        {"subtype": "bot_message"},
        {"subtype": "message_changed", "hidden": True},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1", "ts": "1.2"}},
    ],
)
async def test_bots_itself_edits_and_previews_are_never_answered(town, ignored):
    for event in (town.mention_event("gift", **ignored), town.direct_event("gift", **ignored)):
        await town.deliver("events_api", event)
    unfurl = {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D0ASKER",
        "channel_type": "im",
        "ts": "1.1",
        "event_ts": "1.1",
        "message": {"user": "U0ASKER", "text": "gift"},
    }
    await town.deliver("events_api", town.event(unfurl))
    assert await town.slack.quiet(0.1) == []
    assert town.observed.incidents == []


async def test_a_message_in_a_channel_that_does_not_name_it_is_not_answered(town):
    event = town.direct_event("gift", channel_type="channel", channel="C0OPEN")
    await town.deliver("events_api", event)
    assert await town.slack.quiet(0.1) == []


async def test_events_nobody_handles_are_acknowledged_and_nothing_more(town):
    await town.deliver("events_api", town.event({"type": "channel_rename", "channel": {}}))
    await town.deliver(
        "interactive",
        {
            "type": "block_actions",
            "team": town.team(),
            "user": {"id": "U1"},
            "trigger_id": "t",
            "actions": [{"action_id": "a_link", "type": "button", "action_ts": "1"}],
            "container": {"type": "message"},
        },
    )
    assert await town.slack.quiet(0.1) == []


async def test_hostile_text_gets_a_kind_answer_and_never_comes_back(town):
    asked = [ask(text) for text in HOSTILE for ask in (town.command, town.direct, town.mention)]
    for seen in [await one for one in asked]:
        assert not PING.search(json.dumps(seen.payload))
        assert "evil.example" not in words(seen.blocks)
        assert "DROP TABLE" not in json.dumps(seen.payload)
    assert town.observed.incidents == []


async def test_a_redelivered_event_is_answered_once(town):
    event = town.mention_event("gift")
    await town.say(event)
    for n, reason in ((1, "http_timeout"), (2, "http_timeout"), (3, "http_error")):
        retry = {"X-Slack-Retry-Num": str(n), "X-Slack-Retry-Reason": reason}
        await town.deliver("events_api", event, retry)
    assert await town.slack.quiet(0.2) == []
    assert town.observed.redeliveries == ["slack"] * 3


async def test_a_retry_whose_first_delivery_never_arrived_is_answered(town):
    event = town.mention_event("gift")
    await town.deliver("events_api", event, {"X-Slack-Retry-Num": "1"})
    assert (await town.slack.next("chat.postMessage")).words


async def test_a_redelivered_press_or_command_is_answered_once(town):
    answer = await town.command("gift")
    payload = town.press_payload(answer, wording.MORE)
    for _ in range(3):
        await town.deliver("interactive", payload)
    await town.slack.next("response_url", after=1)
    assert await town.slack.quiet(0.2) == []


async def test_two_replicas_answer_one_event_once(open_town):
    first = await open_town("http")
    second = await open_town("http", idempotency=first.idempotency)
    event = first.mention_event("gift")
    await asyncio.gather(first.deliver("events_api", event), second.deliver("events_api", event))
    await first.slack.next("chat.postMessage")
    assert await first.slack.quiet(0.2) == []
    assert len(first.slack.sent) == 1


async def test_without_the_database_people_still_get_their_answer_once(open_town):
    class Broken:
        async def claim(self, key, keep):
            raise OSError("database gone")

    town = await open_town("http", idempotency=Broken())
    event = town.mention_event("gift")
    await town.say(event)
    await town.deliver("events_api", event)
    assert await town.slack.quiet(0.2) == []


async def test_too_many_requests_are_sent_again_after_the_time_slack_names(town):
    busy = (429, {"Retry-After": "1"}, {"ok": False, "error": "ratelimited"})
    for method, ask in (("response_url", town.command), ("chat.postMessage", town.direct)):
        town.slack.fail(method, busy)
        began = time.monotonic()
        assert "gifts" in (await ask("gift")).words
        assert time.monotonic() - began >= 1
    assert town.observed.limits == ["slack", "slack"]


async def test_a_server_fault_is_tried_again(town):
    fault = (503, {}, {"ok": False, "error": "service_unavailable"})
    for method, ask in (("response_url", town.command), ("chat.postMessage", town.direct)):
        town.slack.fail(method, fault)
        assert "gifts" in (await ask("gift")).words
    assert town.observed.incidents == []


@pytest.mark.parametrize(
    ("kind", "status"),
    [("right", 200), ("wrong", 401), ("missing", 401), ("stale", 401), ("nonsense", 401)],
)
async def test_only_fresh_requests_signed_by_slack_are_taken(open_town, kind, status):
    town = await open_town("http")
    sign = {
        "right": signed,
        "wrong": lambda body: signed(body, "another secret"),
        "missing": lambda body: {},
        "stale": lambda body: signed(body, at=time.time() - 600),
        "nonsense": lambda body: {"X-Slack-Request-Timestamp": "x", "X-Slack-Signature": "v0=1"},
    }[kind]
    assert (await town.post("events_api", town.mention_event("gift"), sign=sign))[0] == status
    assert len(await town.slack.quiet(0.1)) == (status == 200)


async def test_slack_verifies_the_address(open_town):
    town = await open_town("http")
    status, text = await town.post(
        "events_api", {"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"}
    )
    assert (status, json.loads(text)) == (200, {"challenge": "3eZbrw1a"})


async def test_broken_bodies_are_refused_without_an_incident(open_town):
    town = await open_town("http")
    for body, expected in ((b"\xff\xfe", 400), (b"x" * 1_020_000, 413), (b"{", 400)):
        url = f"{town.url}/slack/events"
        async with town._http.post(url, data=body) as response:
            assert response.status == expected
    assert town.observed.incidents == []


async def test_stopping_finishes_the_answers_in_hand_and_takes_no_more(slack):
    door = make_door(slack)
    await door.start()
    url, stop = await serve(door.routes())
    town = Town(slack, door, url)
    slack.fail("chat.postMessage", (429, {"Retry-After": "1"}, {"ok": False}))
    await town.deliver("events_api", town.mention_event("gift"))
    await asyncio.sleep(0.1)
    stopping = asyncio.create_task(door.stop())
    await asyncio.sleep(0.1)
    assert (await town.post("events_api", town.mention_event("gift")))[0] == 503
    assert not door.health().ready or len(door.context.in_flight)
    await stopping
    assert [s.method for s in slack.sent] == ["chat.postMessage"]
    assert not door.health().ready
    await door.stop()
    await town.close()
    await stop()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"bot_token": "xoxb-wrong"}, "SLACK_BOT_TOKEN"),
        ({"bot_token": ""}, "SLACK_BOT_TOKEN"),
        ({"signing_secret": ""}, "SLACK_SIGNING_SECRET"),
        ({"app_token": "xapp-wrong"}, "SLACK_APP_TOKEN"),
        ({"client_id": "1.2"}, "SLACK_CLIENT_SECRET"),
        ({"api_url": "http://127.0.0.1:9/api/"}, "SLACK_API_URL"),
    ],
)
async def test_a_missing_or_wrong_setting_is_named_in_a_sentence(slack, more, named):
    door = make_door(slack, **more)
    with pytest.raises(UserFacingError, match=named) as problem:
        await door.start()
    assert "xoxb-wrong" not in str(problem.value)
    assert not door.health().ready
    await door.stop()


async def test_nothing_typed_reaches_the_logs(town, caplog):
    caplog.set_level("DEBUG")
    for ask in (town.command, town.direct, town.mention):
        await ask("my unforgettable secret gift")
    assert "unforgettable" not in caplog.text
    assert "xoxb-test" not in caplog.text
    assert SECRET not in caplog.text
    assert APP_TOKEN not in caplog.text
