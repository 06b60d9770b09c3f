"""From outside the chat: naming a channel, and seeing those of all workspaces."""

from __future__ import annotations

import pytest

from bot.cli.silent_observer import SilentObserver
from bot.daily.orders.channel_keys import channel
from bot.daily.wiring import daily_post
from bot.handlers.daily_post import Asker
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import plain_text
from tests.support.daily_posting import Board
from tests.support.web.sample_guide import hall_guide

SHELF = hall_guide()


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("slack:T1:C2", "slack:T1:C2"),
        (" discord:11:22 ", "discord:11:22"),
        ("https://app.slack.com/client/T0AB12/C9ZZ", "slack:T0AB12:C9ZZ"),
        ("https://app.slack.com/client/E1/G2/thread/C2-17", "slack:E1:G2"),
        ("https://discord.com/channels/11/22", "discord:11:22"),
        ("https://ptb.discord.com/channels/11/22/33", "discord:11:22"),
    ],
)
def test_a_channel_is_named_by_its_key_or_its_address(said, key):
    assert channel(said) == key


@pytest.mark.parametrize(
    "said",
    [
        "",
        "#general",
        "slack:T1",
        "slack:C1:T1",
        "slack:T1:C1:C2",
        "discord:11:general",
        "discord:١١:٢٢",
        "https://acme.slack.com/archives/C1",
        "https://discord.com/channels/@me/22",
        "https://evil.example/client/T1/C2",
        "x" * 10_000,
    ],
)
def test_what_names_no_channel_is_told_how_to(said):
    with pytest.raises(UserFacingError, match="slack:TEAM:CHANNEL") as refused:
        channel(said)
    assert len(str(refused.value)) < 400


async def test_the_schedules_of_all_workspaces_come_page_by_page_with_their_status(store):
    post = daily_post(store=store, guide=SHELF, observer=SilentObserver())
    everywhere = ["discord:1:5", "slack:T1:C1", "slack:T1:C2", "slack:T2:C1"]
    for key in reversed(everywhere):
        await post.service.say(Asker(key, "U1"), "9:00 weekdays in Chicago")
    pages, after = [], ""
    while found := await post.service.page(after, 3):
        pages.append([schedule.channel for schedule, _ in found])
        after = found[-1][0].channel
        for _, status in found:
            text = plain_text(status)
            assert "every weekday at 9:00 a.m., America/Chicago time" in text
            assert "Nothing has been posted here yet." in text
            assert text.count(" – Tenet ") == 3
    assert pages == [everywhere[:3], everywhere[3:]]


async def test_the_desk_knows_which_platforms_can_be_tried(store):
    post = daily_post(store=store, guide=SHELF, observer=SilentObserver())
    post.senders["slack"] = Board()
    assert post.service.checks("slack:T1:C1")
    assert not post.service.checks("discord:1:2")
    assert post.service.channel("https://discord.com/channels/1/2") == "discord:1:2"
