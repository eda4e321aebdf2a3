"""The lines for goods as staff see them: how many wait for what, and who."""

from typing import Any, Final
from uuid import UUID

import asyncpg

__all__ = ["MOST_LINES", "MOST_PLACES", "lines_for_goods", "places_for_goods"]

MOST_LINES: Final = 200
MOST_PLACES: Final = 200

_LINES: Final = """
SELECT w.variant_id, w.product_id, p.name, v.sku, count(*) AS waiting,
       sum(w.quantity)::bigint AS wanted, min(w.joined_at) AS since
FROM waiting_line w JOIN variants v ON v.id = w.variant_id JOIN products p ON p.id = v.product_id
WHERE w.status = 'waiting' AND w.variant_id IS NOT NULL
GROUP BY w.variant_id, w.product_id, p.name, v.sku
ORDER BY count(*) DESC, w.variant_id LIMIT $1
"""
_PLACES: Final = """
SELECT w.id, w.owner, u.name, u.email, w.quantity, w.joined_at
FROM waiting_line w LEFT JOIN users u ON 'user:' || u.id = w.owner
WHERE w.status = 'waiting' AND w.variant_id = $1 ORDER BY w.id LIMIT $2
"""


async def lines_for_goods(pool: asyncpg.Pool) -> list[dict[str, Any]]:
    """Of each variant that somebody waits for, the longest line first."""
    return [dict(row) for row in await pool.fetch(_LINES, MOST_LINES)]


async def places_for_goods(pool: asyncpg.Pool, variant_id: UUID) -> list[dict[str, Any]]:
    """Who waits for it, the first first."""
    return [dict(row) for row in await pool.fetch(_PLACES, variant_id, MOST_PLACES)]
