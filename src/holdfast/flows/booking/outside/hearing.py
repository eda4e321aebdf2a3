"""A calendar that was silent for a minute is asked what is busy when somebody books: once, for a
moment. What its silence means then, its owner has said; for some seconds nobody waits again. One
booking waits for one such moment in all, whoever it may be with."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
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

__all__ = ["Asking", "Hearing", "Silences", "asking"]

log = structlog.get_logger("holdfast.calendars")

WAIT: Final = 1.5
"""Seconds that a client waits for other people's calendars, all of them together."""
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
    """Asks calendars through ``doors``; ``wait``: for so many seconds in one booking, at most."""

    database: Database
    doors: Doors
    wait: float = WAIT
    silences: Silences = field(default_factory=Silences)

    async def silent_of(self, resources: Iterable[UUID]) -> list[Connected]:
        """Their calendars that nobody has heard of lately."""
        found = await self.database.gathered(silent_calendars).many(list(resources))
        return [one for some in found.values() for one in some]

    async def is_taken(
        self, calendar: Connected, start: datetime, end: datetime, until: float
    ) -> bool:
        """Whether it says so, or says nothing ``until`` then, by the loop's clock, and may not be
        passed."""
        left = until - asyncio.get_running_loop().time()
        if calendar.id in self.silences or left <= 0:
            return calendar.silence_blocks
        try:
            async with asyncio.timeout_at(until):
                busy = await self._busy(calendar, start, end)
        except (CalendarAway, CalendarRefused, TimeoutError) as error:
            # Who says no at once lets nobody wait; who is asked late had no time to answer.
            if isinstance(error, TimeoutError) and 2 * left > self.wait:
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


class Asking:
    """What one booking asks: as soon as one calendar of those whom it is to be with is silent, all
    of those whom it ``may`` be with at the same time. Who has not said anything when the wait is
    over is silent to it, tried before or not."""

    def __init__(self, hearing: Hearing | None, may: Iterable[UUID]) -> None:
        self._hearing = hearing
        self._may = frozenset(may)
        self._until: float | None = None
        self._asked: dict[tuple[UUID, datetime, datetime], asyncio.Task[bool]] = {}

    async def taken(self, new: NewBooking) -> list[UUID]:
        """Whose calendars say that they are busy then, or say nothing and may not be passed."""
        hearing = self._hearing
        if hearing is None:
            return []
        own = {one.resource_id for one in new.takings}
        silent = await hearing.silent_of(own)
        if not silent:
            return []
        answers = [self._answer(hearing, one, new) for one in silent]
        others, self._may = self._may - own, frozenset()
        if others:
            for one in await hearing.silent_of(others):
                self._answer(hearing, one, new)
        found = await asyncio.gather(*answers)
        return [one.resource_id for one, taken in zip(silent, found, strict=True) if taken]

    def _answer(self, hearing: Hearing, calendar: Connected, new: NewBooking) -> asyncio.Task[bool]:
        start, end = new.when.starts_at, new.when.ends_at
        if self._until is None:
            self._until = asyncio.get_running_loop().time() + hearing.wait
        known = self._asked.get((calendar.id, start, end))
        if known is None:
            answer = hearing.is_taken(calendar, start, end, self._until)
            known = self._asked[calendar.id, start, end] = asyncio.create_task(answer)
        return known

    async def end(self) -> None:
        """Nobody needs the answers that have not come."""
        for one in self._asked.values():
            one.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)


@asynccontextmanager
async def asking(
    hearing: Hearing | None, candidates: Iterable[Sequence[UUID]] = ()
) -> AsyncIterator[Asking]:
    """For one booking with the first of the ``candidates`` who can be had."""
    one = Asking(hearing, (who for some in candidates for who in some))
    try:
        yield one
    finally:
        await one.end()
