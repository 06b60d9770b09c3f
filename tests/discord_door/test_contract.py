"""What every door promises, held to by Discord's: over real sockets, whatever is said."""

from __future__ import annotations

import pytest

from tests.support.discord.payloads import ANN, BOT, GUILD, said, said_directly
from tests.support.discord.reading import said as text_of

MESSAGES = "/channels/100/messages"
HOSTILE = {
    "nothing": "",
    "spaces": " \n\t ",
    "emoji": "🎁🎁🎁",
    "a line of ten thousand letters": "x" * 10_000,
    "ten thousand words": "gift " * 10_000,
    "a hundred thousand characters": "a gift from a vendor? " * 4_600,
    "control characters": "gi\x00ft\x07 \x1b[31m",
    "right to left": "\u202egift\u202c \u2066hello\u2069",
    "everyone": "@everyone @here gift",
    "mentions": "<@2000> <@&3001> <#100> </ethics:1> <:x:1> <t:1> gift",
    "markup": "**gift** `x` ||y|| [z](https://e.vil) ```",
    "page": "<script>alert(1)</script>",
    "table": "'; DROP TABLE votes; --",
    "format": "%s %n {0} {tenet}",
    "half a letter": "gift \ud83c",
    "a button's id": "g:remove:1",
    "a choice's id": "topic:gifts",
}


class Card:
    def __init__(self, data):
        self.components = data["components"]


@pytest.mark.parametrize("place", ["mention", "direct"])
async def test_whatever_is_said_gets_one_kind_answer(door, discord, house, place):
    """The fake refuses pings, long texts and nameless buttons, so that every answer is checked."""
    make, path = {
        "mention": (said, MESSAGES),
        "direct": (said_directly, "/channels/900/messages"),
    }[place]
    for name, text in HOSTILE.items():
        before = len(discord.posts(path))
        await discord.dispatch("MESSAGE_CREATE", make(text))
        await discord.until(lambda before=before: len(discord.posts(path)) > before)
        answer = text_of(Card(discord.posts(path)[-1]))
        assert answer.startswith("## "), name
        for echo in ("everyone", "DROP", "script", "e.vil", "202e"):
            assert echo not in answer, name
    assert len(discord.posts(path)) == len(HOSTILE)
    assert house.observer.incidents == []


UNSPOKEN = {
    "its own words": said("gift", author=BOT),
    "another bot": said("gift", author=ANN | {"bot": True}),
    "a webhook": said("gift", webhook_id="77"),
    "a pinned message": said("gift", type=6),
    "a new member": said("gift", type=7),
    "talk of others": said("gift", mentions=[], content="gift"),
    "a call to everyone": said("gift", mentions=[], mention_everyone=True, content="@everyone"),
    "another role": said("gift", mentions=[], mention_roles=["3999"], content="<@&3999>"),
}


async def test_what_was_not_said_to_it_is_left_alone(door, discord, house):
    for message in UNSPOKEN.values():
        await discord.dispatch("MESSAGE_CREATE", message)
    await discord.dispatch("MESSAGE_UPDATE", said("gift"))
    last = said("last of all: gift")
    await discord.dispatch("MESSAGE_CREATE", last)

    def answered():
        return [str(post["message_reference"]["message_id"]) for post in discord.posts(MESSAGES)]

    await discord.until(lambda: house.observer.answers and last["id"] in answered())
    assert answered() == [last["id"]]
    assert len(house.observer.answers) == 1


async def test_who_mentions_its_role_by_mistake_is_told_how(door, discord):
    """Discord hides the words of such a message from us."""
    message = said("", mentions=[], mention_roles=[str(GUILD + 1)], content="")
    await discord.dispatch("MESSAGE_CREATE", message)
    await discord.until(lambda: discord.posts(MESSAGES))
    assert "Mention me by my name" in text_of(Card(discord.posts(MESSAGES)[0]))


async def test_a_message_that_comes_twice_is_answered_once(door, discord, house):
    message = said("gift")
    for _ in range(2):
        await discord.dispatch("MESSAGE_CREATE", message)
    await discord.until(lambda: house.observer.redeliveries)
    await discord.until(lambda: discord.posts(MESSAGES))
    assert len(discord.posts(MESSAGES)) == 1


async def test_an_answer_loses_no_word_on_its_way(door, discord, house):
    await discord.dispatch("MESSAGE_CREATE", said("document recusal"))
    await discord.until(lambda: house.observer.answers)
    whole = "".join(text_of(Card(post)) for post in discord.posts(MESSAGES))
    for number in range(190):
        assert f"{number}. I, ______, step back from matter {number} before the board." in whole


async def test_a_store_that_is_down_costs_no_answer(door, discord, house):
    async def down(*_, **__):
        raise ConnectionError

    house.idempotency.claim = down
    house.workspaces.config = down
    await discord.dispatch("MESSAGE_CREATE", said("how do I bake bread"))
    await discord.until(lambda: discord.posts(MESSAGES))
    assert "I don't know that one" in text_of(Card(discord.posts(MESSAGES)[0]))
    assert len(house.observer.incidents) == 2


async def test_nothing_anybody_said_is_written_to_a_log(door, discord, caplog, capsys):
    caplog.set_level("DEBUG")
    await discord.dispatch("MESSAGE_CREATE", said("my secret vendor Zebulon gave me a gift"))
    await discord.until(lambda: discord.posts(MESSAGES))
    out = capsys.readouterr()
    assert "Zebulon" not in caplog.text + out.out + out.err
    assert "fake-token" not in caplog.text + out.out + out.err
