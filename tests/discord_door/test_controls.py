"""Sharing, copies, votes and removal: who may, and what happens."""

from __future__ import annotations

import discord
import pytest

from bot.handlers.ports import WorkspaceConfig
from bot.handlers.replies import wording
from tests.support.discord.reading import buttons, said

pytestmark = pytest.mark.simcord(shard_count=1)


@pytest.fixture
def town(simcord_env):
    return simcord_env.create_guild(name="Springfield")


@pytest.fixture
def general(town):
    return town.create_text_channel("general")


@pytest.fixture
def ann(simcord_env, town):
    return town.add_member(simcord_env.create_user("ann"))


@pytest.fixture
def bob(simcord_env, town):
    return town.add_member(simcord_env.create_user("bob"))


@pytest.fixture
def moderator(simcord_env, town):
    role = town.create_role("Moderators", permissions=discord.Permissions(manage_messages=True))
    return town.add_member(simcord_env.create_user("moira"), roles=[role])


@pytest.fixture
def manager(simcord_env, town):
    role = town.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return town.add_member(simcord_env.create_user("max"), roles=[role])


async def asked(person, channel):
    return (await person.slash(channel, "ethics ask", question="gift")).response


async def test_an_answer_is_shared_only_when_confirmed_and_says_who_did(simcord_env, ann, general):
    question = await ann.click(await asked(ann, general), label="Share in channel")
    assert question.ephemeral
    assert "people will see that you shared it" in said(question.response)
    assert general.last_message is None
    await ann.click(question.response, label="Share it")
    assert "Say no to gifts" in said(general.last_message)
    assert f"Shared by {ann.mention}" in said(general.last_message)
    posted = simcord_env.http_requests[-1].json
    assert posted["allowed_mentions"] == {"parse": []}


async def test_a_share_can_be_taken_back_before_it_is_made(ann, general):
    question = await ann.click(await asked(ann, general), label="Share in channel")
    await ann.click(question.response, label="Keep it private")
    assert "Nobody else has seen it" in said(question.response)
    assert buttons(question.response) == []
    assert general.last_message is None


async def test_a_confirmed_share_leaves_nothing_to_press_again(ann, general):
    question = await ann.click(await asked(ann, general), label="Share in channel")
    await ann.click(question.response, label="Share it")
    assert buttons(question.response) == []


async def test_who_may_not_write_in_a_channel_cannot_share_there(town, ann):
    news = town.create_text_channel(
        "news", overwrites={ann: discord.PermissionOverwrite(send_messages=False)}
    )
    refused = await ann.click(await asked(ann, news), label="Share in channel")
    assert "You may not write in this channel" in said(refused.response)
    assert news.last_message is None


async def test_sharing_and_copying_too_fast_is_asked_to_wait(ann, general, house):
    answer = await asked(ann, general)
    question = await ann.click(answer, label="Share in channel")
    house.rate_limit.wait = 9.0
    for message, label in ((question.response, "Share it"), (answer, "Send me a copy")):
        result = await ann.click(message, label=label)
        assert result.ephemeral
        assert "9 seconds" in said(result.response)
    assert general.last_message is None


async def test_a_copy_goes_to_the_one_who_asks_for_it(simcord_env, ann, general):
    result = await ann.click(await asked(ann, general), label="Send me a copy")
    assert "direct messages" in said(result.response)
    channel = await simcord_env.bot.create_dm(discord.Object(ann.id))
    copy = await anext(channel.history(limit=1))
    assert "Say no to gifts" in said(copy)


async def test_a_copy_that_discord_refuses_is_explained(simcord_env, ann, general, house):
    answer = await asked(ann, general)
    simcord_env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    result = await ann.click(answer, label="Send me a copy")
    assert "may not write you a direct message" in said(result.response)
    assert house.observer.incidents == []


async def test_votes_are_counted_once_a_person_and_without_words(ann, town, general, house):
    answer = await asked(ann, general)
    await ann.click(answer, label="Helpful")
    thanks = await ann.click(answer, label="Not helpful")
    assert thanks.ephemeral
    assert "ask a person" in said(thanks.response)
    key = (f"discord:{town.id}", str(ann.id), "topic:gifts")
    assert house.votes.cast_votes == {key: False}


async def test_votes_can_be_seen_and_forgotten(ann, general, house):
    await ann.click(await asked(ann, general), label="Helpful")
    seen = await ann.slash(general, "ethics privacy")
    assert "1 of your votes" in said(seen.response)
    gone = await ann.slash(general, "ethics forget-me")
    assert "I deleted your votes on answers (1)" in said(gone.response)
    assert house.votes.cast_votes == {}


async def test_forget_me_in_a_server_forgets_what_was_voted_in_direct_messages_too(
    ann, general, house
):
    for workspace in ("discord:direct", "discord:1"):
        await house.votes.cast(workspace, str(ann.id), "topic:gifts", helpful=True)
    await ann.click(await asked(ann, general), label="Helpful")
    assert "2 of your votes" in said((await ann.slash(general, "ethics privacy")).response)
    gone = await ann.slash(general, "ethics forget-me")
    assert "I deleted your votes on answers (2)" in said(gone.response)
    assert [workspace for workspace, *_ in house.votes.cast_votes] == ["discord:1"]


async def test_forget_me_can_be_typed_too(simcord_env, ann, general, house):
    await ann.click(await asked(ann, general), label="Helpful")
    await mention_answer(simcord_env, ann, general, "Forget me!")
    channel = await simcord_env.bot.create_dm(discord.Object(ann.id))
    told = await anext(channel.history(limit=1))
    assert "I deleted your votes on answers (1)" in said(told)
    assert general.last_message.author.id == ann.id
    assert house.votes.cast_votes == {}


async def mention_answer(simcord_env, person, channel, text="gift"):
    await person.send(channel, f"<@{simcord_env.bot.user.id}> {text}")
    return channel.last_message


async def test_the_one_who_asked_removes_an_answer(simcord_env, ann, general):
    answer = await mention_answer(simcord_env, ann, general)
    await ann.click(answer, label="Remove")
    assert general.last_message.author.id == ann.id


async def test_a_moderator_removes_an_answer(simcord_env, ann, moderator, general):
    answer = await mention_answer(simcord_env, ann, general)
    await moderator.click(answer, label="Remove")
    assert general.last_message.author.id == ann.id


async def test_nobody_else_removes_an_answer(simcord_env, ann, bob, general):
    answer = await mention_answer(simcord_env, ann, general)
    refused = await bob.click(answer, label="Remove")
    assert refused.ephemeral
    assert "Only the person who asked" in said(refused.response)
    assert general.last_message.id == answer.id


async def test_a_long_answer_is_removed_whole(simcord_env, ann, general):
    last = await mention_answer(simcord_env, ann, general, "document recusal")
    assert sum(m.author.id != ann.id for m in general.history()) > 1
    await ann.click(last, label="Remove")
    assert [m.author.id for m in general.history()] == [ann.id]


async def test_a_press_on_a_public_answer_is_answered_privately(simcord_env, ann, bob, general):
    answer = await mention_answer(simcord_env, ann, general)
    more = await bob.click(answer, label=wording.MORE)
    assert more.ephemeral
    assert general.last_message.id == answer.id


async def test_the_local_contact_comes_first_where_a_person_should_be_asked(
    manager, ann, general, house, town
):
    saved = await manager.slash(
        general, "ethics-admin contact", who="Jane *Doe*, ethics@springfield.gov"
    )
    assert "Jane \\*Doe\\*" in said(saved.response)
    for question in ("contact", "bake bread", "???", "gift"):
        command, options = "ask", {"question": question}
        result = await ann.slash(general, f"ethics {command}", **options)
        assert "ethics@springfield.gov" in said(result.response)
    tenet = await ann.slash(general, "ethics ask", question="tenet 7")
    assert "springfield.gov" not in said(tenet.response)
    shown = await manager.slash(general, "ethics-admin settings")
    assert "ethics@springfield.gov" in said(shown.response)
    await manager.slash(general, "ethics-admin contact")
    assert house.workspaces.configs[f"discord:{town.id}"] == WorkspaceConfig()


@pytest.mark.simcord(shard_count=1, check_errors=False)  # the refusal is an error to the library
async def test_administration_is_refused_to_everybody_else_even_if_a_server_shows_it(
    simcord_env, town, ann, general, house
):
    commands = await simcord_env.bot.tree.fetch_commands()
    admin = next(command for command in commands if command.name == "ethics-admin")
    town.set_command_permissions(admin, {ann: True})
    refused = await ann.slash(general, "ethics-admin contact", who="me")
    assert refused.ephemeral
    assert "Only people who may manage this server" in said(refused.response)
    assert house.workspaces.configs == {}
