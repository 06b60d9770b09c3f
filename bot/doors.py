"""Every door and what it is built from.

A new platform is a folder under adapters/, a builder, and one line in BUILDERS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute

from bot.adapters.shared.services import Services
from bot.daily.wiring import DailyPost
from bot.handlers.guide import Guide
from bot.handlers.ports import Door, Idempotency, Observer, RateLimit, Workspaces
from bot.settings import Settings, secret
from bot.store import Clock, Store


@dataclass(frozen=True, slots=True)
class Parts:
    """What doors are built from."""

    settings: Settings
    clock: Clock
    guide: Guide
    observer: Observer
    store: Store
    idempotency: Idempotency
    workspaces: Workspaces
    rate_limit: RateLimit
    daily: DailyPost
    faults: Callable[[], Sequence[str]]
    confusions: Callable[[], Sequence[tuple[int, str, str]]]


Builder = Callable[[Parts], "Door | None"]


def build(parts: Parts) -> list[Door]:
    """The doors these settings open."""
    return [door for builder in BUILDERS if (door := builder(parts)) is not None]


def routes_of(door: Door) -> list[BaseRoute]:
    """What a door serves on the shared web server; nothing for most."""
    routes = getattr(door, "routes", None)
    return list(routes()) if callable(routes) else []


def _services(parts: Parts) -> Services:
    return Services(
        guide=parts.guide,
        observer=parts.observer,
        rate_limit=parts.rate_limit,
        votes=parts.store.votes,
        workspaces=parts.workspaces,
        idempotency=parts.idempotency,
    )


def _web(parts: Parts) -> Door:
    from bot.adapters.web.connect import WebDoor  # noqa: PLC0415 - a door is imported when opened

    settings = parts.settings
    return WebDoor(
        guide=parts.guide,
        observer=parts.observer,
        rate_limit=parts.rate_limit,
        clock=parts.clock.today,
        public_url=settings.public_url,
        embed_origins=settings.embed_origins.split(),
        admin_secret=secret(settings.admin_secret),
        explain=parts.guide.explain,
        faults=parts.faults,
        confusions=parts.confusions,
        votes=parts.store.votes,
        daily=parts.daily.service,
    )


def _slack(parts: Parts) -> Door | None:
    settings = parts.settings
    wanted = (
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.slack_client_id,
        settings.slack_client_secret,
    )
    if not any(wanted):
        return None
    # A door is imported when it is opened: an SDK costs time and memory.
    from bot.adapters.slack.connect import SlackDoor  # noqa: PLC0415
    from bot.adapters.slack.daily import administration  # noqa: PLC0415
    from bot.adapters.slack.daily.posts import SlackPosts  # noqa: PLC0415

    client_id = settings.slack_client_id
    door = SlackDoor(
        services=_services(parts),
        bot_token=secret(settings.slack_bot_token),
        app_token=secret(settings.slack_app_token),
        signing_secret=secret(settings.slack_signing_secret),
        client_id=client_id,
        client_secret=secret(settings.slack_client_secret),
        api_url=settings.slack_api_url,
        authorize_url=settings.slack_authorize_url,
        public_url=settings.public_url,
        agent_view=settings.slack_agent_view,
        installations=parts.store.installations(client_id) if client_id else None,
        oauth_state_store=parts.store.oauth_states() if client_id else None,
        features=(administration.DailyFeature(parts.daily.service),),
    )
    parts.daily.posting[door.name] = SlackPosts(client_for=door.client_for, observer=parts.observer)
    return door


def _discord(parts: Parts) -> Door | None:
    settings = parts.settings
    if not settings.discord_token:
        return None
    from bot.adapters.discord.connect import DiscordDoor  # noqa: PLC0415
    from bot.adapters.discord.daily import administration  # noqa: PLC0415 - imported when opened
    from bot.adapters.discord.daily.posts import DiscordPosts  # noqa: PLC0415

    posts = DiscordPosts(observer=parts.observer)
    parts.daily.posting[DiscordDoor.name] = posts
    return DiscordDoor(
        services=_services(parts),
        key_values=parts.store.key_values,
        token=secret(settings.discord_token),
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        dev_guild=settings.discord_dev_guild,
        features=(posts, administration.feature(parts.daily.service)),
    )


# The page comes last: its routes take every address that no other door has.
BUILDERS: tuple[Builder, ...] = (_slack, _discord, _web)
