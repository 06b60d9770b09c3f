"""People, servers, messages and interactions as Discord sends them."""

from __future__ import annotations

from itertools import count
from typing import Any

TOKEN = "fake-token"
APPLICATION = "1000"
BOT = {
    "id": "1000",
    "username": "ethics-guide",
    "discriminator": "0",
    "avatar": None,
    "bot": True,
    "global_name": None,
}
ANN = {
    "id": "2000",
    "username": "ann",
    "discriminator": "0",
    "avatar": None,
    "global_name": "Ann",
}
GUILD = 3000
CHANNEL = 100
ROLE = 3001
EVERYTHING = "562949953421311"
_NOW = "2026-11-23T09:00:00+00:00"
_ids = count(10_000)


def guild_payload(
    guild: int = GUILD, *, permissions: str = EVERYTHING, channels: int = 1
) -> dict[str, Any]:
    """A server with one role for everybody, the bot's own role, and some text channels."""
    everybody = _role(guild, "@everyone", permissions, position=0)
    return {
        "id": str(guild),
        "name": f"Town {guild}",
        "icon": None,
        "owner_id": "1",
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [everybody, _role(guild + 1, "ethics-guide", "0", position=1, managed=True)],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "system_channel_id": str(CHANNEL),
        "system_channel_flags": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "member_count": 1,
        "members": [
            {
                "user": BOT,
                "roles": [str(guild + 1)],
                "joined_at": _NOW,
                "flags": 0,
                "deaf": False,
                "mute": False,
            }
        ],
        "channels": [_channel(guild, CHANNEL + n) for n in range(channels)],
        "threads": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def _role(
    role: int, name: str, permissions: str, *, position: int, managed: bool = False
) -> dict[str, Any]:
    return {
        "id": str(role),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": position,
        "permissions": permissions,
        "managed": managed,
        "mentionable": False,
        "flags": 0,
        "tags": {"bot_id": BOT["id"]} if managed else {},
    }


def _channel(guild: int, channel: int) -> dict[str, Any]:
    return {
        "id": str(channel),
        "type": 0,
        "guild_id": str(guild),
        "name": f"channel-{channel}",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "flags": 0,
    }


def said(text: str, **more: Any) -> dict[str, Any]:
    """A message of Ann's that mentions the bot, in a server's channel."""
    return {
        "id": str(next(_ids)),
        "channel_id": str(CHANNEL),
        "guild_id": str(GUILD),
        "author": ANN,
        "content": f"<@{BOT['id']}> {text}",
        "timestamp": _NOW,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [BOT],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        "components": [],
        **more,
    }


def said_directly(text: str, **more: Any) -> dict[str, Any]:
    """A direct message of Ann's."""
    message = said("", **more)
    del message["guild_id"]
    return message | {"content": text, "mentions": [], "channel_id": "900"} | more


def command(name: str, **options: Any) -> dict[str, Any]:
    """Ann used `/ethics name`."""
    given = [{"name": k, "type": 3, "value": v} for k, v in options.items()]
    data = {
        "id": "1",
        "name": "ethics",
        "type": 1,
        "options": [{"name": name, "type": 1, "options": given}],
    }
    return _interaction(2, data)


def press(message: dict[str, Any], label: str) -> dict[str, Any]:
    """Ann pressed a button of a message, by its label."""
    stack = list(message["components"])
    while stack:
        component = stack.pop(0)
        if component.get("label") == label:
            data = {"custom_id": component["custom_id"], "component_type": 2}
            return _interaction(3, data) | {"message": message}
        stack = [*component.get("components", ()), *stack]
    raise AssertionError(f"no button {label!r}")


def _interaction(kind: int, data: dict[str, Any]) -> dict[str, Any]:
    number = next(_ids)
    return {
        "id": str(number),
        "application_id": APPLICATION,
        "type": kind,
        "token": f"token-{number}",
        "version": 1,
        "data": data,
        "guild_id": str(GUILD),
        "channel_id": str(CHANNEL),
        "channel": _channel(GUILD, CHANNEL),
        "member": {
            "user": ANN,
            "roles": [],
            "joined_at": _NOW,
            "permissions": EVERYTHING,
            "flags": 0,
            "deaf": False,
            "mute": False,
        },
        "locale": "en-US",
        "guild_locale": "en-US",
        "app_permissions": EVERYTHING,
        "authorizing_integration_owners": {"0": str(GUILD)},
        "context": 0,
        "entitlements": [],
        "attachment_size_limit": 10_000_000,
    }


def made_message(message: int, channel: int, body: dict[str, Any]) -> dict[str, Any]:
    """A message of the bot's, as Discord gives it back."""
    return said("") | {
        "id": str(message),
        "channel_id": str(channel),
        "author": BOT,
        "content": body.get("content") or "",
        "mentions": [],
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "flags": body.get("flags") or 0,
    }
