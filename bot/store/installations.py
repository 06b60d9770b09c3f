"""Slack's installations on the project's database, with tokens encrypted at rest."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import AbstractAsyncContextManager
from copy import copy
from dataclasses import dataclass
from typing import Any, cast

from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import MetaData, Table, delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.engine import Database
from bot.store.tables import oauth_states, slack_bots, slack_installations
from bot.store.token_encryption import TokenCipher

_BOT_SECRETS = ("bot_token", "bot_refresh_token")
_SECRETS = (*_BOT_SECRETS, "user_token", "user_refresh_token", "incoming_webhook_url")


@dataclass(frozen=True, slots=True)
class _Engine:
    """What the SDK's store asks of an engine: it saves with `begin` and finds with `connect`."""

    database: Database

    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self.database.write()

    def connect(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self.database.read()


class Installations(AsyncSQLAlchemyInstallationStore):
    """The SDK's store, on our tables."""

    def __init__(self, client_id: str, database: Database, cipher: TokenCipher) -> None:
        super().__init__(client_id, cast("AsyncEngine", _Engine(database)))
        self._cipher = cipher

    @classmethod
    def build_bots_table(cls, metadata: MetaData, table_name: str) -> Table:  # noqa: ARG003 - the SDK's signature
        """Ours, wide enough for encrypted tokens."""
        return slack_bots

    @classmethod
    def build_installations_table(cls, metadata: MetaData, table_name: str) -> Table:  # noqa: ARG003 - the SDK's signature
        """Ours, wide enough for encrypted tokens."""
        return slack_installations

    async def async_save(self, installation: Installation) -> None:
        """Save an installation, and its bot."""
        closed = copy(installation)  # the caller keeps the tokens as they are
        self._each(closed, _SECRETS, self._cipher.close)
        await super().async_save(closed)

    async def async_save_bot(self, bot: Bot) -> None:
        """Save a bot. The SDK calls this for an installation too, whose tokens are closed."""
        closed = copy(bot)
        self._each(closed, _BOT_SECRETS, self._cipher.close)
        await super().async_save_bot(closed)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The latest bot of a workspace or organization."""
        bot = await super().async_find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        if bot is not None:
            self._each(bot, _BOT_SECRETS, self._cipher.open)
        return bot

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The latest installation of a workspace or organization, or of one person there."""
        found = await super().async_find_installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            is_enterprise_install=is_enterprise_install,
        )
        if found is not None:
            self._each(found, _SECRETS, self._cipher.open)
        return found

    @staticmethod
    def _each(kept: Any, names: tuple[str, ...], change: Any) -> None:
        for name in names:
            setattr(kept, name, change(getattr(kept, name)))


class OAuthStates(AsyncOAuthStateStore):
    """States of installations under way: each is good once, for a few minutes."""

    def __init__(self, database: Database, seconds: int) -> None:
        self._database = database
        self._seconds = seconds

    async def async_issue(self, *_args: Any, **_kwargs: Any) -> str:
        """A new state. Only its digest is kept."""
        state = secrets.token_urlsafe(24)
        now = self._database.now()
        async with self._database.write() as connection:
            await connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= now))
            await connection.execute(
                insert(oauth_states).values(state=_digest(state), expires_at=now + self._seconds)
            )
        return state

    async def async_consume(self, state: str) -> bool:
        """True for exactly one caller while the state is good."""
        spent = (
            delete(oauth_states)
            .where(
                oauth_states.c.state == _digest(state),
                oauth_states.c.expires_at > self._database.now(),
            )
            .returning(oauth_states.c.state)
        )
        async with self._database.write() as connection:
            return (await connection.execute(spent)).first() is not None


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
