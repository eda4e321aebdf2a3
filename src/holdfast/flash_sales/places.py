"""Places in the waiting room of a flash sale. An account has one place a sale, so there is nothing
to trade, and a process keeps nothing of those who wait.

Who comes before the start has a turn that is drawn; later ones follow in the order in which they
come. Who is away is passed over, and keeps their turn.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.flash_sales.pace import MOST_EARLY

AWAY: Final = timedelta(seconds=60)
"""Not heard of for so long, one is away."""
LET_IN_FOR: Final = timedelta(minutes=10)
_KEPT: Final = timedelta(days=1)

# Turns below 1 are drawn before the start; later ones count the seconds since it, and who asked at
# the same moment stands in the order of asking. Rows are locked by sale and owner, as at the door.
_TAKE: Final = """
WITH taken AS (
    INSERT INTO flash_sale_places AS p (sale_id, owner, turn)
    SELECT s.id, a.owner, CASE WHEN statement_timestamp() < s.starts_at THEN random()
        ELSE 1 + extract(epoch FROM statement_timestamp() - s.starts_at) + a.number * 1e-7 END
    FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS a(sale, owner, number)
    JOIN flash_sales s ON s.id = a.sale
    ORDER BY s.id, a.owner
    ON CONFLICT (sale_id, owner) DO UPDATE SET seen_at = clock_timestamp()
    RETURNING p.sale_id, p.owner, p.turn, p.let_in_at, p.xmax = 0 AS new)
SELECT t.sale_id, t.owner, t.turn, t.let_in_at, s.starts_at <= clock_timestamp(), t.new
FROM taken t JOIN flash_sales s ON s.id = t.sale_id
"""
# Of all these turns in one go: how many wait between each and the one before. And at the same
# moment, as the last: how many were let in.
_BEFORE: Final = """
SELECT width_bucket(turn, $2::float8[]), count(*) FROM flash_sale_places
WHERE sale_id = $1 AND let_in_at IS NULL AND turn < $3
  AND seen_at > clock_timestamp() - $4::interval
GROUP BY 1
UNION ALL
SELECT NULL, count(*) FROM flash_sale_places WHERE sale_id = $1 AND let_in_at IS NOT NULL
"""
_LET_IN_SO_FAR: Final = """
SELECT s.id, (SELECT count(*) FROM flash_sale_places p
              WHERE p.sale_id = s.id AND p.let_in_at IS NOT NULL)
FROM unnest($1::uuid[]) AS s(id)
"""
_EARLY: Final = """
SELECT s.id, (SELECT count(*) FROM (
    SELECT FROM flash_sale_places p
    WHERE p.sale_id = s.id AND p.let_in_at IS NULL LIMIT $2) early)
FROM unnest($1::uuid[]) AS s(id)
"""
_LEAVE: Final = "DELETE FROM flash_sale_places WHERE sale_id = $1 AND owner = $2"
_LET_IN: Final = """
SELECT p.sale_id, p.owner FROM unnest($1::uuid[], $2::text[]) AS a(sale, owner)
JOIN flash_sale_places p ON p.sale_id = a.sale AND p.owner = a.owner
WHERE p.let_in_at > clock_timestamp() - $3::interval
"""
# At most so many in any second: what was let in during the last one counts.
_OPEN_DOOR: Final = """
WITH next AS (
    SELECT s.id, w.owner FROM flash_sales s CROSS JOIN LATERAL (
        SELECT w.owner FROM flash_sale_places w
        WHERE w.sale_id = s.id AND w.let_in_at IS NULL
          AND w.seen_at > clock_timestamp() - $1::interval
        ORDER BY w.turn, w.owner LIMIT greatest(0, s.per_second - (
            SELECT count(*) FROM flash_sale_places l
            WHERE l.sale_id = s.id AND l.let_in_at > clock_timestamp() - interval '1 second'))) w
    WHERE s.per_second IS NOT NULL AND s.state = 'allotted'
      AND s.starts_at <= clock_timestamp() AND s.ends_at > clock_timestamp()),
locked AS (
    SELECT p.sale_id, p.owner FROM flash_sale_places p
    JOIN next ON p.sale_id = next.id AND p.owner = next.owner
    WHERE p.let_in_at IS NULL
    ORDER BY p.sale_id, p.owner FOR UPDATE OF p)
UPDATE flash_sale_places p SET let_in_at = clock_timestamp() FROM locked
WHERE p.sale_id = locked.sale_id AND p.owner = locked.owner
RETURNING p.sale_id
"""
_CLEAR: Final = """
DELETE FROM flash_sale_places p USING flash_sales s
WHERE s.id = p.sale_id AND s.state = 'closed' AND s.ended_at < clock_timestamp() - $1::interval
"""
_USE: Final = """
INSERT INTO flash_sale_proofs (id, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING
"""
# A little later than they end, for clocks that differ.
_CLEAR_PROOFS: Final = """
DELETE FROM flash_sale_proofs WHERE expires_at < clock_timestamp() - interval '1 hour'
"""

_Asked: TypeAlias = tuple[UUID, str]


class Place(Struct, frozen=True):
    """``before``: how many there are whose turn is earlier, who are not away, when ``let_in`` had
    been let in; None before the start, when turns are not told, but how many are ``early``.
    ``until``: as long one may buy who was let in. ``new``: it was taken just now."""

    before: int | None
    until: datetime | None
    let_in: int = 0
    early: int = 0
    new: bool = False


async def take_places(pool: asyncpg.Pool, asked: Sequence[_Asked]) -> Mapping[_Asked, Place]:
    """The places of these, by sale and owner: new ones, or those there are, of which it is noted
    that their owners are here. Thousands look at theirs every second: to be gathered."""
    sales, owners = zip(*asked, strict=True)
    found: dict[_Asked, Place] = {}
    waiting: dict[UUID, dict[_Asked, float]] = {}
    early: dict[UUID, list[_Asked]] = {}
    new: set[_Asked] = set()
    for sale, owner, turn, let_in_at, begun, is_new in await pool.fetch(_TAKE, sales, owners):
        if is_new:
            new.add((sale, owner))
        if let_in_at is not None:
            found[sale, owner] = Place(0, let_in_at + LET_IN_FOR)
        elif not begun:
            early.setdefault(sale, []).append((sale, owner))
        else:
            waiting.setdefault(sale, {})[sale, owner] = turn
    for sale, turns in waiting.items():
        before, let_in = await _before(pool, sale, sorted(set(turns.values())))
        found |= {
            who: Place(before[turn], None, let_in, new=who in new) for who, turn in turns.items()
        }
    for sale, count in await pool.fetch(_EARLY, list(early), MOST_EARLY) if early else ():
        found |= {who: Place(None, None, early=count, new=who in new) for who in early[sale]}
    return found


async def _before(
    pool: asyncpg.Pool, sale: UUID, turns: Sequence[float]
) -> tuple[Mapping[float, int], int]:
    """By each of these turns, in order, how many who are not away have an earlier one; and how
    many were let in by then."""
    rows = await pool.fetch(_BEFORE, sale, turns, turns[-1], AWAY)
    between = {row[0]: row[1] for row in rows}
    sums = accumulate(between.get(at, 0) for at in range(len(turns)))
    return dict(zip(turns, sums, strict=True)), between[None]


async def leave_place(pool: asyncpg.Pool, sale_id: UUID, owner: str) -> None:
    """Who comes again has a new one."""
    await pool.execute(_LEAVE, sale_id, owner)


async def load_let_in(pool: asyncpg.Pool, asked: Sequence[_Asked]) -> Mapping[_Asked, bool]:
    """Of these, by sale and owner, who may buy now."""
    sales, owners = zip(*asked, strict=True)
    rows = await pool.fetch(_LET_IN, sales, owners, LET_IN_FOR)
    return {(row[0], row[1]): True for row in rows}


async def load_let_in_so_far(pool: asyncpg.Pool, sales: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many were let in, of each of these sales."""
    return {row[0]: row[1] for row in await pool.fetch(_LET_IN_SO_FAR, sales)}


async def let_in_next(pool: asyncpg.Pool) -> Mapping[UUID, int]:
    """Let in those whose turn it is, of every sale that is open; how many, by sale."""
    return Counter(row[0] for row in await pool.fetch(_OPEN_DOOR, AWAY))


async def use_proof(pool: asyncpg.Pool, proof: UUID, expires_at: datetime) -> bool:
    """Whether it was not used before."""
    done: str = await pool.execute(_USE, proof, expires_at)
    return done.endswith(" 1")


async def clear_places(pool: asyncpg.Pool) -> None:
    """Of sales that are long over, and proofs that would be refused for their age."""
    await pool.execute(_CLEAR, _KEPT)
    await pool.execute(_CLEAR_PROOFS)
