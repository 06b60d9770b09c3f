"""The manifest asks for what the code calls and handles: no more, no less."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from bot.adapters import slack as package
from bot.adapters.slack import manifest
from bot.adapters.slack.doctor.checks import examine
from tests.support.slack.fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.support.slack.workspace import make_door

SOURCES = {
    path.name: path.read_text(encoding="utf-8")
    for path in Path(next(iter(package.__path__))).rglob("*.py")
}
# The scope each method needs: https://docs.slack.dev/reference/methods
NEEDS = {
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_delete": "chat:write",
    "users_info": "users:read",
    "views_open": None,
    "views_update": None,
    "views_publish": None,
    "auth_test": None,
    "bots_info": "users:read",
    "oauth_v2_access": None,
    "apps_connections_open": None,
    "agents_sessions_setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}
LISTENING = {"app_mention": "app_mentions:read", "message.im": "im:history"}


def test_every_method_called_has_its_scope_and_every_scope_is_used():
    code = "\n".join(SOURCES.values())
    called = set(re.findall(r"client(?:_for)?\)?\.((?:[a-z]+_)+[a-zA-Z]+)\(", code))
    called |= set(re.findall(r'api_call\(\s*"([^"]+)"', code))
    called.discard("api_call")
    called |= set(re.findall(r"\.(auth_test|apps_connections_open)\(", code))
    assert called - set(NEEDS) <= {"conversations_history"}, called - set(NEEDS)
    assert set(manifest.USEFUL_SCOPES) == {"channels:history", "groups:history"}
    assert not set(manifest.USEFUL_SCOPES) & set(manifest.scopes(agent_view=True))
    needed = {NEEDS[name] for name in called & set(NEEDS)} - {None}
    needed |= {"commands", *LISTENING.values()}
    assert needed == set(manifest.scopes(agent_view=True))
    assert set(manifest.scopes()) == needed - {"assistant:write"}


def test_every_event_subscribed_to_is_handled_and_the_reverse():
    handled = set()
    for source in SOURCES.values():
        handled |= set(re.findall(r'app\.event\("(\w+)"\)', source))
    handled = {"message.im" if name == "message" else name for name in handled}
    assert handled == set(manifest.EVENTS)


def test_every_shortcut_has_a_listener():
    made = manifest.manifest()["features"]["shortcuts"]
    assert {s["callback_id"] for s in made} == {"ask_ethics", "what_does_the_code_say"}
    assert "app.shortcut(GLOBAL_SHORTCUT)" in SOURCES["ask_modal.py"]
    assert "app.shortcut(MESSAGE_SHORTCUT)" in SOURCES["ask_modal.py"]


@pytest.mark.parametrize("agent_view", [False, True])
@pytest.mark.parametrize("public_url", ["", "https://ethics.town.example"])
def test_the_manifest_keeps_to_slacks_limits(public_url, agent_view):
    made = manifest.manifest(public_url=public_url, agent_view=agent_view)
    about = made["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4_000
    features = made["features"]
    assert re.fullmatch(r"[a-z0-9_.-]{1,80}", features["bot_user"]["display_name"])
    (command,) = features["slash_commands"]
    assert len(command["command"]) <= 32
    assert command["should_escape"] is True
    assert len(command["usage_hint"]) <= 1_000
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert ("agent_view" in features) is agent_view
    if agent_view:
        assert len(features["agent_view"]["agent_description"]) <= 300
        assert len(features["agent_view"]["suggested_prompts"]) <= 4
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is not bool(public_url)
    urls = re.findall(r"https://[^'\"]+", str(made))
    assert bool(urls) is bool(public_url)
    assert all(url.startswith(f"{public_url}/slack/") for url in urls)


async def test_the_addresses_in_the_manifest_are_served():
    async with FakeSlack() as slack:
        door = make_door(slack)
        assert [route.path for route in door.routes()] == [manifest.EVENTS_PATH]


def test_the_manifest_is_pure():
    assert manifest.manifest() == manifest.manifest()
    assert not inspect.iscoroutinefunction(manifest.manifest)


def _faults(findings):
    return [finding for finding in findings if not finding.ok]


async def test_the_doctor_finds_a_healthy_app_healthy(slack):
    findings = await examine(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url)
    assert _faults(findings) == []
    assert len(findings) == 3


# The SDK signs `oauth.v2.access` in a way that aiohttp will drop some day.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "no workspace"),
        ({"bot_token": "xoxp-1"}, "xoxb-"),
        ({"bot_token": "xoxb-wrong", "app_token": APP_TOKEN}, "SLACK_BOT_TOKEN"),
        ({"bot_token": BOT_TOKEN, "app_token": "xapp-wrong"}, "SLACK_APP_TOKEN"),
        ({"bot_token": BOT_TOKEN}, "Neither Socket Mode nor signed HTTP"),
        ({"bot_token": "xoxe.xoxb-1"}, "ends after twelve hours"),
        ({"client_id": "1.2", "signing_secret": "s"}, "only one is set"),
        ({"client_id": "1.2", "client_secret": "s"}, "no key"),
        ({"client_id": "1.2", "client_secret": "wrong"}, "bad_client_secret"),
        ({"bot_token": BOT_TOKEN, "app_token": "xapp-1-A0OTHER-2-x"}, "of two apps"),
        ({"bot_token": BOT_TOKEN, "signing_secret": "s", "public_url": "http://town"}, "https"),
        (
            {"bot_token": BOT_TOKEN, "signing_secret": "s", "public_url": "https://127.0.0.1:9"},
            "cannot be reached",
        ),
    ],
)
async def test_the_doctor_names_each_fault_and_what_to_click(slack, given, named):
    faults = _faults(await examine(api_url=slack.api_url, **given))
    assert any(named in fault.sentence for fault in faults), faults
    assert all(fault.click for fault in faults)


async def test_the_doctor_names_missing_scopes_and_needless_ones(slack):
    slack.scopes = "commands,chat:write,im:history,users:read,channels:read"
    findings = await examine(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url)
    (fault,) = _faults(findings)
    assert "app_mentions:read" in fault.sentence
    assert "Reinstall" in fault.click
    assert any("channels:read" in f.sentence for f in findings if f.ok)


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_the_doctor_says_when_slack_is_not_well(slack, method):
    slack.fail(method, *[(503, {}, "<html>Oops</html>")] * 4)
    findings = await examine(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url)
    assert "not well" in _faults(findings)[0].sentence


async def test_the_doctor_says_what_it_could_not_look_at(slack):
    findings = await examine(bot_token=BOT_TOKEN, signing_secret="s", api_url=slack.api_url)
    assert _faults(findings) == []
    assert "was not checked" in findings[-1].sentence


async def test_the_doctor_says_when_slack_cannot_be_reached():
    findings = await examine(
        bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url="http://127.0.0.1:9/api/"
    )
    assert len(_faults(findings)) == 2
