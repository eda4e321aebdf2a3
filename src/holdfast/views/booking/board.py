"""The time of several resources beside each other: when each is open, what is booked of it with its
buffers, what is laid over it, what is left, and what is at odds."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking import Block, OpenHours, Resource, open_hours_of
from holdfast.booking.bookings import BOOKING_COLUMNS, Booking, Taking, takings_of
from holdfast.booking.schedule import Span, at_local, shifts
from holdfast.booking.services import Service, load_services
from holdfast.booking.slots import (
    DAY_SLOTS,
    Bookable,
    Gap,
    Session,
    Window,
    fits,
    gaps_of,
    slot_from,
)
from holdfast.kit import shop_now
from holdfast.kit.zones import zone
from holdfast.views.booking.availability import Availability
from holdfast.views.booking.conflicts import LONGEST_TAKEN, Conflicting, find_conflicts
from holdfast.views.client_names import known_clients

__all__ = [
    "MOST_BLOCKS", "MOST_BOOKINGS", "MOST_RESOURCES", "Board", "BoardDay", "read_board",
]  # fmt: skip

MOST_RESOURCES: Final = 200
MOST_BOOKINGS: Final = 3_000
MOST_BLOCKS: Final = 2_000
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)

# Who has a whole studio has its rooms; who has a room keeps others from the whole.
_IDS: Final = """
SELECT t.booking_id FROM booking_resources t
JOIN bookings b ON b.id = t.booking_id AND b.moves = t.move
WHERE (t.resource_id = ANY($1::uuid[]) OR t.resource_id = ANY($6::uuid[]) AND t.whole
       OR t.studio_id = ANY($1::uuid[]) AND t.studio_cell > 0)
  AND t.starts_at < $3 AND t.ends_at > $2
  AND t.starts_at > $2::timestamptz - $4::interval AND b.status <> 'cancelled'
GROUP BY t.booking_id ORDER BY min(t.starts_at), t.booking_id LIMIT $5
"""
_COLUMNS: Final = ", ".join(
    f"{column}::text" if column == "policy" else column for column in BOOKING_COLUMNS
)
_BOOKINGS: Final = (
    f"SELECT {_COLUMNS} FROM bookings WHERE id = ANY($1::uuid[]) ORDER BY starts_at, id"
)


class BoardDay(Struct, frozen=True):
    """A day of the board's clock; ``hours``: what that clock shows after each hour of it."""

    day: date
    start: datetime
    end: datetime
    hours: tuple[str, ...]


class Board(Struct, frozen=True):
    """``more``: there is more booked or blocked than one board shows. ``open`` and ``gaps``: by
    resource; ``takings``: by booking, also of what the board does not show; ``clients``: by user
    id; ``clocks``: of each zone of them, how many minutes its clock is ahead of UTC from when on,
    in these days and now."""

    zone: str
    clocks: Mapping[str, Sequence[tuple[datetime, int]]]
    days: Sequence[BoardDay]
    resources: Sequence[Resource]
    open: Mapping[UUID, Sequence[Span]]
    gaps: Mapping[UUID, Sequence[Gap]]
    bookings: Sequence[Booking]
    takings: Mapping[UUID, Sequence[Taking]]
    blocks: Sequence[Block]
    services: Sequence[Service]
    conflicts: Sequence[Conflicting]
    clients: Mapping[str, str]
    more: bool


async def read_board(
    pool: asyncpg.Pool,
    availability: Availability,
    among: Sequence[Resource],
    clock: str,
    first: date,
    last: date,
) -> Board:
    """From the first day until before the last, by that clock; of the first
    :data:`MOST_RESOURCES`."""
    resources = among[:MOST_RESOURCES]
    days = days_of(clock, first, last)
    start, end = days[0].start, days[-1].end
    ids = [one.id for one in resources]
    homes = [one.home for one in resources if one.kind == "room" and one.home is not None]
    rows, hours, services = await asyncio.gather(
        pool.fetch(_IDS, ids, start, end, LONGEST_TAKEN, MOST_BOOKINGS + 1, homes),
        open_hours_of(pool, resources, start, end),
        load_services(pool),
    )
    found = [row["booking_id"] for row in rows[:MOST_BOOKINGS]]
    bookings = [Booking(*row) for row in await pool.fetch(_BOOKINGS, found)]
    conflicts = await find_conflicts(pool, ids[0] if len(ids) == 1 else None, bookings=found)
    known = await known_clients(pool, list({one.user_id for one in bookings}))
    laid = [block for one in ids for block in hours[one].blocks]
    return Board(
        zone=clock,
        clocks={one: clock_of(one, start, end) for one in {one.zone for one in resources}},
        days=days,
        resources=resources,
        open={
            one: _opened(said, first, last, start, end)
            for one, said in hours.items()
            if said.own is not None or said.studio is not None
        },
        gaps=await _gaps(availability, ids, services, start, end),
        bookings=bookings,
        takings=await takings_of(pool, found),
        blocks=laid[:MOST_BLOCKS],
        services=services,
        conflicts=conflicts,
        clients={owner: one.name for owner, one in known.items() if one.name},
        more=len(rows) > MOST_BOOKINGS or len(laid) > MOST_BLOCKS or len(among) > MOST_RESOURCES,
    )


def days_of(clock: str, first: date, last: date) -> list[BoardDay]:
    """Each at its true length: a day on which the clock changes has 23 hours, or 25."""
    where = zone(clock)
    count = (last - first).days
    edges = [at_local(where, first + number * _DAY, 0) for number in range(count + 1)]
    return [
        BoardDay(
            first + number * _DAY,
            begin,
            stop,
            tuple(
                f"{(begin + hour * _HOUR).astimezone(where):%H:%M}"
                for hour in range(-(-(stop - begin) // _HOUR))
            ),
        )
        for number, (begin, stop) in enumerate(pairwise(edges))
    ]


def clock_of(name: str, start: datetime, end: datetime) -> list[tuple[datetime, int]]:
    """Of a zone, as a board tells it: a block may be laid in the days that it shows, and now."""
    where, now = zone(name), shop_now()
    return sorted({*shifts(where, start, end), *shifts(where, now, now + _DAY)})


def _opened(
    hours: OpenHours, first: date, last: date, start: datetime, end: datetime
) -> list[Span]:
    """By its own clock, which may not be the board's. Its own blocks are shown as what they are;
    under one of its studio's it is closed."""
    spans = replace(hours, blocks=()).spans(first - _DAY, last + _DAY, over=True)
    return [
        Span(max(one.start, start), min(one.end, end), one.studio)
        for one in spans
        if one.start < end and one.end > start
    ]


async def _gaps(
    availability: Availability,
    ids: Sequence[UUID],
    services: Sequence[Service],
    start: datetime,
    end: datetime,
) -> dict[UUID, list[Gap]]:
    """Of those that can be booked, as far ahead as they can be."""
    wanted = set(ids)
    some = [one for one in await availability.resources() if one.id in wanted]
    window = Window(slot_from(start) - DAY_SLOTS, slot_from(end) - slot_from(start) + 2 * DAY_SLOTS)
    await availability.ready(some, window)
    now, found = shop_now(), {}
    for one in some:
        first = max(start, now + timedelta(minutes=one.lead))
        last = min(end, now + one.horizon_days * _DAY)
        bits = window.between(slot_from(first), slot_from(last))
        if bits:
            times = availability.times(one, 1, window)
            found[one.id] = gaps_of(one, times, window, bits, _sessions(one, services))
    return found


def _sessions(one: Bookable, services: Sequence[Service]) -> list[Session]:
    """The shortest of each service in which it could serve a role."""
    return [
        Session(place, service.lengths.allowed()[0], service.grid)
        for place, service in enumerate(services)
        if service.active and any(fits(need, one, None) for need in service.needs)
    ]
