"""Coming to servers and leaving them, and telling Discord about the commands."""

from __future__ import annotations

import pytest

from bot.adapters.discord.ask.command_sync import commands_hash, payload
from bot.adapters.discord.ask.command_translations import install
from bot.handlers.errors import UserFacingError
from tests.support.discord.fake_api import Weather
from tests.support.discord.payloads import (
    ANN,
    CHANNEL,
    GUILD,
    command,
    guild_payload,
    press,
    said_directly,
)
from tests.support.discord.reading import said as text_of

NEW = 7000
NOTHING = "0"


class Card:
    def __init__(self, data):
        self.components = data["components"]


async def joins(discord, **options):
    await discord.dispatch("GUILD_CREATE", guild_payload(NEW, **options))


async def test_a_new_server_is_greeted_once(door, discord):
    await joins(discord)
    await discord.until(lambda: discord.posts(f"/channels/{CHANNEL}/messages"))
    await discord.dispatch("GUILD_DELETE", {"id": str(NEW)})
    await joins(discord)
    await discord.dispatch("MESSAGE_CREATE", said_directly("gift"))
    await discord.until(lambda: discord.posts("/channels/900/messages"))
    (greeting,) = discord.posts(f"/channels/{CHANNEL}/messages")
    assert "I speak only when spoken to" in text_of(Card(greeting))


async def test_a_server_where_it_may_not_write_is_not_greeted(door, discord):
    await joins(discord, permissions=NOTHING)
    await discord.until(lambda: door.health().detail.endswith("2 servers."))
    assert discord.posts("/messages") == []


async def test_servers_it_is_in_already_are_not_greeted_again(door, discord):
    assert door.health().detail.endswith("1 servers.")
    assert discord.posts("/messages") == []


async def test_leaving_a_server_deletes_what_is_kept_for_it(door, discord, house):
    await discord.dispatch("GUILD_DELETE", {"id": str(GUILD)})
    await discord.until(lambda: house.workspaces.deleted)
    assert house.workspaces.deleted == [f"discord:{GUILD}"]


async def test_an_outage_of_a_server_deletes_nothing(door, discord, house):
    await discord.dispatch("GUILD_DELETE", {"id": str(GUILD), "unavailable": True})
    await discord.dispatch("GUILD_CREATE", guild_payload() | {"unavailable": False})
    await joins(discord)
    await discord.until(lambda: discord.posts("/messages"))
    assert house.workspaces.deleted == []
    assert len(discord.posts("/messages")) == 1


def puts(discord):
    return [request.path for request in discord.sent if request.method == "PUT"]


async def test_commands_are_synced_once_and_not_again_at_the_next_start(doors, discord, house):
    for _ in range(2):
        door = doors()
        await door.start()
        await door.stop()
        house.idempotency.seen.clear()
    assert puts(discord) == ["/applications/1000/commands"]


async def test_commands_that_changed_are_synced(doors, discord, house):
    await doors().start()

    def more(_client, admin):
        @admin.command(name="more", description="More")
        async def more(interaction):
            raise NotImplementedError

    await doors(features=(more,)).start()
    assert len(puts(discord)) == 2
    admin = next(c for c in discord.commands if c["name"] == "ethics-admin")
    assert "more" in [option["name"] for option in admin["options"]]


async def test_of_several_processes_one_syncs(doors, discord, house):
    await doors().start()
    house.key_values.values.clear()
    await doors().start()
    assert len(puts(discord)) == 1


async def test_a_development_server_is_synced_alone(doors, discord):
    await doors(dev_guild=GUILD).start()
    assert puts(discord) == [f"/applications/1000/guilds/{GUILD}/commands"]


async def test_a_sync_that_fails_leaves_the_guide_answering(doors, discord, house):
    discord.weather.append(Weather("/commands", 400, {"message": "Invalid", "code": 50035}))
    door = doors()
    await door.start()
    assert door.health().ready
    assert len(house.observer.incidents) == 1
    assert house.key_values.values == {}


async def test_what_is_hashed_is_what_is_sent(doors, discord, house):
    await doors().start()
    client = house.client()
    await install(client.tree)
    ours = await payload(client.tree)
    theirs = [
        {k: v for k, v in known.items() if k not in ("id", "application_id", "version")}
        for known in sorted(discord.commands, key=lambda c: (c["type"], c["name"]))
    ]
    for known in theirs:
        if known["type"] != 1:
            known.pop("description")
    assert theirs == ours
    assert await commands_hash(client.tree) in house.key_values.values.values()


async def test_administration_exists_only_in_servers_and_for_their_managers(door, discord):
    """Left out, Discord would allow it in direct messages and for people who bring it along."""
    admin = next(c for c in discord.commands if c["name"] == "ethics-admin")
    assert admin["contexts"] == [0]
    assert admin["integration_types"] == [0]
    assert str(admin["default_member_permissions"]) == "32"


async def test_everything_else_is_for_servers_people_and_every_place(door, discord):
    for entry in discord.commands:
        if entry["name"] != "ethics-admin":
            assert sorted(entry["contexts"]) == [0, 1, 2]
            assert sorted(entry["integration_types"]) == [0, 1]


async def test_names_and_descriptions_are_spanish_for_who_reads_spanish(door, discord):
    stack = list(discord.commands)
    assert stack
    while stack:
        entry = stack.pop()
        for locale in ("es-ES", "es-419"):
            assert entry["name_localizations"][locale]
            if entry["type"] == 1:
                assert entry["description_localizations"][locale]
        stack += [{"type": 1} | option | {"type": 1} for option in entry.get("options", [])]


@pytest.mark.parametrize("longest", ["en", "es-ES"])
async def test_the_commands_keep_to_discords_limits(door, discord, longest):
    for entry in discord.commands:
        if entry["type"] != 1:
            continue
        total, stack = 0, [entry]
        while stack:
            part = stack.pop()
            name = part["name_localizations"].get(longest, part["name"])
            description = part["description_localizations"].get(longest, part["description"])
            assert len(name) <= 32
            assert name == name.lower()
            assert " " not in name
            assert 1 <= len(description) <= 100
            total += len(name) + len(description)
            options = part.get("options", [])
            assert len(options) <= 25
            stack += options
        assert total <= 8000


async def test_in_a_server_that_did_not_install_it_nothing_is_kept_or_set(door, discord, house):
    """Somebody brought the guide along; the server would never tell us to delete anything."""
    elsewhere = {"guild_id": "9999", "authorizing_integration_owners": {"1": ANN["id"]}}
    await discord.interaction(command("ask", question="gift") | elsewhere)
    await discord.until(lambda: discord.messages)
    (answer,) = discord.messages.values()
    await discord.interaction(press(answer, "Helpful") | elsewhere)
    await discord.until(lambda: house.votes.cast_votes)
    assert [workspace for workspace, *_ in house.votes.cast_votes] == ["discord:direct"]
    admin = command("settings") | elsewhere
    admin["data"] |= {"name": "ethics-admin"}
    await discord.interaction(admin)
    await discord.until(lambda: len(discord.posts("/callback")) == 3)
    refusal = discord.posts("/callback")[-1]["data"]
    assert "Only people who may manage this server" in text_of(Card(refusal))
    assert refusal["flags"] & 64


async def test_a_command_that_is_gone_says_so_instead_of_failing(door, discord, house):
    """Discord goes on showing old commands until it is restarted."""
    await discord.interaction(command("what-was-here-before"))
    await discord.until(lambda: discord.posts("/callback"))
    answer = discord.posts("/callback")[0]["data"]
    assert "That command has changed" in text_of(Card(answer))
    assert answer["flags"] & 64
    assert house.observer.incidents == []


async def test_a_problem_somebody_can_solve_is_told_in_its_own_words(door, discord, house):
    async def refuse(*_):
        raise UserFacingError("The votes are closed today.", hint="Come back tomorrow.")

    house.votes.forget = refuse
    await discord.interaction(command("forget-me"))
    await discord.until(lambda: discord.posts("/callback"))
    answer = text_of(Card(discord.posts("/callback")[0]["data"]))
    assert answer == "## That did not work\n\nThe votes are closed today. Come back tomorrow."
    assert house.observer.incidents == []
