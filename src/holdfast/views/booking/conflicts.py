"""Bookings that stand where they no longer should: under a block that was laid later, outside the
hours that hold now, at a time that a new law of its zone has moved, with somebody or something that
is in the archive, in a room while somebody else has all of its studio. A person solves each;
nothing here moves anything."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
from msgspec import Struct

from holdfast.booking import Agreed, OpenHours, ScheduleVersion, is_open, moved_by_law, schedules_of
from holdfast.booking.bookings import MAX_SESSION
from holdfast.booking.schedule import Span
from holdfast.kit import shop_now
from holdfast.kit.zones import zone, zone_data_version

__all__ = ["LONGEST_TAKEN", "MOST_CONFLICTS", "ConflictKind", "Conflicting", "find_conflicts"]

MOST_CONFLICTS: Final = 1000
ConflictKind: TypeAlias = Literal["block", "closed", "zone", "archived", "whole"]

_PAGE: Final = 1000
_DAY: Final = timedelta(days=1)
LONGEST_TAKEN: Final = MAX_SESSION + 2 * _DAY
"""Of a session with its buffers."""
_COLUMNS: Final = """
b.id AS booking_id, b.number, b.starts_at, b.ends_at, b.zone, b.wall_start AS wall,
t.resource_id, t.name
"""
_TAKEN: Final = "bookings b JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves"
_PLACED: Final = """
LEFT JOIN resources r ON r.id = t.resource_id
LEFT JOIN resources h ON h.id = r.studio_id AND r.kind IN ('room', 'equipment')
  AND h.status = 'active'
"""
"""Each with itself, and with the studio whose hours bind it."""
_STANDS: Final = """
b.status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress') AND b.ends_at > now()
AND ($1::uuid IS NULL OR $1 IN (t.resource_id, h.id)) AND ($2::uuid[] IS NULL OR b.id = ANY($2))
AND b.starts_at >= $3
"""
_UNDER_BLOCKS: Final = f"""
SELECT {_COLUMNS}, k.note
FROM {_TAKEN} {_PLACED}
JOIN blocks k ON k.resource_id IN (t.resource_id, h.id) AND k.ended_at IS NULL
  AND NOT k.soft AND k.starts_at < b.ends_at AND k.ends_at > b.starts_at
WHERE {_STANDS}
ORDER BY b.starts_at, b.id, t.resource_id, k.starts_at LIMIT $4
"""
_ARCHIVED: Final = f"""
SELECT {_COLUMNS}, '' AS note
FROM {_TAKEN} {_PLACED}
WHERE {_STANDS} AND r.status = 'archived'
ORDER BY b.starts_at, b.id, t.resource_id LIMIT $4
"""
# What was booked before cells kept them apart: the note is the number of who has the whole.
_WHOLE: Final = f"""
SELECT {_COLUMNS}, w.number AS note
FROM {_TAKEN} {_PLACED}
JOIN booking_resources s ON s.resource_id = h.id
  AND s.starts_at < t.ends_at AND s.ends_at > t.starts_at
JOIN bookings w ON w.id = s.booking_id AND w.moves = s.move AND w.id <> b.id
  AND w.status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress')
WHERE {_STANDS} AND r.kind = 'room' AND h.capacity = 1
ORDER BY b.starts_at, b.id, t.resource_id LIMIT $4
"""
_NEWEST: Final = """
CROSS JOIN LATERAL
  (SELECT max(version) AS version FROM schedules WHERE resource_id = t.resource_id) s
CROSS JOIN LATERAL (SELECT max(version) AS version FROM schedules WHERE resource_id = h.id) n
"""
_OLDER_HOURS: Final = """(coalesce(s.version > t.schedule_version, false) OR coalesce(
  n.version > CASE WHEN t.studio_id = h.id THEN t.studio_version ELSE 0 END, false))"""
"""Whether it was taken under others: its own, or those of the studio it is in."""
_OLDER: Final = f"""
SELECT {_COLUMNS}, '' AS note, {_OLDER_HOURS} AS older_hours,
  h.id AS studio_id, b.zone_data <> $4 AS older_law, r.kind, (
    SELECT coalesce(p.studio_id, p.id) FROM booking_resources o
    JOIN resources p ON p.id = o.resource_id AND p.kind IN ('studio', 'room')
    WHERE o.booking_id = b.id AND o.move = b.moves LIMIT 1) AS place
FROM {_TAKEN} {_PLACED} {_NEWEST}
WHERE {_STANDS} AND ({_OLDER_HOURS} OR b.zone_data <> $4)
ORDER BY b.starts_at, b.id, t.resource_id
"""
_OTHER_HOURS: Final = f"""
SELECT DISTINCT t.resource_id, h.id AS studio_id
FROM {_TAKEN} {_PLACED} {_NEWEST}
WHERE {_STANDS} AND {_OLDER_HOURS}
"""


class Conflicting(Struct, frozen=True):
    """A booking at odds with a resource of its. ``note``: what the block says; of a room booked
    while its studio is (``whole``), the number of that booking. Of ``zone``:
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
    bookings: Sequence[UUID] | None = None,
    zone_of: Callable[[str], ZoneInfo] = zone,
    zone_data: str | None = None,
    most: int = MOST_CONFLICTS,
) -> list[Conflicting]:
    """Of one resource or of all, of these bookings or of all: the first ``most``, by time.
    ``zone_of`` and ``zone_data``: by which law, if not by the one in force here."""
    asked = (resource_id, bookings, shop_now() - LONGEST_TAKEN)
    under = [_told("block", row) for row in await pool.fetch(_UNDER_BLOCKS, *asked, most)]
    gone = [_told("archived", row) for row in await pool.fetch(_ARCHIVED, *asked, most)]
    whole = [_told("whole", row) for row in await pool.fetch(_WHOLE, *asked, most)]
    law = zone_data_version() if zone_data is None else zone_data
    others = dict(await pool.fetch(_OTHER_HOURS, *asked))
    ids = {one for pair in others.items() for one in pair if one is not None}
    hours = _Hours(others, await schedules_of(pool, [*ids]))
    closed: list[Conflicting] = []
    moved: dict[UUID, Conflicting] = {}  # once each, whatever it takes
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        # Most of what is older is at odds with nothing, however much there is: a page at once.
        older = await connection.cursor(_OLDER, *asked, law)
        while len(closed) + len(moved) < most and (rows := await older.fetch(_PAGE)):
            closed += [_told("closed", row) for row in rows if hours.leave_out(row)]
            for one in _moved(rows, zone_of):
                moved.setdefault(one.booking_id, one)
    found = (*under, *gone, *whole, *closed, *moved.values())
    return sorted(found, key=lambda one: (one.starts_at, one.booking_id))[:most]


class _Hours:
    """Those that hold now, of resources that had others."""

    def __init__(
        self, homes: Mapping[UUID, UUID | None], said: Mapping[UUID, ScheduleVersion]
    ) -> None:
        self._homes = homes
        self._said = {one: made.schedule for one, made in said.items()}
        self._opened: dict[tuple[UUID, date, date], list[Span]] = {}

    def leave_out(self, row: Mapping[str, Any]) -> bool:
        """Whether it was taken under others, and is not wholly within these."""
        resource = row["resource_id"]
        if not row["older_hours"] or resource not in self._homes:
            return False
        home = self._homes[resource]
        said = OpenHours(self._said.get(resource), None if home is None else self._said.get(home))
        if (counts := said.own or said.studio) is None:
            return False
        clock = zone(counts.zone)
        first = row["starts_at"].astimezone(clock).date()
        last = row["ends_at"].astimezone(clock).date() + _DAY
        days = (resource, first, last)
        if days not in self._opened:
            if len(self._opened) == _PAGE:
                self._opened.clear()
            self._opened[days] = said.spans(first, last)
        session = Span(row["starts_at"], row["ends_at"], row["place"])
        return not is_open(row["kind"], self._opened[days], session)


def _moved(rows: Sequence[Any], zone_of: Callable[[str], ZoneInfo]) -> Iterator[Conflicting]:
    for row in rows:
        if row["older_law"]:
            now = moved_by_law(Agreed(row["starts_at"], row["zone"], row["wall"]), zone_of)
            if now is not None:
                yield _told("zone", row, now.shows, now.would_be)


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
