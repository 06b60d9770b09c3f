"""The daily post on Discord: /ethics-admin daily …, sent once, found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import discord
import pytest

from bot.adapters.discord.daily.administration import feature
from bot.adapters.discord.daily.posts import DiscordPosts
from bot.daily.posting.content import post_for
from bot.daily.wiring import daily_post
from bot.handlers.daily_post import Absent, CannotTell, Refused, RetryLater, Schedule, Sent
from bot.store import Clock, open_store
from tests.support.daily_posting import Watched
from tests.support.discord.reading import buttons, components, said
from tests.support.discord.sample_guide import town_guide
from tests.support.fakes import Observed

pytestmark = pytest.mark.simcord(shard_count=1)
MONDAY = 1_795_428_000.0  # November 23, 2026, 5 a.m. in New York
SINCE = 1_767_225_600.0  # where the simulation's own clock begins
KEY = "0123456789abcdef01234567"


@pytest.fixture
async def daily(tmp_path):
    """The daily post on a store of its own, early on a Monday."""
    store = await open_store("", tmp_path, [], clock=Clock.at(MONDAY))
    yield daily_post(store=store, guide=town_guide(), observer=Watched())
    await store.close()


@pytest.fixture
def posts(daily):
    found = DiscordPosts(observer=Observed())
    daily.senders["discord"] = found
    return found


@pytest.fixture
def simcord_bot(house, daily, posts):
    return house.client(features=[posts, feature(daily.service)])


@pytest.fixture
def town(simcord_env):
    return simcord_env.create_guild(name="Springfield")


@pytest.fixture
def general(town):
    return town.create_text_channel("general")


@pytest.fixture
def manager(simcord_env, town):
    role = town.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return town.add_member(simcord_env.create_user("max"), roles=[role])


async def told(person, channel, command, **options):
    result = await person.slash(channel, f"ethics-admin daily {command}", **options)
    assert result.ephemeral
    return said(result.response)


def key_of(town, channel):
    return f"discord:{town.id}:{channel.id}"


async def test_a_manager_sets_it_up_and_reads_the_next_three_posts(manager, town, general, daily):
    text = await told(
        manager, general, "set", time="9:00", days="weekdays", zone="America/Chicago", start=4
    )
    assert "every weekday at 9:00 a.m., America/Chicago time" in text
    assert "Monday, November 23, 2026 at 9:00 a.m. – Tenet 4" in text
    assert (await daily.service.schedule(key_of(town, general))).set_by == str(manager.id)


async def test_bad_input_gets_one_sentence_and_saves_nothing(manager, town, general, daily):
    assert "is not a time of day" in await told(manager, general, "set", time="25:30")
    assert await daily.service.schedule(key_of(town, general)) is None


async def test_pause_closed_status_preview_and_off(manager, general):
    await told(manager, general, "set", time="9:00")
    text = await told(manager, general, "pause", until="2 December")
    assert "Paused until Wednesday, December 2, 2026" in text
    assert "November 23" in await told(manager, general, "resume")
    assert "November 24" in await told(manager, general, "closed", days="24 November")
    assert "Nothing has been posted here yet" in await told(manager, general, "status")
    assert "Tenet of the day" in await told(manager, general, "preview")
    assert "Nothing more will be posted" in await told(manager, general, "off")


async def test_zones_are_offered_while_somebody_types(manager, general):
    offered = await manager.autocomplete(general, "ethics-admin daily set", "zone", "denv")
    assert [choice["value"] for choice in offered] == ["America/Denver"]


@pytest.mark.simcord(shard_count=1, check_errors=False)  # the refusal is an error to the library
async def test_it_is_refused_to_everybody_else(simcord_env, town, general, daily):
    ann = town.add_member(simcord_env.create_user("ann"))
    commands = await simcord_env.bot.tree.fetch_commands()
    admin = next(command for command in commands if command.name == "ethics-admin")
    town.set_command_permissions(admin, {ann: True})
    refused = await ann.slash(general, "ethics-admin daily set", time="9:00")
    assert "Only people who may manage this server" in said(refused.response)
    assert await daily.service.schedule(key_of(town, general)) is None


def schedule_in(town, channel):
    return Schedule(key_of(town, channel), "UTC", time(9))


async def test_a_post_is_marked_found_again_and_its_buttons_still_work(
    simcord_env, town, general, posts, manager
):
    schedule = schedule_in(town, general)
    reply = post_for(town_guide(), "tenet", 3)
    assert await posts.find(schedule, KEY, SINCE) == Absent()
    sent = await posts.post(schedule, reply, KEY)
    assert isinstance(sent, Sent)
    assert simcord_env.http_requests[-1].json["nonce"] == KEY
    assert simcord_env.http_requests[-1].json["enforce_nonce"] is True
    assert await posts.find(schedule, KEY, SINCE) == sent
    assert await posts.find(schedule, KEY[::-1], SINCE) == Absent()
    message = general.last_message
    assert "Tenet 4" in said(message)
    assert buttons(message)[:2] == ["Ask about this", "Why it matters"]
    assert all(len(c.get("custom_id", "")) <= 100 for c in components(message))
    pressed = await manager.click(message, label="Why it matters")
    assert "Tenet 4" in said(pressed.response)


async def test_a_forum_gets_a_post_of_its_own(town, posts):
    forum = town.create_forum_channel("ideas")
    schedule = schedule_in(town, forum)
    sent = await posts.post(schedule, post_for(town_guide(), "tenet", 3), KEY)
    assert isinstance(sent, Sent)
    assert await posts.find(schedule, KEY, SINCE) == sent


async def test_a_channel_that_is_gone_or_closed_to_us_is_refused_with_advice(town, general, posts):
    gone = replace(schedule_in(town, general), channel=f"discord:{town.id}:99")
    assert isinstance(await posts.check(gone), Refused)
    elsewhere = replace(gone, channel=f"discord:99:{general.id}")
    assert (await posts.check(elsewhere)).reason == "The channel is gone."
    outcome = await posts.post(gone, post_for(town_guide(), "tenet", 3), KEY)
    assert isinstance(outcome, Refused)
    assert outcome.disable
    assert await posts.check(schedule_in(town, general)) is None


async def test_before_the_connection_is_up_nothing_is_sent_and_nothing_is_decided(town, general):
    early = DiscordPosts(observer=Observed())
    schedule = schedule_in(town, general)
    assert (await early.check(schedule)).reason == "Discord is not connected."
    outcome = await early.post(schedule, post_for(town_guide(), "tenet", 3), KEY)
    assert isinstance(outcome, RetryLater)
    assert isinstance(await early.find(schedule, KEY, SINCE), CannotTell)
