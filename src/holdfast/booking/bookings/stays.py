"""Where people and kits that travel are booked to be, and the accounts by which two bookings of one
of them in different places never come too near."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking.near import Position
from holdfast.booking.travel import Travelling, travel_minutes

STAY_PREFIX: Final = "stay/"
LONGEST_WAY: Final = timedelta(hours=12)
_DAY: Final = timedelta(days=1)

# Where a booking is: the studio that it takes, or whose room it takes.
_STAYS: Final = """
SELECT t.resource_id, t.starts_at, t.ends_at, p.place
FROM booking_resources t
JOIN bookings b ON b.id = t.booking_id AND t.move = b.moves
CROSS JOIN LATERAL (
    SELECT coalesce(r.studio_id, r.id) AS place
    FROM booking_resources s JOIN resources r ON r.id = s.resource_id
    WHERE s.booking_id = b.id AND s.move = b.moves AND r.kind IN ('studio', 'room') LIMIT 1) p
WHERE t.resource_id = ANY($1::uuid[]) AND t.starts_at < $3 AND t.ends_at > $2
  AND b.status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress')
  AND ($4::uuid IS NULL OR b.id <> $4)
ORDER BY t.resource_id, t.starts_at
"""


class Stay(Struct, frozen=True):
    """Somebody is booked to be there, buffers included."""

    resource: UUID
    starts_at: datetime
    ends_at: datetime
    place: UUID


async def stays_of(
    pool: asyncpg.Pool,
    resources: Sequence[UUID],
    start: datetime,
    end: datetime,
    besides: UUID | None = None,
) -> list[Stay]:
    """Between these moments; but for one booking."""
    return [Stay(*row) for row in await pool.fetch(_STAYS, resources, start, end, besides)]


def stay_keys(resource: UUID, start: datetime, end: datetime) -> tuple[str, ...]:
    """A store for each day of UTC that a way to or from the booking may reach into: whoever books
    the resource expects it as read, and raises it."""
    day, last = (start - LONGEST_WAY).astimezone(UTC), (end + LONGEST_WAY).astimezone(UTC)
    found = []
    while day.date() <= last.date():
        found.append(f"{STAY_PREFIX}{resource}/{day:%Y%m%d}")
        day += _DAY
    return tuple(found)


def way(
    travelling: Travelling, here: UUID, there: UUID, places: Mapping[UUID, Position]
) -> timedelta:
    """How long one is on the way, 12 hours at most."""
    minutes = travel_minutes(travelling, here, there, places)
    return min(timedelta(minutes=minutes), LONGEST_WAY)


def too_near(
    stays: Iterable[Stay],
    travelling: Travelling,
    place: UUID,
    span: tuple[datetime, datetime],
    places: Mapping[UUID, Position],
) -> bool:
    """Whether one could not come from one of them in time, or not get there."""
    start, end = span
    for stay in stays:
        ahead = way(travelling, stay.place, place, places)
        back = way(travelling, place, stay.place, places)
        if stay.place != place and start < stay.ends_at + ahead and stay.starts_at < end + back:
            return True
    return False
