"""The daily post in Slack: set up by words, by form and from the Home tab; sent and found again."""

from __future__ import annotations

import json
import time
from datetime import date
from datetime import time as at

import pytest
from fake_slack import ADMIN, BOT_TOKEN, TEAM, USER
from fakes import Observed
from little import little_guide
from slack_rules import buttons, check_view, words
from slack_sdk.http_retry.builtin_async_handlers import AsyncServerErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.daily import SlackPosts
from bot.adapters.slack.daily_admin import feature
from bot.daily.content import post_for
from bot.daily.start import daily_post
from bot.handlers.posting import (
    Absent,
    CannotTell,
    Refused,
    RetryLater,
    Schedule,
    Sent,
    Unsure,
    post_key,
)
from bot.store import open_store
from tests.daily.posting import Watched

HERE = f"slack:{TEAM}:C0OPEN"
MONDAY = 1_795_428_000.0  # 23 November 2026, 5 a.m. in New York
KEY = "0123456789abcdef01234567"


@pytest.fixture
async def daily(tmp_path):
    """The daily post on a store of its own, early on a Monday."""
    store = await open_store("", tmp_path, [])
    yield daily_post(store=store, guide=little_guide(), watch=Watched(), clock=lambda: MONDAY)
    await store.close()


@pytest.fixture
async def town(open_town, daily):
    town = await open_town("http", features=[feature(daily.desk)])
    daily.senders["slack"] = SlackPosts(client_for=town.door.client_for, observer=Observed())
    return town


async def ordered(town, text, user=ADMIN):
    """/ethics daily …: what the person is told, past the line that checks the channel."""
    seen = len(town.slack.sent)
    await town.deliver(
        "slash_commands",
        {
            "command": "/ethics", "text": f"daily {text}".strip(), "team_id": TEAM, "user_id": user,
            "channel_id": "C0OPEN", "response_url": town.slack.response_url(),
            "trigger_id": town.slack.trigger(), "is_enterprise_install": "false",
        },
    )  # fmt: skip
    return await town.slack.next("response_url", after=seen)


async def test_a_sentence_sets_it_up_and_says_the_next_three_posts(town, daily):
    told = await ordered(town, "9:00 weekdays in Chicago")
    assert "Daily post saved" in told.words
    assert "every weekday at 9:00 a.m., America/Chicago time" in told.words
    for day in ("Monday 23 November 2026 at 9:00 a.m. – Tenet 1", "Tuesday 24", "Wednesday 25"):
        assert day in told.words
    assert (await daily.desk.schedule(HERE)).set_by == ADMIN


async def test_the_channel_is_tried_before_anything_is_promised(town, daily):
    town.slack.fail("chat.postEphemeral", (200, {}, {"ok": False, "error": "not_in_channel"}))
    told = await ordered(town, "9:00 weekdays")
    assert "I am not a member of the channel. Invite the app" in told.words
    assert await daily.desk.schedule(HERE) is None


async def test_bad_input_gets_one_sentence_and_saves_nothing(town, daily):
    told = await ordered(town, "25:30 weekdays")
    assert "“25:30” is not a time of day. Did you mean 11:30 p.m.?" in told.words
    assert await daily.desk.schedule(HERE) is None


async def test_only_those_who_may_configure_may(town, daily):
    told = await ordered(town, "9:00 weekdays", user=USER)
    assert "Daily post saved" not in told.words
    assert await daily.desk.schedule(HERE) is None


async def test_another_channel_can_be_named(town, daily):
    await ordered(town, "9:00 weekdays in <#C0OTHER|general>")
    assert await daily.desk.schedule(f"slack:{TEAM}:C0OTHER") is not None


async def test_pause_resume_status_preview_and_off(town):
    await ordered(town, "9:00 weekdays")
    paused = await ordered(town, "pause until 2 December")
    assert "Paused until Wednesday 2 December 2026." in paused.words
    assert "Wednesday 2 December 2026 at 9:00 a.m." in paused.words
    assert "Monday 23 November 2026" in (await ordered(town, "resume")).words
    status = await ordered(town, "status")
    assert "Nothing has been posted here yet." in status.words
    preview = await ordered(town, "preview")
    assert preview.payload["response_type"] == "ephemeral"
    assert "Tenet of the day" in preview.words
    assert "Nothing more will be posted here." in (await ordered(town, "off")).words
    assert "No daily post is set" in (await ordered(town, "status")).words


async def opened(town, daily):
    seen = len(town.slack.sent)
    await town.deliver(
        "slash_commands",
        {
            "command": "/ethics", "text": "daily", "team_id": TEAM, "user_id": ADMIN,
            "channel_id": "C0OPEN", "response_url": town.slack.response_url(),
            "trigger_id": town.slack.trigger(), "is_enterprise_install": "false",
        },
    )  # fmt: skip
    return (await town.slack.next("views.open", after=seen)).view


def submission(town, view, **changed):
    values = {
        "daily_channel": {"selected_conversation": "C0OPEN"},
        "daily_at": {"selected_time": "08:30"},
        "daily_zone": {"selected_option": {"value": "America/Denver"}},
        "daily_days": {"selected_options": [{"value": "0"}, {"value": "3"}]},
        "daily_holidays": {"value": "US-CO"},
        "daily_style": {"selected_option": {"value": "tenet"}},
        "daily_tenet": {"selected_option": {"value": "4"}},
    } | changed
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "town"},
        "user": {"id": ADMIN, "team_id": TEAM},
        "trigger_id": town.slack.trigger(),
        "view": {
            **view, "id": "V1",
            "state": {"values": {name: {name: value} for name, value in values.items()}},
        },
    }  # fmt: skip


async def test_the_form_opens_with_what_is_set_and_saves_what_is_filled_in(town, daily):
    view = await opened(town, daily)
    assert view["callback_id"] == "daily"
    answer = await town.deliver("interactive", submission(town, view))
    check_view(answer["view"])
    assert "every Monday and Thursday at 8:30 a.m., America/Denver time" in words(
        answer["view"]["blocks"]
    )
    known = await daily.desk.schedule(HERE)
    assert (known.position, known.holidays) == (3, "US-CO")
    again = await opened(town, daily)
    assert "08:30" in json.dumps(again)


async def test_what_is_wrong_in_the_form_is_said_beside_its_field(town, daily):
    view = await opened(town, daily)
    wrong = submission(
        town, view, daily_holidays={"value": "ZZ"}, daily_days={"selected_options": []}
    )
    answer = await town.deliver("interactive", wrong)
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"daily_holidays", "daily_days"}
    assert await daily.desk.schedule(HERE) is None


async def test_time_zones_are_found_while_typing(town):
    found = await town.deliver(
        "interactive",
        {
            "type": "block_suggestion", "action_id": "daily_zone", "block_id": "daily_zone",
            "value": "denv", "team": {"id": TEAM}, "user": {"id": ADMIN, "team_id": TEAM},
            "view": {"type": "modal", "id": "V1"},
        },
    )  # fmt: skip
    assert [option["value"] for option in found["options"]] == ["America/Denver"]


async def test_the_home_tab_lists_the_channels_for_an_admin(town):
    await ordered(town, "9:00 weekdays")
    seen = len(town.slack.sent)
    event = {"type": "app_home_opened", "user": ADMIN, "tab": "home", "channel": "D1"}
    await town.deliver("events_api", town.event(event))
    home = await town.slack.next("views.publish", after=seen)
    assert "a tenet every weekday at 9:00 a.m." in home.words
    assert "Change or add one" in buttons(home.view["blocks"])


# --- sending ---------------------------------------------------------------------------------


@pytest.fixture
async def posts(slack, daily):
    async def client_for(_):
        # As patient as the door's own client is with answers to people.
        patient = [AsyncServerErrorRetryHandler(max_retry_count=1)]
        return AsyncWebClient(
            token=BOT_TOKEN, base_url=slack.api_url, timeout=2, retry_handlers=patient
        )

    return SlackPosts(client_for=client_for, observer=Observed())


async def made(daily, position=3):
    return Schedule(HERE, "UTC", at(9), set_by=ADMIN), post_for(daily.desk.guide, "tenet", position)


async def test_a_post_carries_its_key_where_people_do_not_see_it(slack, posts, daily):
    schedule, reply = await made(daily)
    assert isinstance(await posts.post(schedule, reply, KEY), Sent)
    sent = await slack.next("chat.postMessage")
    assert sent.payload["metadata"]["event_payload"] == {"key": KEY}
    assert KEY not in sent.words
    assert "Tenet 4" in sent.words
    assert list(buttons(sent.blocks))[:2] == ["Ask about this", "Why it matters"]


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (429, {"Retry-After": "7"}, {"ok": False, "error": "ratelimited"}, RetryLater),
        (200, {}, {"ok": False, "error": "is_archived"}, Refused),
        (200, {}, {"ok": False, "error": "token_revoked"}, RetryLater),
        (200, {}, {"ok": False, "error": "internal_error"}, Unsure),
        (503, {}, {"ok": False}, Unsure),
        (200, {}, {"ok": False, "error": "invalid_blocks"}, Refused),
    ],
)
async def test_each_end_of_a_post_has_its_name(  # noqa: PLR0917 - a table of cases
    slack, posts, daily, status, headers, body, kind
):
    slack.fail("chat.postMessage", (status, headers, body))
    outcome = await posts.post(*await made(daily), KEY)
    assert isinstance(outcome, kind)
    if kind is RetryLater and status == 429:
        assert outcome.seconds == 7
    if body.get("error") == "is_archived":
        assert outcome.disable
    if body.get("error") == "invalid_blocks":
        assert not outcome.disable
    assert slack.sent == []  # the SDK did not try again by itself


async def test_a_post_is_found_by_its_key_and_by_nothing_else(slack, posts, daily):
    schedule, _ = await made(daily)
    mine = {"event_type": "ethics_daily_post", "event_payload": {"key": KEY}}
    other = {**mine, "event_payload": {"key": post_key("x", date(2026, 11, 24))}}
    history = [{"ts": "2.0"}, {"ts": "1.5", "metadata": other}, {"ts": "1.0", "metadata": mine}]
    slack.fail("conversations.history", (200, {}, {"ok": True, "messages": history}))
    assert await posts.find(schedule, KEY, time.time()) == Sent("1.0")
    slack.fail("conversations.history", (200, {}, {"ok": True, "messages": history[:2]}))
    assert await posts.find(schedule, KEY, time.time()) == Absent()
    slack.fail("conversations.history", (200, {}, {"ok": False, "error": "missing_scope"}))
    assert isinstance(await posts.find(schedule, KEY, time.time()), CannotTell)


async def test_an_admin_is_told_by_direct_message(slack, posts, daily):
    schedule, reply = await made(daily)
    await posts.tell(schedule, reply)
    assert (await slack.next("chat.postMessage")).payload["channel"] == ADMIN
