"""What has calendars read: a booking that changes here, and time."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import (
    BookingCancelled,
    BookingCompleted,
    BookingConfirmed,
    BookingMissed,
    BookingMoved,
)
from holdfast.booking.outside import ask_calendars, calendars_of_bookings, due_calendars
from holdfast.db.engine import Database
from holdfast.db.reading import Event

__all__ = ["COPIED_TYPES", "ask_for_copies", "ask_for_due"]

COPIED_TYPES: Final = tuple(
    kind.TYPE
    for kind in (
        BookingConfirmed, BookingMoved, BookingCancelled, BookingCompleted, BookingMissed
    )
)  # fmt: skip


async def ask_for_copies(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The calendars of what these bookings take, or took, are brought up to date."""
    bookings = list({event.subject for event in events})
    await ask_calendars(connection, await calendars_of_bookings(connection, bookings))


async def ask_for_due(database: Database) -> None:
    """Those that nobody heard from lately are read."""
    async with database.transaction() as connection:
        await ask_calendars(connection, await due_calendars(connection))
