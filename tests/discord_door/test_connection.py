"""The connection in all weather, over real sockets to a Discord of our own."""

from __future__ import annotations

import asyncio

import pytest

from bot.handlers.errors import UserFacingError
from tests.support.discord.fake_api import Weather
from tests.support.discord.payloads import command, said, said_directly


async def answered(discord, text="a gift"):
    """Say something, and wait for its answer."""
    before = len(discord.posts("/channels/100/messages"))
    await discord.dispatch("MESSAGE_CREATE", said(text))
    await discord.until(lambda: len(discord.posts("/channels/100/messages")) > before)


async def test_it_connects_with_no_privileged_intent_and_answers(door, discord, house):
    assert door.health().ready
    assert discord.identifies[0]["intents"] == 4609
    await answered(discord)
    await discord.dispatch("MESSAGE_CREATE", said_directly("a gift"))
    await discord.until(lambda: discord.posts("/channels/900/messages"))
    await discord.interaction(command("ask", question="a gift"))
    await discord.until(lambda: discord.posts("/callback"))
    assert house.observer.incidents == []


async def test_an_answer_leaves_nothing_running(door, discord):
    """Nor do private answers, which discord.py would forget after a quarter of an hour only."""

    def running():
        tasks = [task.get_coro().__qualname__ for task in asyncio.all_tasks()]
        return [name for name in tasks if name != "RequestHandler.start"]  # this Discord's own

    await discord.interaction(command("ask", question="a gift"))
    await discord.until(lambda: discord.posts("/callback"))
    before = len(running())
    for _ in range(5):
        await discord.interaction(command("ask", question="a gift"))
        await answered(discord)
    await discord.until(lambda: len(discord.posts("/callback")) == 6)
    async with asyncio.timeout(5):
        while len(running()) > before:  # noqa: ASYNC110 - tasks end without an event
            await asyncio.sleep(0.01)


async def test_a_wrong_token_is_one_sentence_and_one_request(doors, discord):
    door = doors(token="wrong")
    with pytest.raises(UserFacingError, match="DISCORD_TOKEN"):
        await door.start()
    assert len(discord.sent) == 1
    assert not door.health().ready
    assert "DISCORD_TOKEN" in door.health().detail


@pytest.mark.parametrize(
    ("code", "says"), [(4004, "DISCORD_TOKEN"), (4014, "intent"), (4012, "Update")]
)
async def test_a_connection_refused_for_good_says_what_to_mend(doors, discord, code, says):
    discord.close_on_identify = code
    with pytest.raises(UserFacingError, match=says):
        await doors().start()
    assert len(discord.identifies) == 1


async def test_a_token_reset_while_connected_ends_the_door_with_a_sentence(door, discord):
    discord.close_on_identify = 4004
    await discord.drop(4004)
    await discord.until(lambda: "DISCORD_TOKEN" in door.health().detail)
    assert len(discord.resumes) == 0


@pytest.mark.parametrize("code", [1000, 1001, 4000, 4001, 4008])
async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(door, discord, house, code):
    await discord.drop(code)
    await answered(discord, "said while the line was down: a gift")
    assert len(discord.resumes) == 1
    assert len(discord.identifies) == 1
    assert house.observer.redeliveries == []


async def test_discord_may_ask_to_reconnect(door, discord):
    await discord.send_op(7)
    await answered(discord)
    assert len(discord.resumes) == 1


async def test_a_session_that_ended_is_begun_anew_at_the_same_address(door, discord):
    await discord.send_op(9, data=False)
    await discord.until(lambda: len(discord.identifies) == 2, 15)
    await answered(discord)
    assert discord.resumes == []


async def test_a_session_that_cannot_be_resumed_is_begun_anew(door, discord):
    sockets = [session.socket for session in discord.live]
    discord.forget_sessions()
    for socket in sockets:
        await socket.close(code=4000)
    await discord.until(lambda: len(discord.identifies) == 2, 15)
    await answered(discord)
    assert len(discord.resumes) == 1


async def test_a_connection_that_only_looks_alive_is_given_up_and_resumed(doors, discord):
    """Heartbeats are no longer answered, and nothing else comes."""
    discord.heartbeat = 200
    door = doors(heartbeat_timeout=1.0)
    await door.start()
    discord.deaf = True
    await discord.until(lambda: discord.resumes)
    discord.deaf = False
    await answered(discord)


async def test_after_discord_was_gone_it_comes_back(door, discord):
    await discord.stop()
    await discord.until(lambda: not door.health().ready)
    await discord.start()
    await discord.until(lambda: door.health().ready, 20)
    await answered(discord)


async def test_a_discord_that_is_down_at_the_start_is_waited_for(doors, discord):
    await discord.stop()
    door = doors(start_patience=0.3)
    await door.start()
    assert not door.health().ready
    await discord.start()
    await discord.until(lambda: door.health().ready)


async def test_a_server_error_at_login_is_tried_again(doors, discord):
    discord.weather.append(Weather("/users/@me", 503, {"message": "down", "code": 0}))
    door = doors()
    await door.start()
    assert door.health().ready


async def test_new_connections_wait_while_discord_allows_none(doors, discord):
    discord.remaining_sessions, discord.reset_after = 0, 400
    door = doors()
    begun = asyncio.get_running_loop().time()
    await door.start()
    assert asyncio.get_running_loop().time() - begun > 0.4


async def test_stopping_finishes_the_answer_in_hand(door, discord, house):
    discord.weather.append(Weather("/channels/100/messages", delay=0.4))
    await discord.dispatch("MESSAGE_CREATE", said("a gift"))
    await discord.until(lambda: "discord:message" in str(house.idempotency.seen))
    await door.stop()
    assert len(discord.posts("/channels/100/messages")) == 1
    assert not door.health().ready
    await door.stop()


async def test_nothing_is_taken_after_stopping_has_begun(door, discord, house):
    await door._responder.in_flight.finish(0)
    await discord.dispatch("MESSAGE_CREATE", said("a gift"))
    await asyncio.sleep(0.2)
    assert "discord:message" not in str(house.idempotency.seen)
    assert discord.posts("/channels/100/messages") == []
