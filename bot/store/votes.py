"""Helpful or not: one vote a person and answer, with the person as a salted hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handlers.ports import Tally
from bot.store.engine import Database
from bot.store.sql import upsert
from bot.store.tables import salts, votes

SALT_BYTES = 16


class VoteStore:
    """`Votes`, and the tallies maintainers read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def cast(self, workspace: str, voter: str, about: str, *, helpful: bool) -> None:
        """Record or change one person's vote."""
        async with self._database.write() as connection:
            hidden = _hidden(await self._salt(connection, workspace), voter)
            wanted = upsert(self._database, votes).values(
                workspace=workspace,
                voter=hidden,
                about=about,
                helpful=helpful,
                cast_at=self._database.now(),
            )
            await connection.execute(
                wanted.on_conflict_do_update(
                    index_elements=["workspace", "voter", "about"],
                    set_={"helpful": wanted.excluded.helpful, "cast_at": wanted.excluded.cast_at},
                )
            )

    async def forget(self, workspace: str, voter: str) -> int:
        """Delete a person's votes; how many there were."""
        async with self._database.write() as connection:
            salt = await _salt_of(connection, workspace)
            if salt is None:
                return 0
            done = await connection.execute(
                delete(votes).where(
                    votes.c.workspace == workspace, votes.c.voter == _hidden(salt, voter)
                )
            )
            return done.rowcount

    async def held(self, workspace: str, voter: str) -> int:
        """How many votes of this person are kept."""
        async with self._database.read() as connection:
            salt = await _salt_of(connection, workspace)
            if salt is None:
                return 0
            found = await connection.execute(
                select(func.count())
                .select_from(votes)
                .where(votes.c.workspace == workspace, votes.c.voter == _hidden(salt, voter))
            )
            return int(found.scalar_one())

    async def tallies(self) -> list[Tally]:
        """The votes on each answer over all workspaces, the least helpful first."""
        up = func.sum(case((votes.c.helpful, 1), else_=0))
        down = func.sum(case((votes.c.helpful, 0), else_=1))
        query = select(votes.c.about, up, down).group_by(votes.c.about)
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            found = [Tally(about, int(yes), int(no)) for about, yes, no in rows]
        return sorted(found, key=lambda tally: (tally.helpful - tally.unhelpful, tally.about))

    async def tidy(self, before: float) -> int:
        """Delete votes older than `before`; how many there were."""
        async with self._database.write() as connection:
            done = await connection.execute(delete(votes).where(votes.c.cast_at < before))
            return done.rowcount

    async def _salt(self, connection: AsyncConnection, workspace: str) -> bytes:
        """The workspace's salt, made with its first vote."""
        fresh = secrets.token_bytes(SALT_BYTES)
        await connection.execute(
            upsert(self._database, salts)
            .values(workspace=workspace, salt=fresh)
            .on_conflict_do_nothing(index_elements=["workspace"])
        )
        return await _salt_of(connection, workspace) or fresh


async def _salt_of(connection: AsyncConnection, workspace: str) -> bytes | None:
    found = await connection.execute(select(salts.c.salt).where(salts.c.workspace == workspace))
    salt = found.scalar()
    return None if salt is None else bytes(salt)


def _hidden(salt: bytes, voter: str) -> str:
    return hmac.new(salt, voter.encode(), hashlib.sha256).hexdigest()
