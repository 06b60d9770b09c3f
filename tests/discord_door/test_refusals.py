"""Rate limits, server errors, refusals and late answers, over real sockets."""

from __future__ import annotations

import aiohttp
import pytest

from bot.adapters.discord.connection_errors import InvalidRequestLimit, InvalidRequestsError
from bot.handlers.replies import wording
from tests.support.discord.fake_api import Weather
from tests.support.discord.payloads import command, press, said
from tests.support.discord.reading import said as text_of
from tests.support.fakes import Observed

MESSAGES = "/channels/100/messages"


def limited(scope="user", *, everywhere=False, retry_after=0.2):
    body = {"message": "You are being rate limited.", "retry_after": retry_after}
    return Weather(MESSAGES, 429, body | {"global": everywhere}, {"X-RateLimit-Scope": scope})


@pytest.mark.parametrize(
    "weather", [limited(), limited("global", everywhere=True), limited("shared")]
)
async def test_a_rate_limit_is_waited_for_and_counted(door, discord, house, weather):
    discord.weather.append(weather)
    await discord.dispatch("MESSAGE_CREATE", said("a gift"))
    await discord.until(lambda: discord.posts(MESSAGES))
    assert house.observer.limits == ["discord"]
    assert house.observer.incidents == []


async def test_a_rate_limit_too_long_to_wait_for_is_no_incident(door, discord, house):
    discord.weather.append(limited(retry_after=3600))
    await discord.dispatch("MESSAGE_CREATE", said("a gift"))
    await discord.until(lambda: house.observer.answers)
    assert house.observer.answers == [("discord", "mention", "late")]
    assert house.observer.incidents == []


async def test_a_server_error_is_tried_again(door, discord, house):
    discord.weather.append(Weather(MESSAGES, 502, {"message": "Bad gateway", "code": 0}))
    await discord.dispatch("MESSAGE_CREATE", said("a gift"))
    await discord.until(lambda: discord.posts(MESSAGES))
    assert house.observer.incidents == []


async def test_a_channel_that_forbids_writing_is_tried_once(door, discord, house):
    discord.weather.append(
        Weather(MESSAGES, 403, {"message": "Missing Permissions", "code": 50013}, times=9)
    )
    await discord.dispatch("MESSAGE_CREATE", said("a gift"))
    await discord.until(lambda: house.observer.answers)
    assert house.observer.answers == [("discord", "mention", "refused")]
    assert [s.method for s in discord.sent if s.path.endswith(MESSAGES)] == ["POST!403"]
    assert house.observer.incidents == []


async def test_an_interaction_that_expired_is_dropped_without_noise(door, discord, house):
    await discord.dispatch("INTERACTION_CREATE", command("ask", question="gift"))
    await discord.until(lambda: house.observer.answers)
    assert house.observer.answers == [("discord", "command", "late")]
    assert len(discord.posts("/callback")) == 1
    assert house.observer.incidents == []


async def test_two_processes_give_one_answer(doors, discord, house):
    for door in (doors(), doors()):
        await door.start()
    await discord.dispatch("MESSAGE_CREATE", said("a gift"))
    await discord.interaction(command("ask", question="gift"))
    await discord.until(lambda: len(house.observer.redeliveries) == 2)
    assert len(discord.posts(MESSAGES)) == 1
    assert discord.faults == []
    assert house.observer.incidents == []


async def test_a_place_that_takes_no_cards_gets_the_same_words_in_an_embed(door, discord, house):
    discord.weather.append(
        Weather("/callback", 400, {"message": "Invalid Form Body", "code": 50035})
    )
    await discord.interaction(command("ask", question="gift"))
    await discord.until(lambda: discord.posts("/callback"))
    card, embed = (s.body["data"] for s in discord.sent if "/callback" in s.path)
    assert embed["embeds"][0]["description"].split() == text_of(Parts(card)).split()
    rows = [[b["label"] for b in row["components"]] for row in embed["components"]]
    assert rows[0][0] == wording.MORE
    assert rows[-1][-2:] == ["Helpful", "Not helpful"]
    assert house.observer.incidents == []


class Parts:
    """Components of a request, for reading."""

    def __init__(self, data):
        self.components = data["components"]


async def test_a_button_lives_on_in_another_process(doors, discord):
    first = doors()
    await first.start()
    await discord.interaction(command("ask", question="gift"))
    await discord.until(lambda: discord.messages)
    (message,) = discord.messages.values()
    await first.stop()
    await doors().start()
    await discord.interaction(press(message, wording.MORE))
    await discord.until(lambda: len(discord.posts("/callback")) == 2)
    assert "A week by the sea" in text_of(Parts(discord.posts("/callback")[1]["data"]))


async def test_requests_stop_before_discord_would_bar_the_address(discord):
    now = [0.0]
    refusals = InvalidRequestLimit(Observed(), limit=3, clock=lambda: now[0])
    discord.weather.append(Weather("/users/@me", 403, {}, times=99))
    url = discord.api_url + "/users/@me"
    async with aiohttp.ClientSession(trace_configs=[refusals.trace()]) as session:
        for _ in range(3):
            await session.get(url)
        with pytest.raises(InvalidRequestsError):
            await session.get(url)
        assert len(discord.sent) == 3
        now[0] = 601.0
        await session.get(url)
    assert len(discord.sent) == 4


async def test_limits_shared_with_others_do_not_count_against_us(discord):
    refusals = InvalidRequestLimit(Observed(), limit=1)
    discord.weather.append(Weather("/x", 429, {}, {"X-RateLimit-Scope": "shared"}, times=9))
    async with aiohttp.ClientSession(trace_configs=[refusals.trace()]) as session:
        for _ in range(3):
            await session.get(discord.api_url + "/x")
    assert refusals.may_send()
