"""The whole of a studio against its rooms, where cells do not keep them apart: what was booked
before they did, before the room came to the studio, or while that was let by the seat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import astuple

from holdfast.booking.bookings.taking import Taking
from holdfast.db.engine import Database

_MET: Final = """
SELECT DISTINCT a.number
FROM unnest($1::uuid[], $2::boolean[], $3::timestamptz[], $4::timestamptz[], $5::uuid[])
  WITH ORDINALITY AS a(studio, whole, first, last, besides, number)
CROSS JOIN LATERAL (
  SELECT a.studio AS id WHERE NOT a.whole
  UNION ALL SELECT id FROM resources WHERE studio_id = a.studio AND kind = 'room' AND a.whole) r
JOIN booking_resources t
  ON t.resource_id = r.id AND t.starts_at < a.last AND t.ends_at > a.first
JOIN bookings b ON b.id = t.booking_id AND (t.move = b.moves OR b.kept AND t.move = b.moves - 1)
WHERE b.status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress')
  AND b.id IS DISTINCT FROM a.besides
  AND CASE WHEN a.whole THEN t.studio_cell = 0 OR t.studio_id IS DISTINCT FROM a.studio
      ELSE NOT t.whole END
"""
_ROOMS: Final = "SELECT id FROM resources WHERE studio_id = ANY($1::uuid[]) AND kind = 'room'"


class _Part(Struct, frozen=True):
    studio: UUID
    whole: bool
    start: datetime
    end: datetime
    besides: UUID | None


async def met_unsaid(
    database: Database, takings: Sequence[Taking], besides: UUID | None = None
) -> list[Taking]:
    """Those of them that meet what stands but takes nothing of the cells both have; ``besides``:
    the booking itself."""
    asked: dict[_Part, Taking] = {}
    for one in takings:
        studio = one.resource_id if one.whole else one.studio_id
        if studio is not None and (one.whole or one.studio_cell):
            asked[_Part(studio, one.whole, one.starts_at, one.ends_at, besides)] = one
    if not asked:
        return []
    met = await database.gathered(_met).many(asked)
    return [asked[part] for part in asked if part in met]


async def _met(pool: asyncpg.Pool, parts: Sequence[_Part]) -> dict[_Part, bool]:
    columns = [list(each) for each in zip(*map(astuple, parts), strict=True)]
    rows = await pool.fetch(_MET, *columns)
    return {parts[row["number"] - 1]: True for row in rows}


async def freed_with(pool: asyncpg.Pool, takings: Sequence[Taking]) -> set[UUID]:
    """Those of whom something comes free where these do: a studio for its room, all rooms for their
    studio."""
    found = {one.resource_id for one in takings}
    found |= {one.studio_id for one in takings if one.studio_id is not None and one.studio_cell}
    wholes = [one.resource_id for one in takings if one.whole]
    if wholes:
        found |= {row["id"] for row in await pool.fetch(_ROOMS, wholes)}
    return found
