"""The lines for goods as staff see them: how many wait for what, and who."""

from typing import Any, Final
from uuid import UUID

import asyncpg

from holdfast.views.buyers import buyer_of

__all__ = ["MOST_LINES", "MOST_PLACES", "lines_for_goods", "places_for_goods"]

MOST_LINES: Final = 200
MOST_PLACES: Final = 200

# Those in line, and those to whom something is held that they have not decided about.
_OPEN: Final = """
FROM waiting_line w LEFT JOIN orders o ON o.id = w.order_id
CROSS JOIN LATERAL (SELECT CASE WHEN w.status = 'waiting' THEN 'waiting'
    WHEN w.status = 'offered' AND o.status = 'pending' THEN 'offered' END AS now) is_now
"""
_LINES: Final = f"""
SELECT w.variant_id, w.product_id, p.name, v.sku,
       count(*) FILTER (WHERE now = 'waiting') AS waiting,
       count(*) FILTER (WHERE now = 'offered') AS offered,
       coalesce(sum(w.quantity) FILTER (WHERE now = 'waiting'), 0)::bigint AS wanted,
       min(w.joined_at) FILTER (WHERE now = 'waiting') AS since
{_OPEN} JOIN variants v ON v.id = w.variant_id JOIN products p ON p.id = v.product_id
WHERE w.status <> 'left' AND now IS NOT NULL
GROUP BY w.variant_id, w.product_id, p.name, v.sku
ORDER BY waiting DESC, w.variant_id LIMIT $1
"""
# Who waits for what is made of others stands in the line of a part.
_PLACES: Final = f"""
SELECT w.id, w.owner, u.name, u.email, w.quantity, w.joined_at, now AS status, w.order_id, o.number,
       w.variant_id, coalesce(p.name, w.service_name) AS product,
       CASE WHEN now = 'waiting' AND w.line_id <> w.variant_id THEN w.line_id END AS line_id,
       CASE WHEN now = 'waiting' AND w.line_id <> w.variant_id THEN l.name END AS part
{_OPEN} LEFT JOIN users u ON 'user:' || u.id = w.owner
LEFT JOIN products p ON p.id = w.product_id
LEFT JOIN variants v ON v.id = w.line_id LEFT JOIN products l ON l.id = v.product_id
WHERE w.status <> 'left' AND now IS NOT NULL
  AND (w.variant_id = $1 OR w.status = 'waiting' AND w.line_id = $1)
ORDER BY now, w.id LIMIT $2
"""


async def lines_for_goods(pool: asyncpg.Pool) -> list[dict[str, Any]]:
    """Of each variant that somebody waits for or is offered, the longest line first."""
    return [dict(row) for row in await pool.fetch(_LINES, MOST_LINES)]


async def places_for_goods(pool: asyncpg.Pool, variant_id: UUID) -> list[dict[str, Any]]:
    """Who is offered it and has not decided, and who waits for it, or in its line for what it is a
    part of, the first first."""
    rows = [dict(row) for row in await pool.fetch(_PLACES, variant_id, MOST_PLACES)]
    return [row | {"buyer": buyer_of(row["owner"], row["name"], row["email"])} for row in rows]
