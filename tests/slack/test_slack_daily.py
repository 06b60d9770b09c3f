"""The daily post in Slack: set up by words, by form and from the Home tab; sent and found again."""

from __future__ import annotations

import json
import time
from datetime import date
from datetime import time as at

import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncServerErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.daily.administration import DailyFeature
from bot.adapters.slack.daily.posts import SlackPosts
from bot.daily.posting.content import post_for
from bot.daily.wiring import daily_post
from bot.handlers.daily_post import (
    Absent,
    CannotTell,
    Refused,
    RetryLater,
    Schedule,
    Sent,
    Unsure,
    post_key,
)
from bot.store import Clock, open_store
from tests.support.daily_posting import Watched
from tests.support.fakes import Observed
from tests.support.slack.fake_slack import ADMIN, BOT_TOKEN, TEAM, USER
from tests.support.slack.sample_guide import little_guide
from tests.support.slack.slack_rules import buttons, check_view, words

HERE = f"slack:{TEAM}:C0OPEN"
MONDAY = 1_795_428_000.0  # November 23, 2026, 5 a.m. in New York
KEY = "0123456789abcdef01234567"


@pytest.fixture
async def daily(tmp_path):
    """The daily post on a store of its own, early on a Monday."""
    store = await open_store("", tmp_path, [], clock=Clock.at(MONDAY))
    yield daily_post(store=store, guide=little_guide(), observer=Watched())
    await store.close()


@pytest.fixture
async def town(open_town, daily):
    town = await open_town("http", features=[DailyFeature(daily.service)])
    daily.senders["slack"] = SlackPosts(client_for=town.door.client_for, observer=Observed())
    return town


async def ordered(town, text, user=ADMIN, **more):
    """/ethics daily …: what the person is told, past the line that checks the channel."""
    seen = len(town.slack.sent)
    await town.deliver(
        "slash_commands",
        {
            "command": "/ethics", "text": f"daily {text}".strip(), "team_id": TEAM, "user_id": user,
            "channel_id": "C0OPEN", "response_url": town.slack.response_url(),
            "trigger_id": town.slack.trigger(), "is_enterprise_install": "false", **more,
        },
    )  # fmt: skip
    return await town.slack.next("response_url", after=seen)


async def test_a_sentence_sets_it_up_and_says_the_next_three_posts(town, daily):
    told = await ordered(town, "9:00 weekdays in Chicago")
    assert "Daily post saved" in told.words
    assert "every weekday at 9:00 a.m., America/Chicago time" in told.words
    for day in (
        "Monday, November 23, 2026 at 9:00 a.m. – Tenet 1",
        "Tuesday, November 24",
        "Wednesday, November 25",
    ):
        assert day in told.words
    assert (await daily.service.schedule(HERE)).set_by == ADMIN


async def test_the_channel_is_tried_before_anything_is_promised(town, daily):
    town.slack.fail("chat.postEphemeral", (200, {}, {"ok": False, "error": "not_in_channel"}))
    told = await ordered(town, "9:00 weekdays")
    assert "I am not a member of the channel. Invite the app" in told.words
    assert await daily.service.schedule(HERE) is None


async def test_bad_input_gets_one_sentence_and_saves_nothing(town, daily):
    told = await ordered(town, "25:30 weekdays")
    assert "“25:30” is not a time of day. Did you mean 11:30 p.m.?" in told.words
    assert await daily.service.schedule(HERE) is None


async def test_only_those_who_may_configure_may(town, daily):
    told = await ordered(town, "9:00 weekdays", user=USER)
    assert "Daily post saved" not in told.words
    assert await daily.service.schedule(HERE) is None


async def test_another_channel_can_be_named(town, daily):
    await ordered(town, "9:00 weekdays in <#C0OTHER|general>")
    assert await daily.service.schedule(f"slack:{TEAM}:C0OTHER") is not None


async def test_pause_resume_status_preview_and_off(town):
    await ordered(town, "9:00 weekdays")
    paused = await ordered(town, "pause until 2 December")
    assert "Paused until Wednesday, December 2, 2026." in paused.words
    assert "Wednesday, December 2, 2026 at 9:00 a.m." in paused.words
    assert "Monday, November 23, 2026" in (await ordered(town, "resume")).words
    status = await ordered(town, "status")
    assert "Nothing has been posted here yet." in status.words
    preview = await ordered(town, "preview")
    assert preview.payload["response_type"] == "ephemeral"
    assert "Tenet of the day" in preview.words
    assert "Nothing more will be posted here." in (await ordered(town, "off")).words
    assert "No daily post is set" in (await ordered(town, "status")).words


# --- channels of every kind ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("channel_not_found", "deleted, or it is private and I am not in it. Invite the app (type"),
        ("is_archived", "The channel is archived. Unarchive it, or choose another channel."),
        ("is_inactive", "The channel is frozen: nobody can post in it. Choose another channel."),
        ("restricted_action_read_only_channel", "A workspace setting keeps me from posting"),
        ("team_access_not_granted", "Ask an organization admin to add the app to that workspace."),
        ("external_channel_migrating", "Slack is moving the channel. Please try again"),
        ("token_revoked", "Slack does not accept the app's token (token_revoked)."),
    ],
)
async def test_a_channel_that_cannot_be_posted_in_gets_one_clear_sentence(town, daily, code, said):
    town.slack.fail("chat.postEphemeral", (200, {}, {"ok": False, "error": code}))
    assert said in (await ordered(town, "9:00 weekdays")).words
    assert await daily.service.schedule(HERE) is None


async def test_a_direct_message_is_no_channel_but_one_can_be_named_in_it(town, daily):
    told = await ordered(town, "9:00 weekdays", channel_id="D0ADMIN")
    assert "A daily post needs a channel, and this is a direct message." in told.words
    assert "or name one here: daily 9:00 weekdays in #general." in told.words
    said = await town.direct("daily 9:00 weekdays", user=ADMIN, channel="D0ADMIN")
    assert "this is a direct message" in said.words
    assert await daily.service.overview(f"slack:{TEAM}") == []
    seen = len(town.slack.sent)
    event = town.direct_event("daily 9:00 weekdays in <#C0OPEN|general>", user=ADMIN)
    await town.deliver("events_api", event)
    assert "Daily post saved" in (await town.slack.next("chat.postMessage", after=seen)).words
    assert await daily.service.schedule(HERE) is not None


async def test_status_and_off_in_a_direct_message_say_that_there_is_nothing(town):
    for order in ("status", "pause", "resume"):
        told = await ordered(town, order, channel_id="D0ADMIN")
        assert "No daily post is set in this channel." in told.words


async def test_the_channel_may_be_named_anywhere_and_may_be_an_old_private_one(town, daily):
    await ordered(town, "9:00 in the <#G0CLOSED|team>, Fridays, holidays none")
    known = await daily.service.schedule(f"slack:{TEAM}:G0CLOSED")
    assert (known.days, known.holidays) == (frozenset({4}), "")


async def test_two_channels_at_once_are_refused_and_neither_is_set(town, daily):
    told = await ordered(town, "9:00 in <#C0OPEN|general> and <#C0OTHER|other>")
    assert "name one channel at a time" in told.words
    assert await daily.service.overview(f"slack:{TEAM}") == []


async def test_a_channel_written_by_hand_gets_a_sentence_on_how_to_name_it(town, daily):
    told = await ordered(town, "9:00 weekdays #council-chat")
    assert "choose it from the list that opens while you type" in told.words
    assert await daily.service.overview(f"slack:{TEAM}") == []


async def test_a_renamed_channel_keeps_its_daily_post(town, daily, slack, posts):
    """Only the channel's id is kept, so a new name changes nothing."""
    await ordered(town, "9:00 weekdays in <#C0OPEN|old-name>")
    again = await ordered(town, "9:30 in <#C0OPEN|new-name>")
    assert "name" not in again.words
    assert [schedule.channel for schedule, _ in await daily.service.overview("")] == [HERE]
    _, reply = await made(daily)
    assert isinstance(await posts.post(await daily.service.schedule(HERE), reply, KEY), Sent)


@pytest.mark.parametrize(
    "who",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True, "is_restricted": True},
        {"is_admin": True, "is_stranger": True},
    ],
    ids=["guest", "single-channel guest", "admin of a connected workspace"],
)
async def test_guests_and_people_of_connected_workspaces_cannot_set_it(town, daily, who):
    town.slack.fail("users.info", (200, {}, {"ok": True, "user": {"id": USER, **who}}))
    told = await ordered(town, "9:00 weekdays", user=USER)
    assert "Only workspace admins, and those they name" in told.words
    assert await daily.service.overview("") == []


async def test_a_whole_organization_has_its_schedules_under_its_own_name(town, daily, posts):
    """Enterprise Grid: one installation for all workspaces; channel ids are unique among them."""
    daily.senders["slack"] = posts
    told = await ordered(town, "9:00 weekdays", is_enterprise_install="true", enterprise_id="E0ORG")
    assert "Daily post saved" in told.words
    assert (await daily.service.schedule("slack:E0ORG:C0OPEN")).workspace == "slack:E0ORG"


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
    known = await daily.service.schedule(HERE)
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
    assert await daily.service.schedule(HERE) is None


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
    return Schedule(HERE, "UTC", at(9), set_by=ADMIN), post_for(
        daily.service.guide, "tenet", position
    )


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
        (200, {}, {"ok": False}, Unsure),
        (200, {}, {"ok": False, "error": ""}, Unsure),
        (200, {}, {"ok": False, "error": "invalid_blocks"}, Refused),
        (200, {}, {"ok": False, "error": "channel_not_found"}, Refused),
        (200, {}, {"ok": False, "error": "team_added_to_org"}, RetryLater),
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
    for code, finding in (
        ("missing_scope", CannotTell),
        ("not_in_channel", CannotTell),
        ("ratelimited", CannotTell),
        ("channel_not_found", Absent),
    ):
        slack.fail("conversations.history", (200, {}, {"ok": False, "error": code}))
        assert isinstance(await posts.find(schedule, KEY, time.time()), finding)


async def test_a_post_is_found_though_the_database_runs_a_day_ahead_of_slack(slack, posts, daily):
    schedule, _ = await made(daily)
    now = time.time()
    mine = {"event_type": "ethics_daily_post", "event_payload": {"key": KEY}}
    newest = [{"ts": f"{now}"}, {"ts": f"{now - 60}", "metadata": mine}]
    slack.fail("conversations.history", (200, {}, {"ok": True, "messages": newest}))
    assert isinstance(await posts.find(schedule, KEY, now + 86_400), Sent)


async def test_a_busy_channel_is_searched_page_by_page_as_far_back_as_the_first_attempt(
    slack, posts, daily
):
    schedule, _ = await made(daily)
    began = time.time()

    def page(first):
        messages = [{"ts": f"{began + first - n}"} for n in range(100)]
        more = {"has_more": True, "response_metadata": {"next_cursor": "next"}}
        return (200, {}, {"ok": True, "messages": messages, **more})

    slack.fail("conversations.history", page(300), page(200), page(-250))
    assert await posts.find(schedule, KEY, began) == Absent()
    assert slack.answers["conversations.history"] == []
    few = {"ok": True, "messages": [{"ts": f"{began + 1}"}], "has_more": False}
    slack.fail("conversations.history", (200, {}, few))
    assert await posts.find(schedule, KEY, began) == Absent()
    slack.fail("conversations.history", *[page(1000)] * 5)
    assert isinstance(await posts.find(schedule, KEY, began), CannotTell)


async def test_an_admin_is_told_by_direct_message(slack, posts, daily):
    schedule, reply = await made(daily)
    await posts.tell(schedule, reply)
    sent = await slack.next("chat.postMessage")
    assert sent.payload["channel"] == ADMIN
    assert f"https://app.slack.com/client/{TEAM}/C0OPEN" in json.dumps(sent.blocks)


async def test_what_was_set_from_the_command_line_is_resumed_without_a_trial(town, daily):
    """It names no person whom a trial line could be shown to; Slack would refuse one to nobody."""
    schedule = Schedule(HERE, "America/Chicago", at(9), state="paused")
    seen = len(town.slack.sent)
    assert await daily.senders["slack"].check(schedule) is None
    assert len(town.slack.sent) == seen
