"""Series as they are read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.booking.series.rule import Recurrence
from holdfast.kit.errors import Problem

SeriesStatus: TypeAlias = Literal["making", "booked", "dropped"]


class SeriesNotFound(Problem):
    """No such series of yours."""

    status = 404
    code = "series-not-found"
    title = "No such series"


class Series(Struct, frozen=True):
    """Bookings that were made by one rule. ``later``: each is paid when it comes."""

    id: UUID
    service_id: UUID
    service_name: str
    rule: Recurrence
    zone: str
    wall_start: str
    minutes: int
    later: bool
    status: SeriesStatus
    made_by: str

    @property
    def is_making(self) -> bool:
        """More of its bookings are to come."""
        return self.status == "making"

    @property
    def is_dropped(self) -> bool:
        """It did not come about."""
        return self.status == "dropped"


class Session(Struct, frozen=True):
    """One of its bookings, and when it begins by the rule."""

    booking_id: UUID
    planned_at: datetime


class PlaceInSeries(Struct, frozen=True):
    """A booking is the ``number``-th of so many."""

    series_id: UUID
    number: int
    count: int


_SERIES: Final = """
SELECT id, service_id, service_name, rule::text, zone, wall_start, minutes, later, status, made_by
FROM booking_series WHERE id = $1
"""
_SESSIONS: Final = """
SELECT booking_id, planned_at FROM series_sessions WHERE series_id = $1
ORDER BY planned_at, booking_id
"""
_PLACES: Final = """
SELECT one.booking_id, one.series_id, place.number, place.count
FROM series_sessions one JOIN LATERAL (
    SELECT count(*) AS count,
           count(*) FILTER (WHERE (a.planned_at, a.booking_id)
                                  <= (one.planned_at, one.booking_id)) AS number
    FROM series_sessions a WHERE a.series_id = one.series_id
) place ON true
WHERE one.booking_id = ANY($1::uuid[])
"""
_rule: Final = msgspec.json.Decoder(Recurrence).decode


async def series_of(pool: asyncpg.Pool, series_id: UUID) -> Series | None:
    row = await pool.fetchrow(_SERIES, series_id)
    if row is None:
        return None
    return Series(**{**row, "rule": _rule(row["rule"])})


async def sessions_of(pool: asyncpg.Pool, series_id: UUID) -> list[Session]:
    """In the order of the rule."""
    return [Session(*row) for row in await pool.fetch(_SESSIONS, series_id)]


async def places_in_series(
    pool: asyncpg.Pool, bookings: Sequence[UUID]
) -> dict[UUID, PlaceInSeries]:
    """Of those that are part of one."""
    return {row[0]: PlaceInSeries(*row[1:]) for row in await pool.fetch(_PLACES, bookings)}
