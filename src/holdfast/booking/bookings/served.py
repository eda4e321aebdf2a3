"""Who had a session with whom, and whose orders somebody serves: asked anew each time, of the
bookings themselves."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking.owners import AT_HOME

_HAD: Final = """
SELECT EXISTS (
    SELECT FROM bookings b
    JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
    JOIN resources r ON r.id = t.resource_id
    WHERE b.user_id = $1 AND b.status = 'completed'
      AND $2 IN (r.id, CASE WHEN r.kind = 'room' THEN r.studio_id END))
"""


ORDERS_SERVED: Final = f"""
SELECT b.order_id FROM resources h
JOIN resources r ON r.id = h.id OR r.studio_id = h.id AND {AT_HOME}
JOIN booking_resources t ON t.resource_id = r.id
JOIN bookings b ON b.id = t.booking_id AND b.moves = t.move
WHERE h.user_id ="""
"""The orders whose sessions take a photographer, or a studio or what is a part of it; the id of its
account follows."""
OWN_STUDIO: Final = "SELECT h.id FROM resources h WHERE h.kind = 'studio' AND h.user_id ="
"""The studio whose account that is, none of a photographer; the account's id follows."""
_SERVED: Final = f"SELECT $2 IN ({ORDERS_SERVED} $1)"


STANDS: Final = "(b.confirmed_at IS NOT NULL OR b.status <> 'cancelled')"
"""Of a booking ``b``: it is more than what was asked for, or held, and came to nothing."""
_BOOKED: Final = f"""
SELECT EXISTS (
    SELECT FROM bookings b JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
    WHERE b.user_id = ANY($1::text[]) AND t.resource_id = ANY($2::uuid[]) AND {STANDS})
"""


_PARTIES: Final = f"""
SELECT DISTINCT b.order_id, h.kind, h.name, h.id FROM bookings b
JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
JOIN resources r ON r.id = t.resource_id
JOIN resources h ON h.id = CASE WHEN {AT_HOME} THEN r.studio_id ELSE r.id END
WHERE b.order_id = ANY($1::uuid[])
  AND (h.kind = 'photographer' OR h.kind = 'studio' AND h.user_id IS NOT NULL)
ORDER BY 1, 2, 3, 4
"""
_NAMES: Final = """
SELECT user_id, name FROM resources WHERE kind = 'photographer' AND user_id = ANY($1)
"""


async def photographer_names(pool: asyncpg.Pool, users: Sequence[UUID]) -> dict[UUID, str]:
    """As whom each of these people is booked; an account may be called otherwise."""
    return dict(await pool.fetch(_NAMES, users)) if users else {}


async def serves_order(pool: asyncpg.Pool, user: UUID, order: UUID) -> bool:
    """Whether the booking that this order pays for takes the photographer whose account that is, or
    the studio, or what is a part of it."""
    found: bool = await pool.fetchval(_SERVED, user, order)
    return found


class Party(Struct, frozen=True):
    """A photographer, or a studio that has an account: somebody a client may write to."""

    kind: str
    id: UUID


async def parties_of_orders(pool: asyncpg.Pool, orders: Sequence[UUID]) -> dict[UUID, list[Party]]:
    """By order, whom its booking takes: photographers, and studios by what is a part of them,
    too."""
    found = dict[UUID, list[Party]]()
    for order, kind, _, one in await pool.fetch(_PARTIES, list(orders)) if orders else ():
        found.setdefault(order, []).append(Party(kind, one))
    return found


async def had_session(pool: asyncpg.Pool, owner: str, resource: UUID) -> bool:
    """Whether a booking of theirs with the photographer, or in the studio, took place."""
    found: bool = await pool.fetchval(_HAD, owner, resource)
    return found


async def has_booked(pool: asyncpg.Pool, owners: Sequence[str], some: Sequence[UUID]) -> bool:
    """Whether one of them has, or had, a booking of one of the resources."""
    found: bool = await pool.fetchval(_BOOKED, list(owners), list(some))
    return found
