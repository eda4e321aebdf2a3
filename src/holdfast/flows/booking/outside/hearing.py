"""A calendar that was silent for a minute is asked what is busy when somebody books: once, for a
moment. What its silence means then, its owner has said."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from holdfast.booking import load_resources, zone
from holdfast.booking.bookings import NewBooking
from holdfast.booking.outside import (
    CalendarAway,
    CalendarRefused,
    Connected,
    Doors,
    ask_calendars,
    copies_in,
    silent_calendars,
)
from holdfast.booking.schedule import Span
from holdfast.db.engine import Database

__all__ = ["Hearing"]

log = structlog.get_logger("holdfast.calendars")

WAIT: Final = 1.5
"""Seconds that a client waits for somebody else's calendar."""


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """Asks calendars through ``doors``."""

    database: Database
    doors: Doors

    async def taken(self, new: NewBooking) -> list[UUID]:
        """Whose calendars say that they are busy then, or say nothing and may not be passed."""
        ids = [one.resource_id for one in new.takings]
        by_resource = await self.database.gathered(silent_calendars).many(ids)
        silent = [one for some in by_resource.values() for one in some]
        if not silent:
            return []
        start, end = new.when.starts_at, new.when.ends_at
        found = await asyncio.gather(*(self._is_taken(one, start, end) for one in silent))
        return [one.resource_id for one, taken in zip(silent, found, strict=True) if taken]

    async def _is_taken(self, calendar: Connected, start: datetime, end: datetime) -> bool:
        try:
            async with asyncio.timeout(WAIT):
                busy = await self._busy(calendar, start, end)
        except (CalendarAway, CalendarRefused, TimeoutError) as error:
            log.warning("a calendar is silent", calendar=str(calendar.id), error=str(error))
            return calendar.silence_blocks
        if busy:  # the block itself comes by the usual way
            async with self.database.transaction() as connection:
                await ask_calendars(connection, [calendar.id], urgent=True)
        return bool(busy)

    async def _busy(self, calendar: Connected, start: datetime, end: datetime) -> Sequence[Span]:
        """But for what we wrote there: that is counted here already."""
        pool = self.database.pool
        if not calendar.is_connected:
            raise CalendarRefused("It was refused before.")
        copies = await copies_in(pool, calendar.id)
        resource = (await load_resources(pool, [calendar.resource_id]))[calendar.resource_id]
        calls = self.doors.open(calendar, zone(resource.zone))
        try:
            return await calls.busy(start, end, [one.span for one in copies.values() if one.etag])
        finally:
            await calls.close()
