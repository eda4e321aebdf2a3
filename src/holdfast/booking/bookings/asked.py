"""Who of those with an account answers a booking on request: whose own time is asked for first;
else its photographers; where it takes none, the studio."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking.owners import OWNER

__all__ = ["ANSWERERS", "AnswerDue", "answers_due", "is_asked"]

# A photographer without an account is not passed over for the studio: staff answer for them.
ANSWERERS: Final = f"""
SELECT DISTINCT asked.owner FROM (
    SELECT serves.owner, rank() OVER (ORDER BY CASE
        WHEN serves.asks AND serves.owner IS NOT NULL THEN 1 WHEN serves.person THEN 2 ELSE 3 END
        ) AS turn
    FROM (SELECT {OWNER} AS owner, r.request_hours IS NOT NULL AS asks,
                 r.kind = 'photographer' AS person
          FROM booking_resources t JOIN resources r ON r.id = t.resource_id
          WHERE t.booking_id = b.id AND t.move = b.moves) AS serves
    WHERE serves.owner IS NOT NULL OR serves.person) AS asked
WHERE asked.turn = 1 AND asked.owner IS NOT NULL
"""
"""Their accounts' ids, of a booking ``b``."""
_IS_ASKED: Final = f"SELECT EXISTS (SELECT FROM bookings b WHERE b.id = $1 AND $2 IN ({ANSWERERS}))"


_DUE: Final = """
SELECT id, CASE status WHEN 'requested' THEN 'studio' ELSE 'client' END, answer_by
FROM bookings WHERE id = ANY($1::uuid[]) AND status IN ('requested', 'countered')
"""


class AnswerDue(Struct, frozen=True):
    """Who is to answer about a booking that is not agreed yet, and ``until`` when."""

    by: Literal["studio", "client"]
    until: datetime


async def answers_due(pool: asyncpg.Pool, bookings: Sequence[UUID]) -> dict[UUID, AnswerDue]:
    """Of those that wait for an answer."""
    rows = await pool.fetch(_DUE, bookings)
    return {booking: AnswerDue(by, until) for booking, by, until in rows}


async def is_asked(pool: asyncpg.Pool, booking: UUID, user: UUID) -> bool:
    """Whether it is theirs to answer."""
    found: bool = await pool.fetchval(_IS_ASKED, booking, user)
    return found
