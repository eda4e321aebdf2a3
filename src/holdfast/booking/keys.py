"""The ledger accounts of resources: a capacity account for each cell of their time, and a store
whose version says which schedule is in force."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

CELL_PREFIX: Final = "cell/"
SCHEDULE_PREFIX: Final = "schedule/"
DAY: Final = 1440  # minutes
WHOLE: Final = 1_000_000
"""What who has a whole studio takes of each of its cells, and all there is of one; a room of it
that is booked takes one. So rooms are had beside each other, and the whole beside none."""
CELLS: Final = (5, 10, 15, 30, 60, DAY)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def cell_key(resource: UUID, start: datetime) -> str:
    """The capacity account that counts who has the resource in the cell that begins then."""
    return f"{CELL_PREFIX}{resource}/{_written(start.astimezone(UTC))}"


def day_key(resource: UUID, day: date) -> str:
    """The same of what is let by the day: its cells are the days of its own clock, called by their
    date, so that they stay the same when the clock's law changes."""
    return f"{CELL_PREFIX}{resource}/{day:%Y%m%d}"


def schedule_key(resource: UUID) -> str:
    """The store that gets one more whenever the resource, its schedule or its blocks change:
    ``Expect`` of its version refuses what was thought out before."""
    return f"{SCHEDULE_PREFIX}{resource}"


def cells_between(
    resource: UUID,
    cell_minutes: int,
    start: datetime,
    end: datetime,
    zone: ZoneInfo | None = None,
) -> tuple[str, ...]:
    """The keys of all cells that the span touches, in order of time; one that it touches in part
    counts whole. A resource that is let by the day has to say its ``zone``."""
    if cell_minutes == DAY:
        if zone is None:
            raise ValueError("Days are those of a zone.")
        return tuple(day_key(resource, day) for day in _days(start, end, zone))
    cell = timedelta(minutes=cell_minutes)
    first, last = (start - _EPOCH) // cell, -((_EPOCH - end) // cell)
    mine = f"{CELL_PREFIX}{resource}/"
    return tuple(mine + _start_of(number, cell_minutes) for number in range(first, last))


@lru_cache(maxsize=100_000)
def _start_of(number: int, cell_minutes: int) -> str:
    """As keys have it, when the cell begins that has this number, counted from 1970. Kept, since a
    booking has many cells and many bookings have the same ones in view."""
    return _written(_EPOCH + timedelta(minutes=number * cell_minutes))


def _written(start: datetime) -> str:
    return f"{start:%Y%m%dT%H%M}"


def _days(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[date]:
    if start >= end:
        return
    day = start.astimezone(zone).date()
    last = (end - timedelta(microseconds=1)).astimezone(zone).date()
    while day <= last:
        yield day
        day += timedelta(days=1)
