"""Who had a session with whom: asked anew each time, of the bookings themselves."""

from typing import Final
from uuid import UUID

import asyncpg

_HAD: Final = """
SELECT EXISTS (
    SELECT FROM bookings b
    JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
    JOIN resources r ON r.id = t.resource_id
    WHERE b.user_id = $1 AND b.status = 'completed'
      AND $2 IN (r.id, CASE WHEN r.kind = 'room' THEN r.studio_id END))
"""


async def had_session(pool: asyncpg.Pool, owner: str, resource: UUID) -> bool:
    """Whether a booking of theirs with the photographer, or in the studio, took place."""
    found: bool = await pool.fetchval(_HAD, owner, resource)
    return found
