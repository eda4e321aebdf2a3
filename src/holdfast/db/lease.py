"""Leases: what one process of a cluster does, under a name, until a moment of the database's clock.

A holder renews its leases well before they end. Another takes one over when that moment has passed
(a holder that is stopped, or cut off, keeps nothing for ever), or at once when the holder's
connection is gone (it was killed, or the database started anew). Each taking gives the next
**fence**, a number that only grows: a holder that was paused and goes on as if nothing had been has
its write refused by :func:`guard`, because the fence is another's by then (Kleppmann, "How to do
distributed locking"; spec B, closing question 3).
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.metadata import TIME, metadata

__all__ = ["Lease", "LeaseLost", "give_up", "guard", "leases", "renew", "take"]

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Uuid, nullable=False),
    sa.Column("fence", sa.BigInteger, nullable=False),
    sa.Column("until", TIME, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False, comment="the holder's connection"),
    sa.Column("connected_at", TIME, nullable=False, comment="when that connection was made"),
    # So that a taking waits for writes under the fence before, and a renewal does not.
    sa.UniqueConstraint("name", "fence", name="uq_leases_name_fence"),
    sa.CheckConstraint("fence > 0", name="fence"),
)

_RENEW: Final = """
UPDATE leases SET until = clock_timestamp() + make_interval(secs => $3)
WHERE name = ANY($1::text[]) AND holder = $2 AND pid = pg_backend_pid() RETURNING name
"""
# Its connection is gone: seen only where one may look (another role's is not shown when it began).
_GONE: Final = """
NOT EXISTS (SELECT FROM pg_stat_get_activity(l.pid) AS a
            WHERE coalesce(a.backend_start, l.connected_at) = l.connected_at)
"""
_FREE: Final = f"""
SELECT array_agg(wanted.name) FROM unnest($1::text[]) AS wanted (name) WHERE NOT EXISTS (
    SELECT FROM leases l
    WHERE l.name = wanted.name AND l.until >= clock_timestamp() AND NOT ({_GONE}))
"""
# Each in the order of names, so that two who take the same wait for each other in one order. Made
# apart from being taken over: `ON CONFLICT (name) DO UPDATE` of two who make one at once may fail
# on the other constraint.
_HELD_FROM_NOW: Final = """
$2, clock_timestamp() + make_interval(secs => $3), pg_backend_pid(),
(SELECT backend_start FROM pg_stat_get_activity(pg_backend_pid()))
"""
_MAKE: Final = f"""
INSERT INTO leases (name, fence, holder, until, pid, connected_at)
SELECT name, 1, {_HELD_FROM_NOW} FROM unnest($1::text[]) AS name ORDER BY name
ON CONFLICT DO NOTHING RETURNING name, fence
"""
_TAKE_OVER: Final = f"""
WITH free AS (
    SELECT name FROM leases l
    WHERE name = ANY($1::text[]) AND (l.until < clock_timestamp() OR {_GONE})
    ORDER BY name FOR UPDATE
)
UPDATE leases SET fence = fence + 1, (holder, until, pid, connected_at) = ROW ({_HELD_FROM_NOW})
FROM free WHERE leases.name = free.name RETURNING leases.name, fence
"""
_GIVE_UP: Final = """
UPDATE leases SET until = '-infinity' WHERE name = ANY($1::text[]) AND holder = $2
"""
_GUARD: Final = sa.text(
    "SELECT fence FROM leases WHERE name = :name AND fence = :fence FOR KEY SHARE"
)


class Lease(Struct, frozen=True):
    """``fence`` is greater than that of everybody who held it before."""

    name: str
    fence: int


class LeaseLost(Exception):
    """Another holds it by now: what was about to be written is not."""


async def take(
    connection: asyncpg.Connection, names: Sequence[str], holder: UUID, seconds: float
) -> list[Lease]:
    """Those of ``names`` that were free, for so many seconds; the connection is the holder's. Kept
    on disk before this returns: a fence is never given twice."""
    free = await connection.fetchval(_FREE, list(names))
    if not free:
        return []
    async with connection.transaction():
        await connection.execute("SET LOCAL synchronous_commit = on")
        made = await connection.fetch(_MAKE, free, holder, seconds)
        others = sorted(set(free) - {row["name"] for row in made})
        taken = await connection.fetch(_TAKE_OVER, others, holder, seconds) if others else []
    return sorted(
        (Lease(row["name"], row["fence"]) for row in (*made, *taken)), key=lambda it: it.name
    )


async def renew(
    connection: asyncpg.Connection, names: Sequence[str], holder: UUID, seconds: float
) -> set[str]:
    """For so many seconds from now; those that are still the holder's."""
    rows = await connection.fetch(_RENEW, list(names), holder, seconds)
    return {row["name"] for row in rows}


async def give_up(connection: asyncpg.Connection, names: Sequence[str], holder: UUID) -> None:
    """From now on anybody's."""
    await connection.execute(_GIVE_UP, list(names), holder)


async def guard(connection: AsyncConnection, lease: Lease) -> None:
    """Nobody else takes the lease before this transaction ends. Raises :class:`LeaseLost` when
    somebody has."""
    row = (await connection.execute(_GUARD, {"name": lease.name, "fence": lease.fence})).first()
    if row is None:
        raise LeaseLost(f"{lease.name} is another's")
