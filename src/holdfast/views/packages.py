"""What clients have of packages, as staff look for it."""

from typing import Final
from uuid import UUID

import asyncpg

from holdfast.packages import Grant, grants_by_id
from holdfast.views.product_list import like

__all__ = ["grants_listed"]

_LISTED: Final = """
SELECT g.id FROM package_grants g LEFT JOIN users u ON g.owner = 'user:' || u.id::text
WHERE ($1::uuid IS NULL OR g.id < $1)
  AND ($2::text IS NULL OR g.name ILIKE $2 OR u.name ILIKE $2 OR u.email ILIKE $2)
  AND ($3::text IS NULL OR g.kind = $3) AND ($4::text IS NULL OR g.status = $4)
ORDER BY g.id DESC LIMIT $5
"""


async def grants_listed(
    pool: asyncpg.Pool,
    words: str | None,
    kind: str | None,
    status: str | None,
    before: UUID | None,
    limit: int,
) -> list[Grant]:
    """The latest first, before the given one."""
    pattern = None if words is None else like(words)
    rows = await pool.fetch(_LISTED, before, pattern, kind, status, limit)
    ids = [row["id"] for row in rows]
    found = await grants_by_id(pool, ids)
    return [found[one] for one in ids]
