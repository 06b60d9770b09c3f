"""What people say on Discord, and what they are answered: in simcord's simulation."""

from __future__ import annotations

import discord
import pytest

from bot.handlers.replies import wording
from tests.support.discord.reading import buttons, components, said

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


def me(simcord_env):
    return f"<@{simcord_env.bot.user.id}>"


@pytest.mark.parametrize(
    ("command", "options", "words"),
    [
        ("ask", {"question": "may I keep a gift card?"}, "Say no to gifts"),
        ("ask", {"question": "topic:gifts"}, "Say no to gifts"),
        ("ask", {"question": "how do I bake bread"}, "I don't know that one"),
        ("ask", {"question": "can my nephew give me tickets"}, "Which of these is it?"),
        ("topic", {"name": "topic:hiring"}, "Say no to hiring relatives"),
        ("topic", {"name": "gifts"}, "Say no to gifts"),
        ("tenet", {"number": 7}, "The words of tenet 7"),
        ("code", {}, "The words of tenet 12"),
        ("case", {}, "Cases"),
        ("case", {"topic": "topic:gifts"}, "Pick one to read what happened"),
        ("case", {"topic": "mug"}, "A mug came in the mail"),
        ("document", {}, "Texts to copy"),
        ("document", {"name": "document:recusal"}, "To step back"),
        ("training", {}, "About training"),
        ("contact", {}, "ethics@icma.org"),
        ("help", {}, "Ask me about ethics at work"),
        ("today", {}, "Tenet of the day"),
        ("privacy", {}, "I keep none of your votes here"),
        ("forget-me", {}, "I had no vote of yours to delete"),
    ],
)
async def test_every_command_answers_its_person_only(  # noqa: PLR0917 - a table of cases
    ann, general, house, command, options, words
):
    result = await ann.slash(general, f"ethics {command}", **options)
    assert result.ephemeral
    assert words in said(result.response)
    assert house.observer.incidents == []
    assert house.observer.acks == ["discord"]


async def test_autocomplete_offers_what_is_meant_and_never_more_than_discord_takes(ann, general):
    everything = await ann.autocomplete(general, "ethics topic", "name", "")
    typed = await ann.autocomplete(general, "ethics topic", "name", "gif")
    assert len(everything) == 25
    assert typed[0] == {"name": "Gifts", "value": "topic:gifts"}


async def test_autocomplete_leaves_a_question_alone_until_something_is_typed(ann, general):
    assert await ann.autocomplete(general, "ethics ask", "question", "") == []
    offered = await ann.autocomplete(general, "ethics ask", "question", "my nephew")
    assert offered[0]["value"] == "topic:hiring"
    assert len(offered) == 8


async def test_documents_are_offered_by_name(ann, general):
    offered = await ann.autocomplete(general, "ethics document", "name", "recu")
    assert offered == [{"name": "Recusal letter", "value": "document:recusal"}]


async def test_a_mention_is_answered_in_place_without_a_ping(simcord_env, ann, general):
    asked = await ann.send(general, f"{me(simcord_env)} a vendor gave me a gift")
    answer = general.last_message
    assert "Say no to gifts" in said(answer)
    assert answer.reference.message_id == asked.id
    assert answer.mentions == []
    assert buttons(answer)[-4:] == ["Send me a copy", "Helpful", "Not helpful", "Remove"]


async def test_a_bare_mention_is_answered_with_help(simcord_env, ann, general):
    await ann.send(general, me(simcord_env))
    assert "Ask me about ethics at work" in said(general.last_message)


async def test_it_never_answers_what_was_not_said_to_it(simcord_env, ann, general, house):
    await ann.send(general, "has anybody seen the gift policy?")
    await ann.send(general, "@everyone gifts")
    assert house.observer.answers == []


async def test_it_never_answers_bots(simcord_env, town, general, house):
    robot = town.add_member(simcord_env.create_user("robot", bot=True))
    await robot.send(general, f"{me(simcord_env)} gifts")
    assert house.observer.answers == []


async def test_an_edit_is_not_a_question(simcord_env, ann, general, house):
    message = await ann.send(general, "gifts")
    await ann.edit(message, f"{me(simcord_env)} gifts")
    assert house.observer.answers == []


async def test_a_direct_message_is_answered_plainly(simcord_env, house):
    ann = simcord_env.create_user("ann")
    asked = await ann.send_dm("can I take the tickets?")
    answer = await anext(asked.channel.history(limit=1))
    assert "Say no to gifts" in said(answer)
    assert "Share in channel" not in buttons(answer)
    assert house.observer.answers == [("discord", "direct", "answer")]


async def test_a_conversation_goes_on_where_it_was(simcord_env, ann, bob, general):
    await ann.send(general, f"{me(simcord_env)} a gift from a vendor")
    await ann.send(general, f"{me(simcord_env)} what about my spouse?")
    assert said(general.last_message).startswith("## Gifts")
    await bob.send(general, f"{me(simcord_env)} what about my spouse?")
    assert "I don't know that one" in said(general.last_message)


async def test_a_reply_to_an_answer_goes_on_from_it_even_after_a_restart(
    simcord_env, ann, bob, general, house
):
    await ann.send(general, f"{me(simcord_env)} my nephew wants a job")
    answer = general.last_message
    await simcord_env.restart_bot(house.client())
    await bob.send(general, f"{me(simcord_env)} and my spouse?", reply_to=answer)
    assert said(general.last_message).startswith("## Hiring relatives")


async def test_buttons_go_on_and_work_after_a_restart(simcord_env, ann, general, house):
    answer = await ann.slash(general, "ethics ask", question="gift")
    await simcord_env.restart_bot(house.client())
    more = await ann.click(answer.response, label=wording.MORE)
    assert more.ephemeral
    assert "Guideline" in said(more.response) or "Usually fine" in said(more.response)


async def test_a_button_of_another_version_is_answered_too(simcord_env, ann, general):
    channel = simcord_env.bot.get_channel(general.id)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Old", custom_id="g:what-was-this:7"))
    await channel.send("an old answer", view=view)
    result = await ann.click(general.last_message, label="Old")
    assert "older version" in said(result.response)


async def test_a_long_list_is_a_menu_and_its_lines_can_be_chosen(ann, general):
    answer = await ann.slash(general, "ethics ask", question="topics")
    area = await ann.click(answer.response, label="At work")
    menu = next(c for c in components(area.response) if c["type"] == 3)
    chosen = await ann.select(area.response, ["topic:gifts"], custom_id=menu["custom_id"])
    assert "Say no to gifts" in said(chosen.response)


async def test_a_message_can_be_looked_up_privately(ann, bob, general):
    message = await bob.send(general, "a vendor sent me a gift basket")
    result = await ann.context_menu(general, "What does the Code say?", message)
    assert result.ephemeral
    assert "Say no to gifts" in said(result.response)


async def test_too_many_questions_are_asked_to_wait(ann, general, house):
    house.rate_limit.wait = 12.0
    result = await ann.slash(general, "ethics ask", question="gift")
    assert "12 seconds" in said(result.response)


async def test_a_fault_of_ours_is_one_sentence_and_a_number(ann, general, house):
    def broken(incoming):
        raise ZeroDivisionError

    house.guide.answer = broken
    result = await ann.slash(general, "ethics ask", question="gift")
    assert "test0001" in said(result.response)
    assert isinstance(house.observer.incidents[0], ZeroDivisionError)
    assert house.observer.answers == [("discord", "command", "error")]
