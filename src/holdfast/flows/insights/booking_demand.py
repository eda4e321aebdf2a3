"""When clients book, for which times, how far ahead, and what came of it: a row for each booking
that a client held or asked for, written anew by each of its events from how it stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import (
    BookingCancelled,
    BookingCompleted,
    BookingConfirmed,
    BookingHeld,
    BookingMissed,
    BookingMoved,
    BookingRequested,
)
from holdfast.db.engine import Database
from holdfast.db.reading import Event
from holdfast.flows.insights.booking_figures import TAKINGS, studio_of
from holdfast.flows.insights.shop_clock import SHOP_ZONE, clock_of
from holdfast.insights import booking_demand
from holdfast.kit.zones import zone

__all__ = ["BOOKING_DEMAND", "DEMAND_TYPES", "rebuild", "write_demand"]

BOOKING_DEMAND: Final = "booking-demand"
"""The consumer's name."""
DEMAND_TYPES: Final = (
    BookingHeld.TYPE, BookingRequested.TYPE, BookingConfirmed.TYPE, BookingMoved.TYPE,
    BookingCancelled.TYPE, BookingCompleted.TYPE, BookingMissed.TYPE,
)  # fmt: skip

_PAGE: Final = 250
_MINUTE: Final = timedelta(minutes=1)
_TO_COME: Final = ("confirmed", "in_progress")

_BOOKINGS: Final = sa.text("""
SELECT id, status, starts_at, zone, service_id, created_at, confirmed_at IS NOT NULL AS paid
FROM bookings WHERE id = ANY(CAST(:ids AS uuid[]))
  AND (made_by = user_id OR made_by LIKE 'guest:%') ORDER BY id
""")
_ZONE: Final = sa.text(SHOP_ZONE)
_CURSOR: Final = sa.text("SELECT FROM event_cursors WHERE consumer = :consumer FOR UPDATE")
_NEXT: Final = sa.text(
    "SELECT id FROM bookings WHERE CAST(:after AS uuid) IS NULL OR id > :after"
    " ORDER BY id LIMIT :most"
)


async def write_demand(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler."""
    await _write(connection, sorted({UUID(one.subject) for one in events}))


async def rebuild(database: Database) -> int:
    """Write all rows anew, from the bookings; how many of those there are. The consumer stands back
    for the moment of each page."""
    after, total = None, 0
    while True:
        async with database.transaction() as connection:
            await connection.execute(_CURSOR, {"consumer": BOOKING_DEMAND})
            found = await connection.execute(_NEXT, {"after": after, "most": _PAGE})
            ids = list(found.scalars())
            await _write(connection, ids)
        total += len(ids)
        if len(ids) < _PAGE:
            return total
        after = ids[-1]


async def _write(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    clock = clock_of((await connection.execute(_ZONE)).scalar())
    found = (await connection.execute(_BOOKINGS, {"ids": list(ids)})).mappings().all()
    taken: dict[UUID, list[Any]] = {one["id"]: [] for one in found}
    for taking in (await connection.execute(TAKINGS, {"ids": list(ids)})).mappings():
        if taking["booking_id"] in taken:
            taken[taking["booking_id"]].append(taking)
    rows = [_row(one, taken[one["id"]], clock) for one in found]
    gone = sa.delete(booking_demand).where(booking_demand.c.booking_id.in_(ids))
    await connection.execute(gone)
    if rows:
        await connection.execute(sa.insert(booking_demand), rows)


def _row(booking: Any, takings: Sequence[Any], clock: ZoneInfo) -> dict[str, object]:
    start: datetime = booking["starts_at"].astimezone(zone(booking["zone"]))
    booked: datetime = booking["created_at"].astimezone(clock)
    return {
        "booking_id": booking["id"],
        "day": booked.date(),
        "hour": booked.hour,
        "for_weekday": start.isoweekday(),
        "for_hour": start.hour,
        "lead_minutes": max((booking["starts_at"] - booking["created_at"]) // _MINUTE, 0),
        "service_id": booking["service_id"],
        "studio_id": studio_of(takings),
        "persons": [one["resource_id"] for one in takings if one["kind"] == "photographer"],
        "paid": booking["paid"],
        "took_place": booking["paid"] and booking["status"] == "completed",
        "to_come": booking["paid"] and booking["status"] in _TO_COME,
    }
