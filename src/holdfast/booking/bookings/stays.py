"""Where people and kits that travel are booked to be, and the accounts by which two bookings of one
of them in different places never come too near."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import astuple

from holdfast.booking.travel import Place, Travelling, travel_minutes
from holdfast.kit.positions import Position

STAY_PREFIX: Final = "stay/"
LONGEST_WAY: Final = timedelta(hours=12)
_DAY: Final = timedelta(days=1)

# Where a booking is: the studio that it takes, or whose room it takes; else its client's own place.
# So is where it is to go, while that is held until the difference is paid.
_STAYS: Final = """
WITH a AS (
    SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::uuid[])
    WITH ORDINALITY AS a(resource, first, last, besides, number))
SELECT a.number, t.resource_id, t.starts_at, t.ends_at, p.place, b.latitude, b.longitude
FROM a JOIN booking_resources t
  ON t.resource_id = a.resource AND t.starts_at < a.last AND t.ends_at > a.first
JOIN bookings b ON b.id = t.booking_id AND t.move = b.moves
LEFT JOIN LATERAL (
    SELECT coalesce(r.studio_id, r.id) AS place
    FROM booking_resources s JOIN resources r ON r.id = s.resource_id
    WHERE s.booking_id = b.id AND s.move = b.moves AND r.kind IN ('studio', 'room') LIMIT 1) p
  ON true
WHERE (p.place IS NOT NULL OR b.latitude IS NOT NULL)
  AND b.status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress')
  AND b.id IS DISTINCT FROM a.besides
UNION ALL
SELECT a.number, t.resource_id, t.starts_at, t.ends_at, p.place,
       (d.plan -> 'at' ->> 'latitude')::float8, (d.plan -> 'at' ->> 'longitude')::float8
FROM a JOIN booking_due_takings t
  ON t.resource_id = a.resource AND t.starts_at < a.last AND t.ends_at > a.first
JOIN booking_dues d ON d.id = t.due_id AND d.status = 'open'
JOIN bookings b ON b.id = d.booking_id AND b.moves = d.moves AND b.status = 'confirmed'
JOIN orders o ON o.id = d.id AND o.status <> 'cancelled'
LEFT JOIN LATERAL (
    SELECT coalesce(r.studio_id, r.id) AS place
    FROM booking_due_takings s JOIN resources r ON r.id = s.resource_id
    WHERE s.due_id = d.id AND r.kind IN ('studio', 'room') LIMIT 1) p
  ON true
WHERE (p.place IS NOT NULL OR d.plan -> 'at' ->> 'latitude' IS NOT NULL)
  AND b.id IS DISTINCT FROM a.besides
ORDER BY 2, 3
"""


# Whether anybody is to go to a client's own place.
_VISITS: Final = "SELECT EXISTS (SELECT FROM bookings WHERE latitude IS NOT NULL AND ends_at > $1)"


class Stay(Struct, frozen=True):
    """Somebody is booked to be there, buffers included."""

    resource: UUID
    starts_at: datetime
    ends_at: datetime
    place: Place


class StaysAsked(Struct, frozen=True):
    """Where a resource is between these moments; but for one booking."""

    resource: UUID
    start: datetime
    end: datetime
    besides: UUID | None = None


async def stays_of(
    pool: asyncpg.Pool,
    resources: Sequence[UUID],
    start: datetime,
    end: datetime,
    besides: UUID | None = None,
) -> list[Stay]:
    """Between these moments; but for one booking."""
    asked = [StaysAsked(one, start, end, besides) for one in resources]
    return [one for some in (await stays_asked(pool, asked)).values() for one in some]


async def stays_asked(
    pool: asyncpg.Pool, asked: Sequence[StaysAsked]
) -> dict[StaysAsked, list[Stay]]:
    """Of each, in order of time."""
    found: dict[StaysAsked, list[Stay]] = {one: [] for one in asked}
    columns = [list(some) for some in zip(*map(astuple, asked), strict=True)] or [[], [], [], []]
    rows = await pool.fetch(_STAYS, *columns)
    for number, resource, start, end, studio, north, east in rows:
        place = Position(north, east) if studio is None else studio
        found[asked[number - 1]].append(Stay(resource, start, end, place))
    return found


async def visits_to_come(pool: asyncpg.Pool, now: datetime) -> bool:
    """Whether a booking at a place of its client's own ends after that."""
    return bool(await pool.fetchval(_VISITS, now))


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
    travelling: Travelling, here: Place, there: Place, places: Mapping[UUID, Position]
) -> timedelta:
    """How long one is on the way, 12 hours at most."""
    minutes = travel_minutes(travelling, here, there, places)
    return min(timedelta(minutes=minutes), LONGEST_WAY)


def too_near(
    stays: Iterable[Stay],
    travelling: Travelling,
    place: Place,
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
