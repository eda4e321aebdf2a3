"""Bookings that stand where they no longer should: under a block that was laid later, outside the
hours that hold now, at a time that a new law of its zone has moved. A person solves each; nothing
here moves anything."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
from msgspec import Struct

from holdfast.booking import Agreed, moved_by_law, schedules_of, zone, zone_data_version
from holdfast.booking.schedule import Schedule, Span, expand, less

__all__ = ["MOST_CONFLICTS", "ConflictKind", "Conflicting", "find_conflicts"]

MOST_CONFLICTS: Final = 1000
ConflictKind: TypeAlias = Literal["block", "closed", "zone"]

_DAY: Final = timedelta(days=1)
_STANDS: Final = (
    "b.status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress')"
    " AND b.ends_at > now()"
)
_TAKEN: Final = f"""
FROM bookings b JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
{{joined}}
WHERE {_STANDS} AND ($1::uuid IS NULL OR t.resource_id = $1)
"""
_COLUMNS: Final = """
b.id AS booking_id, b.number, b.starts_at, b.ends_at, b.zone, b.wall_start AS wall
"""
_UNDER_BLOCKS: Final = f"""
SELECT {_COLUMNS}, t.resource_id, t.name, k.note
{
    _TAKEN.format(
        joined='''JOIN blocks k ON k.resource_id = t.resource_id AND k.ended_at IS NULL
    AND NOT k.soft AND k.starts_at < b.ends_at AND k.ends_at > b.starts_at'''
    )
}
ORDER BY b.starts_at, b.id, t.resource_id, k.starts_at LIMIT {MOST_CONFLICTS}
"""
_OLDER_SCHEDULE: Final = f"""
SELECT {_COLUMNS}, t.resource_id, t.name, '' AS note
{
    _TAKEN.format(
        joined='''JOIN LATERAL (SELECT max(s.version) AS version FROM schedules s
    WHERE s.resource_id = t.resource_id) s ON s.version > t.schedule_version'''
    )
}
ORDER BY b.starts_at, b.id, t.resource_id LIMIT {MOST_CONFLICTS}
"""
_OLDER_LAW: Final = f"""
SELECT DISTINCT ON (b.starts_at, b.id) {_COLUMNS}, t.resource_id, t.name, '' AS note
{_TAKEN.format(joined="")} AND b.zone_data <> $2
ORDER BY b.starts_at, b.id, t.resource_id LIMIT {MOST_CONFLICTS}
"""


class Conflicting(Struct, frozen=True):
    """A booking at odds with a resource of its. ``note``: what the block says. Of ``zone``:
    ``shows`` is what the clock will show by the law of now, ``would_be`` when it shows what was
    agreed."""

    kind: ConflictKind
    booking_id: UUID
    number: str
    resource_id: UUID
    resource: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    wall: str
    note: str = ""
    shows: str | None = None
    would_be: datetime | None = None


async def find_conflicts(
    pool: asyncpg.Pool,
    resource_id: UUID | None = None,
    *,
    zone_of: Callable[[str], ZoneInfo] = zone,
    zone_data: str | None = None,
) -> list[Conflicting]:
    """Of one resource or of all, by time; at most :data:`MOST_CONFLICTS`. ``zone_of`` and
    ``zone_data``: by which law, if not by the one in force here."""
    under = [_told("block", row) for row in await pool.fetch(_UNDER_BLOCKS, resource_id)]
    older = await pool.fetch(_OLDER_SCHEDULE, resource_id)
    closed = [_told("closed", row) for row in await _closed(pool, older)]
    law = zone_data_version() if zone_data is None else zone_data
    moved = [
        _told("zone", row, now.shows, now.would_be)
        for row in await pool.fetch(_OLDER_LAW, resource_id, law)
        if (now := moved_by_law(Agreed(row["starts_at"], row["zone"], row["wall"]), zone_of))
    ]
    found = sorted((*under, *closed, *moved), key=lambda one: (one.starts_at, one.booking_id))
    return found[:MOST_CONFLICTS]


async def _closed(pool: asyncpg.Pool, rows: Sequence[Any]) -> list[Any]:
    """Those not wholly within the hours that hold now."""
    said = await schedules_of(pool, list({row["resource_id"] for row in rows}))
    return [row for row in rows if not _is_open(said[row["resource_id"]].schedule, row)]


def _is_open(schedule: Schedule, row: Mapping[str, Any]) -> bool:
    clock = zone(schedule.zone)
    first = row["starts_at"].astimezone(clock).date()
    last = row["ends_at"].astimezone(clock).date() + _DAY
    return not less([Span(row["starts_at"], row["ends_at"])], expand(schedule, first, last))


def _told(
    kind: ConflictKind,
    row: Mapping[str, Any],
    shows: str | None = None,
    would_be: datetime | None = None,
) -> Conflicting:
    return Conflicting(
        kind, row["booking_id"], row["number"], row["resource_id"], row["name"],
        row["starts_at"], row["ends_at"], row["zone"], row["wall"], row["note"], shows, would_be,
    )  # fmt: skip
