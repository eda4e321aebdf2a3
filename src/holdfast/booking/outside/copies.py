"""Bookings that are to stand in a calendar elsewhere, and what stands there of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking.schedule import Span

MOST_COPIES: Final = 1000  # in one calendar, of what is to come

_WANTED: Final = """
SELECT b.id, b.service_name, b.number, b.note, b.starts_at, b.ends_at, b.moves, b.confirmed_at
FROM bookings b
WHERE b.id IN (SELECT t.booking_id FROM booking_resources t
               WHERE t.resource_id = $1 AND t.ends_at > $2)
  AND EXISTS (SELECT FROM booking_resources t
              WHERE t.booking_id = b.id AND t.move = b.moves AND t.resource_id = $1)
  AND b.status IN ('confirmed', 'in_progress') AND b.ends_at > $2
ORDER BY b.starts_at, b.id LIMIT $3
"""
_COPIES: Final = """
SELECT booking_id, etag, said, starts_at, ends_at FROM outside_copies WHERE calendar_id = $1
"""
_OVER: Final = """
SELECT id FROM bookings WHERE id = ANY($1::uuid[])
  AND (status IN ('completed', 'no_show') OR (ends_at <= $2 AND status <> 'cancelled'))
"""
_WROTE: Final = """
INSERT INTO outside_copies (calendar_id, booking_id, etag, said, starts_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (calendar_id, booking_id) DO UPDATE SET etag = excluded.etag, said = excluded.said,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at
"""
_DROP: Final = "DELETE FROM outside_copies WHERE calendar_id = $1 AND booking_id = ANY($2::uuid[])"


class Wanted(Struct, frozen=True):
    """A booking that is to stand there."""

    booking_id: UUID
    service_name: str
    number: str
    note: str
    starts_at: datetime
    ends_at: datetime
    moves: int
    confirmed_at: datetime

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class Copy(Struct, frozen=True):
    """What we know to stand there: with that tag, or with none nothing; ``said`` is a digest of
    what we wrote, empty where it is to be written anew."""

    booking_id: UUID
    etag: str
    said: str
    starts_at: datetime
    ends_at: datetime

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


async def wanted_copies(pool: asyncpg.Pool, resource_id: UUID, now: datetime) -> list[Wanted]:
    """Bookings of the resource that stand and are not over."""
    return [Wanted(*row) for row in await pool.fetch(_WANTED, resource_id, now, MOST_COPIES)]


async def copies_in(pool: asyncpg.Pool, calendar_id: UUID) -> dict[UUID, Copy]:
    return {row[0]: Copy(*row) for row in await pool.fetch(_COPIES, calendar_id)}


async def over_of(pool: asyncpg.Pool, ids: Sequence[UUID], now: datetime) -> set[UUID]:
    """Those that took place: they stay there as they are."""
    return {row[0] for row in await pool.fetch(_OVER, list(ids), now)}


async def copy_written(pool: asyncpg.Pool, calendar_id: UUID, copy: Copy) -> None:
    """It stands there so."""
    await pool.execute(
        _WROTE, calendar_id, copy.booking_id, copy.etag, copy.said, copy.starts_at, copy.ends_at
    )


async def drop_copies(pool: asyncpg.Pool, calendar_id: UUID, ids: Sequence[UUID]) -> None:
    """Nothing is known to stand there of these any more."""
    await pool.execute(_DROP, calendar_id, list(ids))
