"""Where a daily post can go on Discord, and one clear sentence for everywhere else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta

import discord as sdk
import pytest

from bot.adapters.discord.answer.button_ids import PREFIX
from bot.adapters.discord.daily.posts import DiscordPosts
from bot.daily.posting.content import post_for
from bot.daily.wiring import daily_post
from bot.handlers.daily_post import (
    Absent,
    Asker,
    CannotTell,
    Refused,
    Schedule,
    Sent,
    Unsure,
    post_key,
)
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Heading, Reply
from bot.store import Clock, open_store
from tests.support.daily_posting import Watched
from tests.support.discord.fake_api import Weather
from tests.support.discord.payloads import BOT, CHANNEL, GUILD, guild_payload
from tests.support.discord.sample_guide import town_guide
from tests.support.fakes import Observed

PLACE = 500
PARENT = 400
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
KEY = post_key(f"discord:{GUILD}:{PLACE}", NOW.date())
TEXT, VOICE, CATEGORY, NEWS, THREAD, STAGE, FORUM = 0, 2, 4, 5, 11, 13, 15
NEEDS_TAG = 1 << 4


def channel(kind, *, number=PLACE, deny=(), **more):
    """A channel in which everybody is denied what is named."""
    refused = sdk.Permissions(**dict.fromkeys(deny, True)).value
    overwrite = {"id": str(GUILD), "type": 0, "allow": "0", "deny": str(refused)}
    plain = {**guild_payload()["channels"][0], "id": str(number), "type": kind}
    plain["permission_overwrites"] = [overwrite]
    if kind in (VOICE, STAGE):
        plain |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    if kind == FORUM:
        plain |= {"available_tags": [], "default_reaction_emoji": None}
    return plain | more


def thread(*, archived=False, locked=False, number=PLACE, owner=BOT["id"]):
    """A thread in the parent channel."""
    return {
        "id": str(number), "type": THREAD, "guild_id": str(GUILD), "parent_id": str(PARENT),
        "owner_id": str(owner), "name": "Ideas", "message_count": 1, "member_count": 1,
        "last_message_id": None, "rate_limit_per_user": 0, "flags": 0, "total_message_sent": 1,
        "thread_metadata": {
            "archived": archived, "locked": locked, "auto_archive_duration": 60,
            "archive_timestamp": NOW.isoformat(), "create_timestamp": NOW.isoformat(),
        },
    }  # fmt: skip


def tag(name, *, moderated=False):
    return {
        "id": "77", "name": name, "moderated": moderated, "emoji_id": None, "emoji_name": None,
    }  # fmt: skip


@pytest.fixture
async def office(tmp_path, doors, discord):
    """Opens a door to a server that has these channels: the desk, and what it posts with."""
    store = await open_store("", tmp_path, [], clock=Clock.at(NOW.timestamp()))
    daily = daily_post(store=store, guide=town_guide(), observer=Watched())

    async def opened(*channels, threads=()):
        may = sdk.Permissions.all()
        may.administrator = may.manage_threads = False
        discord.guilds[GUILD]["roles"][0]["permissions"] = str(may.value)
        discord.guilds[GUILD]["channels"] += channels
        discord.guilds[GUILD]["threads"] += threads
        posts = daily.senders["discord"] = DiscordPosts(observer=Observed())
        door = doors(features=[posts])
        await door.start()
        await discord.until(lambda: posts._connected() is not None)
        return daily.service, posts

    yield opened
    await store.close()


async def refused(service, place=PLACE):
    """What an admin reads who asks for a daily post there; nothing is saved."""
    name = f"discord:{GUILD}:{place}"
    with pytest.raises(UserFacingError) as error:
        await service.say(Asker(name, "1"), "9:00 weekdays")
    assert await service.schedule(name) is None
    return str(error.value)


@pytest.mark.parametrize("kind", [TEXT, VOICE, NEWS, STAGE, FORUM])
async def test_every_kind_of_channel_that_takes_messages_takes_the_daily_post(office, kind):
    service, _ = await office(channel(kind))
    await service.say(Asker(f"discord:{GUILD}:{PLACE}", "1"), "9:00 weekdays")
    assert await service.schedule(f"discord:{GUILD}:{PLACE}") is not None


@pytest.mark.parametrize(
    ("kind", "deny", "said"),
    [
        (TEXT, ("send_messages",), "I may not post in the channel: I lack Send Messages."),
        (TEXT, ("view_channel",), "I lack View Channel and Send Messages."),
        (NEWS, ("send_messages",), "I lack Send Messages."),
        (FORUM, ("send_messages",), "I lack Send Messages."),
        (STAGE, ("send_messages",), "I lack Send Messages."),
        (CATEGORY, (), "Messages cannot be posted there. Choose a text channel"),
    ],
)
async def test_what_is_lacking_is_named(office, kind, deny, said):
    service, _ = await office(channel(kind, deny=deny))
    text = await refused(service)
    assert said in text
    if deny:
        assert "Give me that there, or choose another one with /ethics-admin daily set." in text


async def test_a_channel_for_one_role_only_takes_us_once_we_may_see_it(office):
    ours = {"id": str(GUILD + 1), "type": 0, "allow": str(1 << 10 | 1 << 11), "deny": "0"}
    closed = channel(TEXT, deny=("view_channel",))
    opened = channel(TEXT, deny=("view_channel",), number=PLACE + 1)
    opened["permission_overwrites"].append(ours)
    service, _ = await office(closed, opened)
    assert "I lack View Channel" in await refused(service)
    await service.say(Asker(f"discord:{GUILD}:{PLACE + 1}", "1"), "9:00 weekdays")


async def test_a_locked_thread_is_refused_where_we_may_not_unlock_it(office):
    service, _ = await office(channel(TEXT, number=PARENT), threads=(thread(locked=True),))
    assert "The thread is locked. Unlock it, or give me Manage Threads" in await refused(service)


async def test_an_archived_thread_is_looked_up_and_opens_again_by_itself(office, discord):
    """Discord does not tell of archived threads; a post opens them."""
    discord.weather.append(
        Weather(f"/channels/{PLACE}$", status=200, body=thread(archived=True), times=1)
    )
    service, _ = await office(channel(TEXT, number=PARENT))
    await service.say(Asker(f"discord:{GUILD}:{PLACE}", "1"), "9:00 weekdays")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "The channel is gone. Choose another one"),
        (403, "I cannot see the channel. Give me View Channel there"),
    ],
)
async def test_a_channel_we_are_not_told_of_is_gone_or_hidden(office, discord, status, said):
    weather = Weather(f"/channels/{PLACE}$", status=status, body={"code": 0, "message": "no"})
    discord.weather.append(weather)
    service, _ = await office()
    assert said in await refused(service)


async def test_a_forum_that_wants_a_tag_gets_the_one_meant_for_it(office, discord):
    asks = {"flags": NEEDS_TAG}
    bare = channel(FORUM, available_tags=[tag("Bug report"), tag("Ethics", moderated=True)], **asks)
    ready = channel(FORUM, number=PLACE + 1, available_tags=[tag("Ethics of the day")], **asks)
    service, posts = await office(bare, ready)
    assert "none of its tags is meant for this one. Add a tag named Ethics" in await refused(
        service
    )
    schedule = Schedule(f"discord:{GUILD}:{PLACE + 1}", "UTC", time(9))
    assert await posts.check(schedule) is None
    discord.weather.append(made_thread(PLACE + 1))
    assert isinstance(await posts.post(schedule, reply(), KEY), Sent)
    assert discord.sent[-1].body["applied_tags"] == ["77"]


@pytest.mark.parametrize(
    ("status", "code", "said", "stops"),
    [
        (400, 40067, "The forum wants a tag", True),
        (400, 50083, "The thread is locked.", True),
        (403, 50001, "I cannot see the channel.", True),
        (403, 50013, "I may not post in the channel.", True),
        (400, 160006, "as many open threads as Discord allows", False),
        (400, 50035, "Discord refuses the post (50035).", False),
    ],
)
async def test_a_refusal_on_the_day_itself_says_what_to_do(  # noqa: PLR0917 - a table of cases
    office, discord, status, code, said, stops
):
    _, posts = await office(channel(TEXT))
    body = {"code": code, "message": "no"}
    discord.weather.append(Weather(f"/channels/{PLACE}/messages", status=status, body=body))
    schedule = Schedule(f"discord:{GUILD}:{PLACE}", "UTC", time(9))
    outcome = await posts.post(schedule, reply(), KEY)
    assert isinstance(outcome, Refused)
    assert said in outcome.reason
    assert outcome.disable is stops


async def test_the_server_is_told_where_a_daily_post_has_stopped(office, discord):
    _, posts = await office(channel(TEXT))
    schedule = Schedule(f"discord:{GUILD}:{PLACE}", "UTC", time(9))
    await posts.tell(schedule, Reply((Heading("The daily post has stopped"),), "none"))
    (told,) = discord.posts(f"/channels/{CHANNEL}/messages")
    assert "The daily post has stopped" in json.dumps(told)
    assert f"https://discord.com/channels/{GUILD}/{PLACE}" in json.dumps(told)


# --- forums take no nonce ------------------------------------------------------------------------


def reply():
    return post_for(town_guide(), "tenet", 3)


def snowflake(moment):
    return (int(moment.timestamp() * 1000) - 1_420_070_400_000) << 22


def message(place, *, at=NOW, key=""):
    """A message of ours, which carries the key in a button."""
    button = {
        "type": 2,
        "style": 2,
        "label": "Why",
        "custom_id": f"{PREFIX}c{int(key or '1', 16)}:why",
    }
    return {
        "id": str(snowflake(at)), "channel_id": str(place), "author": BOT, "content": "",
        "timestamp": at.isoformat(), "edited_timestamp": None, "tts": False, "mentions": [],
        "mention_everyone": False, "mention_roles": [], "attachments": [], "embeds": [],
        "pinned": False, "type": 0, "flags": 1 << 15,
        "components": [{"type": 1, "components": [button]}],
    }  # fmt: skip


def made_thread(forum):
    made = {**thread(number=901), "parent_id": str(forum), "message": message(901)}
    return Weather(f"/channels/{forum}/threads$", status=201, body=made)


async def test_a_forum_post_that_met_a_fault_is_not_sent_again_by_the_sdk(office, discord):
    """discord.py tries again by itself after a 502; a forum post could then be there twice."""
    _, posts = await office(channel(FORUM))
    discord.weather += [Weather(f"/channels/{PLACE}/threads$", status=502), made_thread(PLACE)]
    schedule = Schedule(f"discord:{GUILD}:{PLACE}", "UTC", time(9))
    assert isinstance(await posts.post(schedule, reply(), KEY), Unsure)
    assert len([s for s in discord.sent if s.path.endswith("/threads")]) == 1


async def test_a_forum_post_is_found_though_discord_has_archived_it_since(office, discord):
    _, posts = await office(channel(FORUM))
    old = {**thread(archived=True, number=902), "parent_id": str(PLACE)}
    discord.weather += [
        Weather(f"/guilds/{GUILD}/threads/active", status=200, body={"threads": [], "members": []}),
        Weather(
            f"/channels/{PLACE}/threads/archived/public", status=200,
            body={"threads": [old], "members": [], "has_more": False},
        ),
        Weather("/channels/902/messages", status=200, body=[message(902, key=KEY)]),
    ]  # fmt: skip
    schedule = Schedule(f"discord:{GUILD}:{PLACE}", "UTC", time(9))
    found = await posts.find(schedule, KEY, NOW.timestamp())
    assert isinstance(found, Sent)


async def test_without_a_nonce_a_forum_that_cannot_be_read_leaves_doubt(office, discord):
    _, posts = await office(channel(FORUM))
    hidden = {"code": 50001, "message": "Missing Access"}
    discord.weather.append(Weather("/threads/active", status=403, body=hidden))
    schedule = Schedule(f"discord:{GUILD}:{PLACE}", "UTC", time(9))
    just_now = datetime.now(UTC).timestamp()
    assert isinstance(await posts.find(schedule, KEY, just_now), CannotTell)


# --- clocks that differ --------------------------------------------------------------------------


def history(*messages):
    return Weather(f"/channels/{CHANNEL}/messages", status=200, body=list(messages))


HERE = Schedule(f"discord:{GUILD}:{CHANNEL}", "UTC", time(9))


async def test_a_post_is_found_though_the_database_runs_a_day_ahead_of_discord(office, discord):
    _, posts = await office()
    later = message(CHANNEL, at=NOW + timedelta(minutes=1))
    discord.weather.append(history(later, message(CHANNEL, key=KEY)))
    ahead = (NOW + timedelta(days=1)).timestamp()
    assert isinstance(await posts.find(HERE, KEY, ahead), Sent)


async def test_with_our_clock_behind_a_nonce_is_not_relied_upon(office, discord):
    _, posts = await office()
    hidden = {"code": 50001, "message": "Missing Access"}
    discord.weather.append(Weather(f"/channels/{CHANNEL}/messages", status=403, body=hidden))
    ahead = datetime.now(UTC).timestamp() + 3600
    assert isinstance(await posts.find(HERE, KEY, ahead), CannotTell)


async def test_a_channel_too_busy_to_search_leaves_doubt(office, discord):
    """Two hundred newer messages say nothing about what was there before them."""
    _, posts = await office()
    newest = NOW + timedelta(hours=1)
    pages = [
        [message(CHANNEL, at=newest - timedelta(seconds=100 * page + n)) for n in range(100)]
        for page in range(2)
    ]
    discord.weather += [history(*page) for page in pages]
    assert isinstance(await posts.find(HERE, KEY, NOW.timestamp()), CannotTell)
    discord.weather += [history(*page) for page in pages]
    assert await posts.find(HERE, KEY, (NOW + timedelta(hours=2)).timestamp()) == Absent()
