"""Bookings as they are kept: one's own, and what they take."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings.booking import BOOKING_COLUMNS, JSON_COLUMNS, Booking
from holdfast.booking.bookings.taking import Taking

AheadOrPast: TypeAlias = Literal["ahead", "past"]

_COLUMNS: Final = ", ".join(
    f"{column}::text" if column in JSON_COLUMNS else column for column in BOOKING_COLUMNS
)
_BY_ID: Final = f"SELECT {_COLUMNS} FROM bookings WHERE id = ANY($1::uuid[])"
_AS_IT_IS: Final = sa.text(f"SELECT {_COLUMNS} FROM bookings WHERE id = :id FOR SHARE")
_OF_USER: Final = f"""
SELECT {_COLUMNS} FROM bookings
WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
_AHEAD: Final = "(status NOT IN ('completed', 'cancelled', 'no_show') AND ends_at > $2)"
_NEXT: Final = f"""
SELECT {_COLUMNS} FROM bookings
WHERE user_id = $1 AND {_AHEAD} AND ($3::timestamptz IS NULL OR (starts_at, id) > ($3, $4::uuid))
ORDER BY starts_at, id LIMIT $5
"""
_PAST: Final = f"""
SELECT {_COLUMNS} FROM bookings
WHERE user_id = $1 AND NOT {_AHEAD}
  AND ($3::timestamptz IS NULL OR (starts_at, id) < ($3, $4::uuid))
ORDER BY starts_at DESC, id DESC LIMIT $5
"""
_TAKINGS: Final = """
SELECT t.booking_id, t.resource_id, t.role, t.name, t.starts_at, t.ends_at, t.cell_minutes,
       t.seats, t.capacity, t.schedule_version, t.zone, t.studio_id, t.studio_version,
       t.studio_cell, t.studio_zone, t.whole
FROM bookings b JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
WHERE b.id = ANY($1::uuid[]) ORDER BY t.booking_id, t.role, t.resource_id
"""
_ADOPT: Final = sa.text(
    "UPDATE bookings SET user_id = :owner WHERE id IN"
    " (SELECT id FROM bookings WHERE user_id = :guest"
    "  AND (CAST(:orders AS uuid[]) IS NULL OR order_id = ANY(CAST(:orders AS uuid[])))"
    "  ORDER BY id FOR UPDATE)"
)


async def load_bookings(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Booking]:
    """These; unknown ids are left out."""
    return {row[0]: Booking(*row) for row in await pool.fetch(_BY_ID, ids)}


async def booking_of(pool: asyncpg.Pool, booking_id: UUID) -> Booking | None:
    return (await load_bookings(pool, [booking_id])).get(booking_id)


async def booking_as_it_is(connection: AsyncConnection, booking_id: UUID) -> Booking | None:
    """Until the transaction ends, nothing else becomes of it."""
    row = (await connection.execute(_AS_IT_IS, {"id": booking_id})).one_or_none()
    return None if row is None else Booking(*row)


async def bookings_of(
    pool: asyncpg.Pool, user_id: str, before: UUID | None, limit: int
) -> list[Booking]:
    """A client's bookings, the latest made first, before the given one."""
    return [Booking(*row) for row in await pool.fetch(_OF_USER, user_id, before, limit)]


async def bookings_by_time(
    pool: asyncpg.Pool,
    user_id: str,
    when: AheadOrPast,
    now: datetime,
    place: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Booking]:
    """A client's bookings that are to come, the soonest first; or those that are over or off, the
    latest session first. ``place``: after the one that begins then and has that id."""
    begins, booking = place or (None, None)
    asked = _NEXT if when == "ahead" else _PAST
    return [Booking(*row) for row in await pool.fetch(asked, user_id, now, begins, booking, limit)]


async def takings_of(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, list[Taking]]:
    """What these bookings take as they stand, or took before they were cancelled."""
    found: dict[UUID, list[Taking]] = {booking_id: [] for booking_id in ids}
    for booking_id, *rest in await pool.fetch(_TAKINGS, ids):
        found[booking_id].append(Taking(*rest))
    return found


async def adopt_bookings(
    connection: AsyncConnection, guest: str, owner: str, orders: Sequence[UUID] | None = None
) -> None:
    """Make a guest's bookings, or those that these orders pay for, those of ``owner``, as their
    orders are. Locked in the order in which the ledger's lane locks them, bookings before
    orders."""
    about = {"guest": guest, "owner": owner, "orders": None if orders is None else list(orders)}
    await connection.execute(_ADOPT, about)
