"""What came of bookings, kept from events: a row for each that was ever paid, and the hours that it
takes of each resource.

An event says of which booking something changed; its rows are then written anew from how it stands.
So an event that is read twice changes nothing, refunds, penalties and moves need no cases of their
own, and :func:`rebuild` makes the same rows of the bookings alone.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import (
    BookingCancelled,
    BookingChanged,
    BookingCompleted,
    BookingConfirmed,
    BookingMissed,
    BookingMoved,
    BookingPaid,
    BookingStarted,
)
from holdfast.booking.galleries import PicturesBought
from holdfast.db.engine import Database
from holdfast.db.reading import Event
from holdfast.insights import booking_figures, booking_hours, by_hour
from holdfast.kit.zones import zone
from holdfast.orders import GOODS_LEFT
from holdfast.payments import (
    COVERED,
    KEPT,
    DisputeChanged,
    RefundBegun,
    RefundDone,
    RefundFailed,
    RefundWanted,
    order_told,
)

__all__ = [
    "BOOKING_FIGURES", "BOOKING_FIGURE_TYPES", "TAKINGS", "BookingFigures", "rebuild", "studio_of",
]  # fmt: skip

BOOKING_FIGURES: Final = "booking-figures"
"""The consumer's name."""

_OF_ORDERS: Final = (
    RefundBegun.TYPE, RefundWanted.TYPE, RefundDone.TYPE, RefundFailed.TYPE, DisputeChanged.TYPE,
)  # fmt: skip
BOOKING_FIGURE_TYPES: Final = (
    BookingConfirmed.TYPE, BookingPaid.TYPE, BookingMoved.TYPE, BookingChanged.TYPE,
    BookingCancelled.TYPE, BookingStarted.TYPE, BookingCompleted.TYPE, BookingMissed.TYPE,
    PicturesBought.TYPE, *_OF_ORDERS,
)  # fmt: skip

_PAGE: Final = 250
_MINUTE: Final = timedelta(minutes=1)
_STATES: Final = {
    "confirmed": "booked",
    "in_progress": "booked",
    "completed": "took-place",
    "no_show": "missed",
    "cancelled": "cancelled",
}

_OF: Final = sa.text("""
SELECT id FROM bookings WHERE order_id = ANY(CAST(:orders AS uuid[]))
UNION SELECT booking_id FROM booking_dues WHERE id = ANY(CAST(:orders AS uuid[]))
UNION SELECT booking_id FROM further_pictures WHERE id = ANY(CAST(:orders AS uuid[]))
""")
# What the client left with the shop for it: all that was paid, and once it is off what is kept of
# that, as far as it did not go back since; and for more pictures. Goods in its order are not of it:
# what went back for no unit of them was first of the session.
_BOOKINGS: Final = sa.text(f"""
SELECT b.id, b.status, b.reason, b.starts_at, b.ends_at, b.zone, b.service_id, b.currency,
       b.created_at, (greatest({COVERED} - {GOODS_LEFT}, 0) + money.later)::bigint AS paid,
       money.pictures, ({COVERED} - {KEPT} + money.prepaid)::bigint AS prepaid,
       CASE WHEN b.status = 'cancelled' THEN b.penalty ELSE b.prepaid END AS worth
FROM bookings b JOIN orders o ON o.id = b.order_id CROSS JOIN LATERAL (
    SELECT coalesce(sum({COVERED}) FILTER (WHERE NOT it.pictures), 0)::bigint AS later,
           coalesce(sum({COVERED}) FILTER (WHERE it.pictures), 0)::bigint AS pictures,
           coalesce(sum({COVERED} - {KEPT}), 0)::bigint AS prepaid
    FROM (SELECT d.id, false AS pictures FROM booking_dues d
          WHERE d.booking_id = b.id AND d.status = 'settled'
          UNION ALL SELECT f.id, true FROM further_pictures f
          WHERE f.booking_id = b.id AND f.status = 'bought') it
    JOIN orders o ON o.id = it.id) money
WHERE b.id = ANY(CAST(:ids AS uuid[])) AND b.confirmed_at IS NOT NULL
  AND b.status = ANY(:states)
ORDER BY b.id
""")
TAKINGS: Final = sa.text("""
SELECT t.booking_id, t.resource_id, t.starts_at, t.ends_at, t.seats, t.zone,
       coalesce(r.kind, '') AS kind,
       CASE r.kind WHEN 'studio' THEN r.id ELSE r.studio_id END AS studio_id
FROM bookings b JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
LEFT JOIN resources r ON r.id = t.resource_id
WHERE b.id = ANY(CAST(:ids AS uuid[]))
ORDER BY t.booking_id, t.resource_id
""")
# Where a photographer is at home says least of where it takes place.
_NEAREST: Final = ("studio", "room", "equipment", "photographer")

_CURSOR: Final = sa.text("SELECT FROM event_cursors WHERE consumer = :consumer FOR UPDATE")
_NEXT: Final = sa.text(
    "SELECT id FROM bookings WHERE CAST(:after AS uuid) IS NULL OR id > :after"
    " ORDER BY id LIMIT :most"
)


class BookingFigures:
    """The consumer's handler."""

    def __init__(self, partitions: int = 1) -> None:
        self._partitions = list(range(1, partitions + 1))

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        ids = {UUID(one.subject) for one in events if one.type not in _OF_ORDERS}
        orders = [UUID(order_told(one)) for one in events if one.type in _OF_ORDERS]
        if orders:
            ids |= set((await connection.execute(_OF, {"orders": orders})).scalars())
        await self.write(connection, sorted(ids))

    async def write(self, connection: AsyncConnection, ids: Sequence[UUID]) -> None:
        """The rows of these bookings, as they stand now."""
        about = {"ids": list(ids), "partitions": self._partitions, "states": list(_STATES)}
        found = (await connection.execute(_BOOKINGS, about)).mappings().all()
        taken: dict[UUID, list[Any]] = {one["id"]: [] for one in found}
        for taking in (await connection.execute(TAKINGS, {"ids": list(ids)})).mappings():
            if taking["booking_id"] in taken:
                taken[taking["booking_id"]].append(taking)
        figures = [_figures(one, taken[one["id"]]) for one in found]
        hours = [
            row for one in found if one["status"] != "cancelled" for row in _hours(taken[one["id"]])
        ]
        for table, rows in ((booking_figures, figures), (booking_hours, hours)):
            await connection.execute(sa.delete(table).where(table.c.booking_id.in_(ids)))
            if rows:
                await connection.execute(sa.insert(table), rows)


async def rebuild(database: Database, partitions: int = 1) -> int:
    """Write all of them anew, from the bookings; how many those are. Works while the shop sells:
    the consumer stands back for the moment of each page."""
    figures, after, total = BookingFigures(partitions), None, 0
    while True:
        async with database.transaction() as connection:
            await connection.execute(_CURSOR, {"consumer": BOOKING_FIGURES})
            asked = {"after": after, "most": _PAGE}
            ids = list((await connection.execute(_NEXT, asked)).scalars())
            await figures.write(connection, ids)
        total += len(ids)
        if len(ids) < _PAGE:
            return total
        after = ids[-1]


def _figures(booking: Any, takings: Sequence[Any]) -> dict[str, object]:
    start: datetime = booking["starts_at"].astimezone(zone(booking["zone"]))
    income = min(booking["worth"], booking["paid"]) + booking["pictures"]
    return {
        "booking_id": booking["id"],
        "day": start.date(),
        "hour": start.hour,
        "state": _STATES[booking["status"]],
        "reason": booking["reason"],
        "service_id": booking["service_id"],
        "studio_id": studio_of(takings),
        "persons": [one["resource_id"] for one in takings if one["kind"] == "photographer"],
        "minutes": (booking["ends_at"] - booking["starts_at"]) // _MINUTE,
        "lead_minutes": max((booking["starts_at"] - booking["created_at"]) // _MINUTE, 0),
        "currency": booking["currency"],
        "income": income,
        "covered": min(booking["prepaid"], income),
    }


def studio_of(takings: Sequence[Any]) -> UUID | None:
    """Where it takes place, as what it takes says."""
    near = sorted(
        (_NEAREST.index(one["kind"]), str(one["studio_id"]), one["studio_id"])
        for one in takings
        if one["kind"] and one["studio_id"] is not None
    )
    return near[0][2] if near else None


def _hours(takings: Sequence[Any]) -> Iterator[dict[str, object]]:
    for one in takings:
        told: Counter[tuple[date, int]] = Counter()
        for day, hour, minutes in by_hour(one["starts_at"], one["ends_at"], zone(one["zone"])):
            told[day, hour] += minutes * one["seats"]
        for (day, hour), minutes in told.items():
            yield {
                "booking_id": one["booking_id"],
                "resource_id": one["resource_id"],
                "day": day,
                "hour": hour,
                "minutes": minutes,
            }
