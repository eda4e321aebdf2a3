"""Where guests who wait are told of what they are offered: one address a guest."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.slices import delete_in_slices

_KEEP: Final = sa.text("""
INSERT INTO waiting_contacts (owner, email) VALUES (:owner, :email)
ON CONFLICT (owner) DO UPDATE SET email = excluded.email, said_at = clock_timestamp()
""")
_FORGET: Final = sa.text("DELETE FROM waiting_contacts WHERE owner = :owner")
_OF: Final = sa.text("""
SELECT owner, email FROM waiting_contacts WHERE owner = ANY(CAST(:owners AS text[]))
""")
_KEPT: Final = timedelta(days=7)
_FORGET_OLD: Final = """
DELETE FROM waiting_contacts WHERE owner IN (
    SELECT c.owner FROM waiting_contacts c
    WHERE c.said_at < clock_timestamp() - $1::interval AND NOT EXISTS (
        SELECT FROM waiting_line w WHERE w.owner = c.owner AND (
            w.status = 'waiting' AND (w.ends_at IS NULL OR w.ends_at > clock_timestamp())
            OR w.ended_at > clock_timestamp() - $1::interval))
    ORDER BY c.said_at LIMIT $2)
"""


async def keep_contact(connection: AsyncConnection, owner: str, email: str | None) -> None:
    """They are told there from now on, or nowhere."""
    if email is None:
        await connection.execute(_FORGET, {"owner": owner})
    else:
        await connection.execute(_KEEP, {"owner": owner, "email": email})


async def contacts_of(connection: AsyncConnection, owners: Iterable[str]) -> dict[str, str]:
    """Of those who said one, by owner."""
    asked = sorted(set(owners))
    rows = (await connection.execute(_OF, {"owners": asked})).all() if asked else ()
    return {row.owner: row.email for row in rows}


async def forget_contacts(pool: asyncpg.Pool) -> int:
    """Of guests who wait for nothing any more, and have not for seven days; how many went."""
    return await delete_in_slices(pool, _FORGET_OLD, _KEPT)
