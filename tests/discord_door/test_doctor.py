"""`ethics doctor discord`: what it finds, and what it says to click."""

from __future__ import annotations

import discord
import pytest

from bot.adapters.discord.daily import administration
from bot.adapters.discord.doctor import checks
from tests.support.discord.payloads import GUILD, TOKEN, guild_payload


@pytest.fixture
def examine(discord):
    async def run(**options):
        settings = {"token": TOKEN, "api_url": discord.api_url}
        return await checks.examine(**(settings | options))

    return run


async def test_a_healthy_setup_is_all_good_and_ends_with_the_invite_address(examine, door):
    findings = await examine()
    assert [finding.sentence for finding in findings if not finding.ok] == []
    assert "all 1 channels" in findings[-2].sentence
    assert findings[-1].sentence.endswith(
        "client_id=1000&scope=bot+applications.commands&permissions=274877926400"
    )


async def test_no_token_and_a_wrong_token_name_the_variable(examine):
    for token in ("", "wrong"):
        (finding,) = await examine(token=token)
        assert not finding.ok
        assert "DISCORD_TOKEN" in finding.sentence
        assert "developers/applications" in finding.click


async def test_who_has_no_token_yet_is_told_to_make_one_not_to_copy_it_again(examine):
    (none,), (wrong,) = await examine(token=""), await examine(token="wrong")
    assert none.sentence == "DISCORD_TOKEN is not set."
    assert "Make an application" in none.click
    assert "again" not in none.click
    assert "refused" in wrong.sentence
    assert "Copy the token again" in wrong.click


async def test_a_discord_that_cannot_be_reached_is_a_finding(discord, examine):
    url = discord.api_url
    await discord.stop()
    (finding,) = await examine(api_url=url)
    assert not finding.ok
    assert "could not be asked" in finding.sentence


async def test_commands_that_were_never_synced_are_noticed(examine):
    bad = [finding for finding in await examine() if not finding.ok]
    assert [finding.sentence for finding in bad] == [
        "Discord does not have the commands of this version."
    ]


async def test_missing_permissions_are_named_with_their_channels(discord, door, examine):
    only_reading = str(1 << 10)
    discord.guilds[GUILD] = guild_payload(permissions=only_reading, channels=7)
    (bad,) = [finding for finding in await examine() if not finding.ok]
    assert "7 of 7 channels (#channel-100" in bad.sentence
    assert "and 2 more" in bad.sentence
    assert "Send Messages, Embed Links, Send Messages In Threads" in bad.click


async def test_a_guide_in_no_server_is_told_how_to_get_into_one(discord, door, examine):
    discord.guilds.clear()
    bad = [finding for finding in await examine() if not finding.ok]
    assert bad[-1].sentence == "The guide is in no server yet."
    assert "permissions=274877926400" in bad[-1].click


async def test_the_portals_own_traps_are_found(discord, door, examine):
    discord.application |= {"bot_require_code_grant": True, "integration_types_config": {"0": {}}}
    bad = [finding.click for finding in await examine() if not finding.ok]
    assert "Requires OAuth2 Code Grant" in bad[0]
    assert "User Install" in bad[1]


async def test_the_commands_of_features_are_expected_too():
    """The daily post adds /ethics-admin daily; a doctor that did not know it would see a fault."""
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True))
    tree = checks._our_commands(client, (administration.feature(None),))
    admin = tree.get_command("ethics-admin")
    assert "daily" in {command.name for command in admin.commands}
