"""The app manifest, from the same names the code listens to. Pure.

Fields and limits: https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from bot.adapters.slack import wording

COMMAND = "/ethics"
GLOBAL_SHORTCUT = "ask_ethics"
MESSAGE_SHORTCUT = "what_does_the_code_say"
EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

# Every scope with the reason Slack's reviewers ask for.
SCOPES = MappingProxyType(
    {
        "commands": "The /ethics command and both shortcuts.",
        "chat:write": "Answers in threads and direct messages, shared answers, copies.",
        "app_mentions:read": "Questions asked by mentioning the app.",
        "im:history": "Questions asked in a direct message with the app.",
        "users:read": "Whether somebody is a workspace admin, before settings are changed.",
    }
)
AGENT_SCOPES = MappingProxyType(
    {"assistant:write": "Suggested prompts and the working status in the agent view."}
)
# Never asked for. Where an admin adds one, a daily post whose fate is unclear can be looked up.
USEFUL_SCOPES = MappingProxyType(
    {
        "channels:history": "Looks whether a daily post arrived after Slack gave no clear answer.",
        "groups:history": "The same in private channels.",
    }
)
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
SUGGESTED_PROMPTS = (
    {"title": "Tickets from a vendor", "message": "A vendor offered me tickets to a game"},
    {"title": "A yard sign at home", "message": "My wife wants a yard sign for the mayor's race"},
    {"title": "A nephew for the job", "message": "A council member asks me to hire his nephew"},
    {"title": "The twelve tenets", "message": "tenets"},
)
_NAME = "Ethics Guide"
_DESCRIPTION = "Answers questions about ethics at work from the ICMA Code of Ethics."
_LONG = (
    "Ask in your own words what happened, and the ethics guide tells you what to do, why, and "
    "which tenet of the ICMA Code of Ethics says so. Ask with /ethics, in a direct message, by "
    "mentioning it in a channel, or from the menu of any message. Answers are private until you "
    "share one. Every answer names what it rests on. It gives general "
    "information, which can be incomplete or out of date, and no legal advice. It answers from "
    "texts written beforehand; no generative AI writes them. It keeps nothing you type."
)


def scopes(*, agent_view: bool = False) -> tuple[str, ...]:
    """The bot scopes the app asks for: the fewest it can work with."""
    return (*SCOPES, *(AGENT_SCOPES if agent_view else ()))


def manifest(*, public_url: str = "", agent_view: bool = False) -> dict[str, Any]:
    """The manifest: for signed HTTP at `public_url`, or for Socket Mode without one."""
    settings: dict[str, Any] = {
        "event_subscriptions": {"bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": bool(public_url),
        "socket_mode_enabled": not public_url,
        "token_rotation_enabled": bool(public_url),
    }
    command: dict[str, Any] = {
        "command": COMMAND,
        "description": "Ask what the ICMA Code of Ethics says",
        "usage_hint": "tickets from a vendor | tenet 7 | topics | ask | help",
        "should_escape": True,
    }
    oauth: dict[str, Any] = {"scopes": {"bot": list(scopes(agent_view=agent_view))}}
    if public_url:
        events = f"{public_url}{EVENTS_PATH}"
        settings["event_subscriptions"]["request_url"] = events
        settings["interactivity"]["request_url"] = events
        settings["interactivity"]["message_menu_options_url"] = events
        command["url"] = events
        oauth["redirect_urls"] = [f"{public_url}{REDIRECT_PATH}"]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": _NAME,
            "description": _DESCRIPTION,
            "long_description": _LONG,
            "background_color": "#1f3a4d",
        },
        "features": _features(command, agent_view=agent_view),
        "oauth_config": oauth,
        "settings": settings,
    }


def _features(command: dict[str, Any], *, agent_view: bool) -> dict[str, Any]:
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "ethics", "always_online": True},
        "shortcuts": [
            {
                "name": wording.SHORTCUT_GLOBAL,
                "type": "global",
                "callback_id": GLOBAL_SHORTCUT,
                "description": "Ask a question or find a topic",
            },
            {
                "name": wording.SHORTCUT_MESSAGE,
                "type": "message",
                "callback_id": MESSAGE_SHORTCUT,
                "description": "A private answer about this message",
            },
        ],
        "slash_commands": [command],
    }
    if agent_view:
        features["agent_view"] = {
            "agent_description": _DESCRIPTION,
            "suggested_prompts": [dict(prompt) for prompt in SUGGESTED_PROMPTS],
        }
    return features
