"""Parcels that wait to be picked up, by the code that is said at the desk."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

__all__ = ["AtDesk", "waiting_at_desks"]

_PAGE: Final = 1000
# A code is not said, so it is made of each that waits; no other parcel that is under way is.
_READY: Final = """
SELECT p.id, p.order_id, p.shipped_at FROM parcels p JOIN orders o ON o.id = p.order_id
WHERE p.status = 'shipped' AND p.carrier IS NULL AND coalesce(o.breakdown->>'pickup', '') <> ''
  AND ($1::timestamptz IS NULL OR (p.shipped_at, p.id) < ($1, $2))
ORDER BY p.shipped_at DESC, p.id DESC LIMIT $3
"""


class AtDesk(Struct, frozen=True):
    """A parcel that no carrier has, and that has not been picked up."""

    id: UUID
    order_id: UUID
    shipped_at: datetime


async def waiting_at_desks(pool: asyncpg.Pool, sought: Callable[[UUID], bool]) -> list[AtDesk]:
    """Of all that wait those that are sought, by their ids; the newest first. Others are served
    between two pages."""
    found: list[AtDesk] = []
    last: AtDesk | None = None
    while True:
        after = (None, None) if last is None else (last.shipped_at, last.id)
        page = [AtDesk(*row) for row in await pool.fetch(_READY, *after, _PAGE)]
        found += [one for one in page if sought(one.id)]
        if len(page) < _PAGE:
            return found
        last = page[-1]
