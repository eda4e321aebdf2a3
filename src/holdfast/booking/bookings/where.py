"""Where a booking is: in a studio, or at its client's own place."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg

_STUDIO: Final = """
FROM booking_resources t JOIN resources r ON r.id = t.resource_id
JOIN resources s ON s.id = coalesce(r.studio_id, r.id) AND s.kind = 'studio'
WHERE t.booking_id = b.id AND t.move = b.moves
ORDER BY r.kind = 'photographer', t.role, s.id LIMIT 1
"""
STUDIO_SQL: Final = f"""
CASE WHEN b.latitude IS NULL
THEN coalesce((SELECT concat_ws(', ', s.name, nullif(s.address, '')) {_STUDIO}), '') ELSE '' END
"""
"""In which studio the booking ``b`` is, in a line: its name and address, or ``''``."""
STUDIO_NAMES_SQL: Final = f"""
CASE WHEN b.latitude IS NULL
THEN (SELECT jsonb_build_object('kept', s.name, 'name', s.name, 'texts', s.texts,
                                'address', s.address) {_STUDIO}) END
"""
"""The same with its names in each language, as ``studio_called`` reads it."""
PLACE_SQL: Final = f"""
CASE WHEN b.latitude IS NULL THEN {STUDIO_SQL} ELSE concat_ws(', ', b.latitude, b.longitude) END
"""
"""The same, or its client's own place: what a calendar can look for."""
_STUDIOS: Final = f"""
SELECT b.id, (SELECT s.id {_STUDIO}) FROM bookings b
WHERE b.id = ANY($1::uuid[]) AND b.latitude IS NULL
"""


async def studios_of(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """In which studios these bookings are: that of a room before that of a photographer. Those
    without one, or at their client's own place, are left out."""
    return {row[0]: row[1] for row in await pool.fetch(_STUDIOS, ids) if row[1] is not None}
