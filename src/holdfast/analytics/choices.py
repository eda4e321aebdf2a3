"""Whether somebody agreed that what they do is told. No answer is no."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.slices import delete_in_slices

KEPT_DAYS: Final = 395
"""Thirteen months: then somebody is asked again, and nothing is known of who never came back."""

# Whether it still counts, though nobody has forgotten it yet.
_COUNTS: Final = f"at >= now() - interval '{KEPT_DAYS} days'"
_READ: Final = sa.text(
    f"SELECT agreed, at FROM analytics_choices WHERE owner = :owner AND {_COUNTS}"
)
_KEEP: Final = sa.text(f"""
INSERT INTO analytics_choices AS c (owner, agreed) VALUES (:owner, :agreed)
ON CONFLICT (owner) DO UPDATE SET agreed = excluded.agreed,
    at = CASE WHEN c.agreed = excluded.agreed AND c.{_COUNTS} THEN c.at ELSE excluded.at END
RETURNING agreed, at
""")
_AGREED: Final = sa.text(f"""
SELECT owner, at FROM analytics_choices
WHERE owner = ANY(CAST(:owners AS text[])) AND agreed AND {_COUNTS} FOR SHARE
""")
_ADOPT: Final = sa.text(f"""
INSERT INTO analytics_choices (owner, agreed)
SELECT :owner, agreed FROM analytics_choices WHERE owner = :guest AND {_COUNTS}
ON CONFLICT DO NOTHING
""")
_FORGET: Final = f"""
DELETE FROM analytics_choices WHERE owner IN (
    SELECT owner FROM analytics_choices WHERE NOT {_COUNTS} LIMIT $1)
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
    """Those made too long ago to count; how many went."""
    return await delete_in_slices(pool, _FORGET)
