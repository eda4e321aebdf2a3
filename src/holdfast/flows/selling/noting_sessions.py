"""A paid booking's photographers and studios: one share each, under what its service says then.
What comes later of the booking leaves a job that shares its money.

A consumer's work, as with goods of sellers: no booking pays a statement for it.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import (
    AgreedShare,
    BookingCancelled,
    BookingChanged,
    BookingCompleted,
    BookingConfirmed,
    BookingMissed,
    BookingMoved,
    BookingPaid,
    BookingStarted,
    Serving,
    ShareBooking,
    agreed_rates,
    agreed_shares,
    note_shares,
    shares_of,
)
from holdfast.booking.galleries import PicturesBought
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.orders import OrderUnitsRefunded
from holdfast.payments import (
    DisputeChanged,
    RefundBegun,
    RefundDone,
    RefundFailed,
    RefundWanted,
    order_told,
)

__all__ = ["SESSION_SHARE_TYPES", "note_sessions"]

_OF_ORDERS: Final = (
    RefundBegun.TYPE, RefundDone.TYPE, RefundFailed.TYPE, RefundWanted.TYPE,
    OrderUnitsRefunded.TYPE, DisputeChanged.TYPE,
)  # fmt: skip
_TAKES: Final = (BookingConfirmed.TYPE, BookingMoved.TYPE)
SESSION_SHARE_TYPES: Final = (
    *_TAKES, BookingPaid.TYPE, BookingChanged.TYPE, BookingStarted.TYPE, BookingCompleted.TYPE,
    BookingMissed.TYPE, BookingCancelled.TYPE, PicturesBought.TYPE, *_OF_ORDERS,
)  # fmt: skip

_PAID: Final = sa.text("""
SELECT b.id, b.currency, coalesce(
           nullif(s.terms->'shares', 'null'), (SELECT shares FROM studio_rules))::text AS shares
FROM bookings b LEFT JOIN services s ON s.id = b.service_id
WHERE b.id = ANY(CAST(:ids AS uuid[])) AND b.confirmed_at IS NOT NULL
ORDER BY b.id
""")
# A photographer's home says nothing of where it takes place.
_SERVE: Final = sa.text("""
SELECT DISTINCT b.id, h.kind, h.id AS holder, h.level, h.share
FROM bookings b JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
JOIN resources r ON r.id = t.resource_id
JOIN resources h ON h.id = CASE r.kind WHEN 'room' THEN r.studio_id
                                       WHEN 'equipment' THEN r.studio_id ELSE r.id END
WHERE b.id = ANY(CAST(:ids AS uuid[]))
""")
_OF: Final = sa.text("""
SELECT id, order_id FROM bookings WHERE order_id = ANY(CAST(:orders AS uuid[]))
UNION SELECT booking_id, id FROM booking_dues WHERE id = ANY(CAST(:orders AS uuid[]))
UNION SELECT booking_id, id FROM further_pictures WHERE id = ANY(CAST(:orders AS uuid[]))
""")
_SHARED: Final = sa.text("""
SELECT DISTINCT s.booking_id FROM booking_shares s JOIN bookings b ON b.id = s.booking_id
WHERE s.booking_id = ANY(CAST(:ids AS uuid[]))
  AND (s.status = 'earned' OR b.status IN ('completed', 'cancelled', 'no_show'))
ORDER BY s.booking_id
""")


async def note_sessions(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler."""
    taken = {UUID(one.subject) for one in events if one.type in _TAKES}
    if taken:
        await _note(connection, sorted(taken))
    asked = {UUID(one.subject): one.request for one in events if one.type not in _OF_ORDERS}
    orders = {UUID(order_told(one)): one.request for one in events if one.type in _OF_ORDERS}
    if orders:
        for booking_id, order_id in await connection.execute(_OF, {"orders": list(orders)}):
            asked.setdefault(booking_id, orders[order_id])
    rows = await connection.execute(_SHARED, {"ids": list(asked)})
    found: list[UUID] = [row.booking_id for row in rows]
    if found:
        await enqueue(connection, [(ShareBooking(one), asked[one]) for one in found])


async def _note(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    paid = (await connection.execute(_PAID, {"ids": ids})).all()
    if not paid:
        return
    people: dict[UUID, dict[UUID, Serving]] = {}
    places: dict[UUID, dict[UUID, Serving]] = {}
    agreed = await agreed_rates(connection, ids)
    for booking_id, kind, holder, level, own in await connection.execute(_SERVE, {"ids": ids}):
        those = people if kind == "photographer" else places
        serving = Serving(level, own, agreed.get((booking_id, holder)))
        those.setdefault(booking_id, {})[holder] = serving
    found: dict[tuple[UUID, str], Sequence[AgreedShare]] = {
        (booking_id, currency): agreed_shares(
            shares_of(shares), people.get(booking_id, {}), places.get(booking_id, {})
        )
        for booking_id, currency, shares in paid
    }
    await note_shares(connection, found)
