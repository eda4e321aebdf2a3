"""Galleries as staff see them: whose, how they stand, how much room they take, until when."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking.galleries import GalleryStatus
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.views.product_list import like

__all__ = ["GalleryListed", "RoomTaken", "galleries_listed", "room_taken"]

_LAST: Final = datetime(9000, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1)
# Staff find a client by name as they wrote it, or as the account has it.
_LISTED: Final = """
SELECT g.booking_id, b.number, b.user_id, b.order_id, b.service_name, b.wall_start, b.zone,
       g.status, g.choose, p.pictures, p.shown, p.chosen, p.bytes, g.delivered_at, g.until_at,
       g.changed_at
FROM galleries g
JOIN bookings b ON b.id = g.booking_id
LEFT JOIN users u ON $4::text IS NOT NULL AND 'user:' || u.id::text = b.user_id
CROSS JOIN LATERAL (
    SELECT count(*) AS pictures, count(*) FILTER (WHERE shown_at IS NOT NULL) AS shown,
           count(*) FILTER (WHERE favourite AND NOT EXISTS (
               SELECT FROM bought_pictures o WHERE o.picture_id = f.id)) AS chosen,
           coalesce(sum(bytes), 0)::bigint AS bytes
    FROM gallery_pictures f WHERE booking_id = g.booking_id AND state = 'ready') p
WHERE (g.changed_at, g.booking_id) < ($1, $2::uuid) AND ($3::text IS NULL OR g.status = $3)
  AND ($4::text IS NULL OR b.number ILIKE $4 OR b.service_name ILIKE $4
       OR u.name ILIKE $4 OR u.email ILIKE $4 OR EXISTS (
           SELECT FROM client_accounts a JOIN clients c ON c.id = a.client_id
           WHERE a.owner = b.user_id
             AND (c.name ILIKE $4 OR c.email ILIKE $4 OR c.phone ILIKE $4)))
ORDER BY g.changed_at DESC, g.booking_id DESC LIMIT $5
"""
_TAKEN: Final = """
SELECT count(DISTINCT booking_id), count(*), coalesce(sum(bytes), 0)::bigint FROM gallery_pictures
"""


class GalleryListed(Struct, frozen=True):
    """``shown``: so many of the pictures its client sees; ``bytes``: of all their files."""

    booking_id: UUID
    number: str
    user_id: str
    order_id: UUID
    service: str
    local: str
    zone: str
    status: GalleryStatus
    choose: int
    pictures: int
    shown: int
    chosen: int
    bytes: int
    delivered_at: datetime | None
    until_at: datetime | None
    changed_at: datetime


class RoomTaken(Struct, frozen=True):
    """By what is kept of all galleries, also what is just being deleted."""

    galleries: int
    pictures: int
    bytes: int


async def galleries_listed(
    pool: asyncpg.Pool,
    limit: int,
    *,
    cursor: str | None = None,
    status: str | None = None,
    words: str | None = None,
) -> tuple[Sequence[GalleryListed], str | None]:
    """What was changed last comes first, and the cursor of the next page; ``words``: in number,
    service or what is known of the client. Raises :class:`~holdfast.kit.paging.BadCursor`."""
    before, last = decode_cursor(cursor, tuple[datetime, UUID]) if cursor else _LAST
    pattern = None if words is None else like(words)
    rows = await pool.fetch(_LISTED, before, last, status, pattern, limit + 1)
    found = [GalleryListed(*row) for row in rows]
    return page_of(found, limit, lambda one: (one.changed_at, one.booking_id))


async def room_taken(pool: asyncpg.Pool) -> RoomTaken:
    return RoomTaken(*await pool.fetchrow(_TAKEN))
