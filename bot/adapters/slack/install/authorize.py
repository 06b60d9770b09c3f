"""Whose token answers a request: the one workspace's, or that of the installation on file."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError, SlackClientError, SlackTokenRotationError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.adapters.shared.ttl_cache import TtlCache
from bot.adapters.slack.transport.api_errors import not_well, refusal
from bot.adapters.slack.transport.web_api import NAME, Sender
from bot.handlers.errors import UserFacingError
from bot.handlers.ports import Idempotency, Observer

# A token is looked up at most once a minute: an uninstallation elsewhere is noticed by then.
_REMEMBERED_SECONDS = 60.0
_MOST = 10_000
# Slack's access tokens last twelve hours; they are renewed this long before they end.
# https://docs.slack.dev/authentication/using-token-rotation
ROTATE_MINUTES_BEFORE = 120
_ROTATION_CLAIM = timedelta(minutes=2)
_ROTATION_WAITS = (0.1, 0.2, 0.4, 0.8, 1.0)

Key = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """Who the bot is in its one workspace, as `auth.test` says."""

    team_id: str
    enterprise_id: str
    bot_id: str
    bot_user_id: str
    since: float


class Authorize(AsyncAuthorize):
    """Bolt asks this before each request. It needs no call to Slack and rarely the database."""

    def __init__(
        self,
        *,
        sender: Sender,
        observer: Observer,
        idempotency: Idempotency,
        bot_token: str = "",
        installations: AsyncInstallationStore | None = None,
        client_id: str = "",
        client_secret: str = "",
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Bolt's own has no annotation
        self._sender = sender
        self._observer = observer
        self._idempotency = idempotency
        self._bot_token = bot_token
        self._installations = installations
        self._client_id = client_id
        self._client_secret = client_secret
        self._myself: BotIdentity | None = None
        self._known: TtlCache[AuthorizeResult] = TtlCache(most=_MOST, seconds=_REMEMBERED_SECONDS)
        self._locks: defaultdict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def sign_in(self) -> BotIdentity | None:
        """Check the one workspace's token. Raises `UserFacingError` when Slack refuses it."""
        if not self._bot_token:
            return None
        try:
            said = await self._sender.with_token(self._bot_token).auth_test()
        except SlackApiError as error:
            if not_well(error):
                raise UserFacingError(
                    "Slack is not well right now, so SLACK_BOT_TOKEN could not be checked.",
                    hint="See slack-status.com. It is tried again by itself.",
                    passing=True,
                ) from None
            raise UserFacingError(
                f"Slack refuses SLACK_BOT_TOKEN ({refusal(error)}).",
                hint="Copy the Bot User OAuth Token (xoxb-…) from your app's "
                "“OAuth & Permissions” page.",
            ) from None
        except (OSError, TimeoutError, SlackClientError):
            raise UserFacingError(
                "Slack cannot be reached, so SLACK_BOT_TOKEN could not be checked.",
                hint="Check the network and SLACK_API_URL. It is tried again by itself.",
                passing=True,
            ) from None
        self._myself = BotIdentity(
            str(said.get("team_id") or ""),
            str(said.get("enterprise_id") or ""),
            str(said.get("bot_id") or ""),
            str(said.get("user_id") or ""),
            time.time(),
        )
        return self._myself

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,  # noqa: ARG002 - Bolt names the arguments
        actor_team_id: str | None = None,  # noqa: ARG002 - the same
        actor_user_id: str | None = None,  # noqa: ARG002 - the same
    ) -> AuthorizeResult | None:
        """The token and the bot's own ids for a request; None where nothing is installed."""
        whole = bool(context.is_enterprise_install)
        if self._installations is None:
            return self._own(user_id)
        key = (enterprise_id or "", "" if whole else team_id or "", whole)
        found = self._known.get(key)
        if found is None:
            bot = await self._find(key)
            if bot is None:
                own = self._myself
                return self._own(user_id) if own and own.team_id == team_id else None
            found = _result(bot, key)
            self._known.put(key, found)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user_id,
            bot_id=found.bot_id,
            bot_token=found.bot_token,
            user_id=user_id,
        )

    def _own(self, user_id: str | None) -> AuthorizeResult | None:
        if self._myself is None:
            return None
        return AuthorizeResult(
            enterprise_id=self._myself.enterprise_id or None,
            team_id=self._myself.team_id,
            bot_user_id=self._myself.bot_user_id,
            bot_id=self._myself.bot_id,
            bot_token=self._bot_token,
            user_id=user_id,
        )

    async def token(self, workspace: str) -> str | None:
        """The token for `slack:T…` or `slack:E…`, for work that no request began."""
        name = workspace.removeprefix("slack:")
        own = self._myself
        if own and name in (own.team_id, own.enterprise_id):
            return self._bot_token
        if self._installations is None:
            return None
        whole = name.startswith("E")
        bot = await self._find((name if whole else "", "" if whole else name, whole))
        return bot.bot_token if bot else None

    def own(self, enterprise_id: str, team_id: str) -> tuple[str, float] | None:
        """The one workspace's token from the settings, and since when it is known to be good."""
        own = self._myself
        if own is None or (team_id or enterprise_id) not in (own.team_id, own.enterprise_id):
            return None
        return self._bot_token, own.since

    async def renew(self, workspace: str) -> str | None:
        """The token as it is on file now, after Slack refused the one that was remembered."""
        name = workspace.removeprefix("slack:")
        self.forget(name if name.startswith("E") else "", "" if name.startswith("E") else name)
        return await self.token(workspace)

    def forget(self, enterprise_id: str, team_id: str) -> None:
        """Look the workspace's token up again at its next request."""

        def same(key: object) -> bool:
            return isinstance(key, tuple) and (
                key[1] == team_id if team_id else key[0] == enterprise_id
            )

        self._known.drop_where(same)

    async def _find(self, key: Key) -> Bot | None:
        assert self._installations is not None  # noqa: S101 - callers have looked
        enterprise_id, team_id, whole = key
        bot = await self._installations.async_find_bot(
            enterprise_id=enterprise_id or None,
            team_id=team_id or None,
            is_enterprise_install=whole,
        )
        if bot is None or bot.bot_refresh_token is None or bot.bot_token_expires_at is None:
            return bot
        if bot.bot_token_expires_at > time.time() + ROTATE_MINUTES_BEFORE * 60:
            return bot
        async with self._locks[key]:
            return await self._rotated(key, bot)

    async def _rotated(self, key: Key, bot: Bot) -> Bot:
        """The bot with a fresh token: renewed here, or by whichever replica came first.

        A refresh token works once, so exactly one replica may use it.
        """
        digest = hashlib.sha256(str(bot.bot_refresh_token).encode()).hexdigest()[:24]
        if await self._idempotency.claim(f"slack:rotate:{digest}", _ROTATION_CLAIM):
            return await self._rotate(bot)
        for pause in _ROTATION_WAITS:
            newer = await self._stored(key)
            if newer is not None and newer.bot_refresh_token != bot.bot_refresh_token:
                return newer
            if (bot.bot_token_expires_at or 0) > time.time():
                return bot  # Still good: no need to wait for the other replica.
            await asyncio.sleep(pause)
        return bot

    async def _rotate(self, bot: Bot) -> Bot:
        assert self._installations is not None  # noqa: S101 - only installations rotate
        rotator = AsyncTokenRotator(
            client_id=self._client_id,
            client_secret=self._client_secret,
            client=self._sender.with_token(""),
        )
        try:
            fresh = await rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=ROTATE_MINUTES_BEFORE
            )
        except SlackTokenRotationError as error:
            # The old token may still be good for a while; the next request tries again.
            self._observer.incident(NAME, error)
            return bot
        if fresh is None:
            return bot
        await self._installations.async_save_bot(fresh)
        return fresh

    async def _stored(self, key: Key) -> Bot | None:
        assert self._installations is not None  # noqa: S101 - only installations rotate
        enterprise_id, team_id, whole = key
        return await self._installations.async_find_bot(
            enterprise_id=enterprise_id or None,
            team_id=team_id or None,
            is_enterprise_install=whole,
        )


def _result(bot: Bot, key: Key) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=key[0] or None,
        team_id=key[1] or None,
        bot_user_id=bot.bot_user_id,
        bot_id=bot.bot_id,
        bot_token=bot.bot_token,
    )
