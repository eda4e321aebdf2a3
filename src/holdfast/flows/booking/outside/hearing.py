"""A calendar that was silent for a minute is asked what is busy when somebody books: once, for a
moment. What its silence means then, its owner has said; for some seconds nobody waits again."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from holdfast.booking import load_resources
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
from holdfast.kit.zones import zone

__all__ = ["Hearing", "Silences"]

log = structlog.get_logger("holdfast.calendars")

WAIT: Final = 1.5
"""Seconds that a client waits for somebody else's calendar."""
SILENT_FOR: Final = 20.0
"""Seconds for which nobody waits again for one that let a client wait in vain."""
MOST_SILENT: Final = 1000
"""Of which that is kept in mind."""


class Silences:
    """Calendars that let somebody wait in vain a moment ago: nobody waits for them again yet. Who
    holds a time tries several people, a series each of them many times."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since: OrderedDict[UUID, float] = OrderedDict()

    def note(self, calendar_id: UUID) -> None:
        """Just now."""
        self._since[calendar_id] = self._now()
        self._since.move_to_end(calendar_id)
        while len(self._since) > MOST_SILENT:
            self._since.popitem(last=False)

    def __contains__(self, calendar_id: UUID) -> bool:
        since = self._since.get(calendar_id)
        return since is not None and self._now() - since < SILENT_FOR

    def __len__(self) -> int:
        return len(self._since)


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """Asks calendars through ``doors``, and waits for one so many seconds at most."""

    database: Database
    doors: Doors
    wait: float = WAIT
    silences: Silences = field(default_factory=Silences)

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
        if calendar.id in self.silences:
            return calendar.silence_blocks
        try:
            async with asyncio.timeout(self.wait):
                busy = await self._busy(calendar, start, end)
        except (CalendarAway, CalendarRefused, TimeoutError) as error:
            if isinstance(error, TimeoutError):  # who says no at once lets nobody wait
                self.silences.note(calendar.id)
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
