"""Places in the waiting room of a flash sale. An account has one place a sale, so there is nothing
to trade, and a process keeps nothing of those who wait.

Who comes before the start has a turn that is drawn; later ones follow in the order in which they
come. Who is away is passed over, and keeps their turn.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.flash_sales.sale import FlashSale

AWAY: Final = timedelta(seconds=60)
"""Not heard of for so long, one is away."""
LET_IN_FOR: Final = timedelta(minutes=10)
_KEPT: Final = timedelta(days=1)

# Turns below 1 are drawn before the start; later ones count the seconds since.
_TAKE: Final = """
INSERT INTO flash_sale_places AS p (sale_id, owner, turn)
VALUES ($1, $2, CASE WHEN clock_timestamp() < $3 THEN random()
                     ELSE 1 + extract(epoch FROM clock_timestamp() - $3) END)
ON CONFLICT (sale_id, owner) DO UPDATE SET seen_at = clock_timestamp()
RETURNING p.turn, p.let_in_at, clock_timestamp()
"""
_BEFORE: Final = """
SELECT count(*) FROM flash_sale_places
WHERE sale_id = $1 AND let_in_at IS NULL AND turn < $2
  AND seen_at > clock_timestamp() - $3::interval
"""
_LEAVE: Final = "DELETE FROM flash_sale_places WHERE sale_id = $1 AND owner = $2"
_LET_IN: Final = """
SELECT p.sale_id, p.owner FROM unnest($1::uuid[], $2::text[]) AS a(sale, owner)
JOIN flash_sale_places p ON p.sale_id = a.sale AND p.owner = a.owner
WHERE p.let_in_at > clock_timestamp() - $3::interval
"""
# At most so many in any second: what was let in during the last one counts.
_OPEN_DOOR: Final = """
UPDATE flash_sale_places p SET let_in_at = clock_timestamp()
FROM flash_sales s CROSS JOIN LATERAL (
    SELECT w.owner FROM flash_sale_places w
    WHERE w.sale_id = s.id AND w.let_in_at IS NULL AND w.seen_at > clock_timestamp() - $1::interval
    ORDER BY w.turn, w.owner LIMIT greatest(0, s.per_second - (
        SELECT count(*) FROM flash_sale_places l
        WHERE l.sale_id = s.id AND l.let_in_at > clock_timestamp() - interval '1 second'))) AS next
WHERE s.per_second IS NOT NULL AND s.state = 'allotted'
  AND s.starts_at <= clock_timestamp() AND s.ends_at > clock_timestamp()
  AND p.sale_id = s.id AND p.owner = next.owner AND p.let_in_at IS NULL
"""
_CLEAR: Final = """
DELETE FROM flash_sale_places p USING flash_sales s
WHERE s.id = p.sale_id AND s.state = 'closed' AND s.ended_at < clock_timestamp() - $1::interval
"""

_Asked: TypeAlias = tuple[UUID, str]


class Place(Struct, frozen=True):
    """``before``: how many there are whose turn is earlier, who are not away; None before the
    start, when turns are not told. ``until``: as long one may buy who was let in."""

    before: int | None
    until: datetime | None


async def take_place(pool: asyncpg.Pool, sale: FlashSale, owner: str) -> Place:
    """One's place: a new one, or the one there is, of which it is noted that one is here."""
    turn, let_in_at, now = await pool.fetchrow(_TAKE, sale.id, owner, sale.starts_at)
    if let_in_at is not None:
        return Place(0, let_in_at + LET_IN_FOR)
    if now < sale.starts_at:
        return Place(None, None)
    return Place(await pool.fetchval(_BEFORE, sale.id, turn, AWAY), None)


async def leave_place(pool: asyncpg.Pool, sale_id: UUID, owner: str) -> None:
    """Who comes again has a new one."""
    await pool.execute(_LEAVE, sale_id, owner)


async def load_let_in(pool: asyncpg.Pool, asked: Sequence[_Asked]) -> Mapping[_Asked, bool]:
    """Of these, by sale and owner, who may buy now."""
    sales, owners = zip(*asked, strict=True)
    rows = await pool.fetch(_LET_IN, sales, owners, LET_IN_FOR)
    return {(row[0], row[1]): True for row in rows}


async def let_in_next(pool: asyncpg.Pool) -> int:
    """Let in those whose turn it is, of every sale that is open; how many."""
    done: str = await pool.execute(_OPEN_DOOR, AWAY)
    return int(done.rpartition(" ")[2])


async def clear_places(pool: asyncpg.Pool) -> None:
    """Of sales that are long over."""
    await pool.execute(_CLEAR, _KEPT)
