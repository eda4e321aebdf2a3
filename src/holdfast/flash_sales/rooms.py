"""What goes on in a sale: who waits, and what came of those who tried to buy, by the minute.

The counts are figures, not accounts: each process gathers its own and adds them once a second.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.json import decode

from holdfast.flash_sales.places import AWAY

BOUGHT: Final = "bought"
_KEPT: Final = timedelta(days=365)
_SOON: Final = timedelta(days=1)

_COUNT: Final = """
INSERT INTO flash_sale_minutes AS m (sale_id, minute, outcome, number)
SELECT sale, date_trunc('minute', clock_timestamp()), outcome, number
FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS c(sale, outcome, number)
ORDER BY sale, outcome
ON CONFLICT (sale_id, minute, outcome) DO UPDATE SET number = m.number + excluded.number
"""
# Who waits is found by the index of turns, who was let in by that of those; of the minutes the
# last and, as far as it is less than a minute ago, the one before are the minute that is told.
_ROOMS: Final = """
SELECT s.id, w.waiting, w.away, l.let_in, c.outcomes, coalesce(c.lately, 0),
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint
FROM unnest($1::uuid[]) AS s(id)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE p.seen_at > clock_timestamp() - $2::interval) AS waiting,
        count(*) FILTER (WHERE p.seen_at <= clock_timestamp() - $2::interval) AS away
    FROM flash_sale_places p WHERE p.sale_id = s.id AND p.let_in_at IS NULL) w
CROSS JOIN LATERAL (
    SELECT count(*) AS let_in FROM flash_sale_places p
    WHERE p.sale_id = s.id AND p.let_in_at IS NOT NULL) l
CROSS JOIN LATERAL (
    SELECT json_object_agg(o.outcome, o.number) AS outcomes,
        sum(o.lately) FILTER (WHERE o.outcome = $3) AS lately
    FROM (
        SELECT m.outcome, sum(m.number) AS number, sum(m.number * greatest(0, least(1,
            extract(epoch FROM m.minute + interval '2 minutes' - clock_timestamp()) / 60)))
            AS lately
        FROM flash_sale_minutes m WHERE m.sale_id = s.id GROUP BY m.outcome) o) c
"""
_OPEN: Final = """
SELECT id FROM flash_sales
WHERE state <> 'closed' AND starts_at < clock_timestamp() + $1::interval
ORDER BY ends_at LIMIT $2
"""
_CLEAR: Final = "DELETE FROM flash_sale_minutes WHERE minute < clock_timestamp() - $1::interval"


class Room(Struct, frozen=True):
    """``waiting`` are here, ``away`` were not heard of for a minute, ``let_in`` were let in so far.
    ``refused``: how often a purchase was, by its code; ``lately``: how many were made within a
    minute. ``at``: milliseconds of the database's clock."""

    waiting: int
    away: int
    let_in: int
    refused: dict[str, int]
    lately: int
    at: int


async def load_rooms(pool: asyncpg.Pool, sales: Sequence[UUID]) -> Mapping[UUID, Room]:
    """As they are now."""
    found = {}
    for sale, waiting, away, let_in, outcomes, lately, at in await pool.fetch(
        _ROOMS, sales, AWAY, BOUGHT
    ):
        numbers = {} if outcomes is None else decode(outcomes, type=dict[str, int])
        numbers.pop(BOUGHT, None)
        found[sale] = Room(waiting, away, let_in, numbers, round(lately), at)
    return found


async def rooms_open(pool: asyncpg.Pool, most: int) -> list[UUID]:
    """Of sales in which something may go on: open ones, those of the next day, and those of which
    something is held yet."""
    return [row[0] for row in await pool.fetch(_OPEN, _SOON, most)]


async def count_outcomes(pool: asyncpg.Pool, counted: Mapping[tuple[UUID, str], int]) -> None:
    """So many more of each, by sale and outcome, in this minute."""
    sales, outcomes = zip(*counted, strict=True)
    await pool.execute(_COUNT, sales, outcomes, list(counted.values()))


async def clear_minutes(pool: asyncpg.Pool) -> None:
    """After a year."""
    await pool.execute(_CLEAR, _KEPT)
