"""Whether somebody agreed that what they do is told. No answer is no."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

KEPT_DAYS: Final = 395
"""Thirteen months: then somebody is asked again, and nothing is known of who never came back."""

_READ: Final = sa.text("SELECT agreed, at FROM analytics_choices WHERE owner = :owner")
_KEEP: Final = sa.text("""
INSERT INTO analytics_choices AS c (owner, agreed) VALUES (:owner, :agreed)
ON CONFLICT (owner) DO UPDATE SET agreed = excluded.agreed,
    at = CASE WHEN c.agreed = excluded.agreed THEN c.at ELSE excluded.at END
RETURNING agreed, at
""")
_AGREED: Final = sa.text("""
SELECT owner, at FROM analytics_choices WHERE owner = ANY(CAST(:owners AS text[])) AND agreed
FOR SHARE
""")
_ADOPT: Final = sa.text("""
INSERT INTO analytics_choices (owner, agreed)
SELECT :owner, agreed FROM analytics_choices WHERE owner = :guest
ON CONFLICT DO NOTHING
""")
_FORGET: Final = """
DELETE FROM analytics_choices WHERE owner IN (
    SELECT owner FROM analytics_choices WHERE at < now() - make_interval(days => $1) LIMIT 1000)
"""


class Choice(Struct, frozen=True):
    """``at``: since when it is so."""

    agreed: bool
    at: datetime


async def read_choice(connection: AsyncConnection, owner: str) -> Choice | None:
    found = (await connection.execute(_READ, {"owner": owner})).one_or_none()
    return None if found is None else Choice(found.agreed, found.at)


async def keep_choice(connection: AsyncConnection, owner: str, *, agreed: bool) -> Choice:
    """From now on; said again, it is so since it was first said."""
    kept = (await connection.execute(_KEEP, {"owner": owner, "agreed": agreed})).one()
    return Choice(kept.agreed, kept.at)


async def agreed_since(
    connection: AsyncConnection, owners: Collection[str]
) -> Mapping[str, datetime]:
    """Who of them agreed, and since when. Until the transaction ends none of them takes it back:
    who does so meanwhile waits for it, and finds what it wrote."""
    asked = {"owners": sorted(owners)}
    return {row.owner: row.at for row in await connection.execute(_AGREED, asked)}


async def adopt_choice(connection: AsyncConnection, guest: str, owner: str) -> None:
    """What a guest chose is the account's choice, unless it has one."""
    await connection.execute(_ADOPT, {"guest": guest, "owner": owner})


async def forget_choices(pool: asyncpg.Pool) -> int:
    """A slice of those made too long ago to count; how many went."""
    return int((await pool.execute(_FORGET, KEPT_DAYS)).rpartition(" ")[2])
