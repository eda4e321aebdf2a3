"""Bookings on request that wait for an answer: whose turn it is, and until when."""

from typing import Final
from uuid import UUID

import asyncpg

from holdfast.booking.bookings import ANSWERERS, BOOKING_COLUMNS, JSON_COLUMNS, Booking

__all__ = ["MOST_REQUESTS", "open_requests", "requests_waiting"]

MOST_REQUESTS: Final = 500
_COLUMNS: Final = ", ".join(
    f"b.{column}::text" if column in JSON_COLUMNS else f"b.{column}" for column in BOOKING_COLUMNS
)
_OPEN: Final = f"""
SELECT {_COLUMNS} FROM bookings b
WHERE b.status IN ('requested', 'countered')
  AND ($1::uuid IS NULL OR $1 IN ({ANSWERERS}))
ORDER BY b.answer_by, b.id LIMIT {MOST_REQUESTS}
"""
_WAITING: Final = """
SELECT count(*) FROM (
    SELECT FROM bookings WHERE status = 'requested' LIMIT $1) AS found
"""


async def open_requests(pool: asyncpg.Pool, user: UUID | None = None) -> list[Booking]:
    """Those that somebody is asked for, or all, the most pressing first."""
    return [Booking(*row) for row in await pool.fetch(_OPEN, user)]


async def requests_waiting(pool: asyncpg.Pool, most: int) -> int:
    """How many are not answered yet; it stops counting there."""
    found: int = await pool.fetchval(_WAITING, most)
    return found
