"""Who had a session with whom, and whose orders somebody serves: asked anew each time, of the
bookings themselves."""

from collections.abc import Sequence
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


ORDERS_SERVED: Final = """
SELECT b.order_id FROM resources r JOIN booking_resources t ON t.resource_id = r.id
JOIN bookings b ON b.id = t.booking_id AND b.moves = t.move
WHERE r.kind = 'photographer' AND r.user_id ="""
"""The orders whose sessions a photographer has; an account's id follows."""
_SERVED: Final = f"SELECT $2 IN ({ORDERS_SERVED} $1)"


STANDS: Final = "(b.confirmed_at IS NOT NULL OR b.status <> 'cancelled')"
"""Of a booking ``b``: it is more than what was asked for, or held, and came to nothing."""
_BOOKED: Final = f"""
SELECT EXISTS (
    SELECT FROM bookings b JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
    WHERE b.user_id = ANY($1::text[]) AND t.resource_id = ANY($2::uuid[]) AND {STANDS})
"""


_NAMES: Final = """
SELECT user_id, name FROM resources WHERE kind = 'photographer' AND user_id = ANY($1)
"""


async def photographer_names(pool: asyncpg.Pool, users: Sequence[UUID]) -> dict[UUID, str]:
    """As whom each of these people is booked; an account may be called otherwise."""
    return dict(await pool.fetch(_NAMES, users)) if users else {}


async def serves_order(pool: asyncpg.Pool, user: UUID, order: UUID) -> bool:
    """Whether they are the photographer of the booking that this order pays for."""
    found: bool = await pool.fetchval(_SERVED, user, order)
    return found


async def had_session(pool: asyncpg.Pool, owner: str, resource: UUID) -> bool:
    """Whether a booking of theirs with the photographer, or in the studio, took place."""
    found: bool = await pool.fetchval(_HAD, owner, resource)
    return found


async def has_booked(pool: asyncpg.Pool, owners: Sequence[str], some: Sequence[UUID]) -> bool:
    """Whether one of them has, or had, a booking of one of the resources."""
    found: bool = await pool.fetchval(_BOOKED, list(owners), list(some))
    return found
