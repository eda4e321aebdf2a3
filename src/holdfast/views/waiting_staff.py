"""The lines as staff see them: how many wait for which goods, and who; who waits for which time."""

from typing import Any, Final
from uuid import UUID

import asyncpg

from holdfast.kit import shop_now
from holdfast.ledger import LedgerReader
from holdfast.views.buyers import buyer_of

__all__ = [
    "MOST_LINES", "MOST_PLACES", "lines_for_goods", "places_for_goods", "places_for_times",
]  # fmt: skip

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
{_OPEN} LEFT JOIN users u ON 'user:' || u.id::text = w.owner
LEFT JOIN products p ON p.id = w.product_id
LEFT JOIN variants v ON v.id = w.line_id LEFT JOIN products l ON l.id = v.product_id
WHERE w.status <> 'left' AND now IS NOT NULL
  AND (w.variant_id = $1 OR w.status = 'waiting' AND w.line_id = $1)
ORDER BY now, w.id LIMIT $2
"""


# What is waited for with something added is called as it was then: all of their names.
_TIMES: Final = f"""
SELECT w.id, w.owner, u.name, u.email, w.starts_at AS start, w.ends_at AS "end", w.people,
       w.joined_at, now AS status, w.order_id, o.number, o.hold_id, w.service_id,
       coalesce(w.plans -> 0 -> 'when' ->> 'zone', 'UTC') AS zone,
       coalesce(w.plans -> 0 -> 'when' ->> 'wall_start',
                to_char(w.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"+00:00"')) AS local,
       CASE WHEN w.added = '' THEN coalesce(
           nullif(s.terms #>> ARRAY['texts', $3::text, 'name'], ''), s.terms ->> 'name',
           w.service_name) ELSE w.service_name END AS service,
       CASE WHEN now = 'waiting' THEN (
           SELECT count(*) + 1 FROM waiting_line b
           WHERE b.status = 'waiting' AND b.id < w.id AND b.starts_at < w.ends_at
             AND b.ends_at > w.starts_at AND b.resources && w.resources) END AS place
{_OPEN} LEFT JOIN users u ON 'user:' || u.id::text = w.owner
LEFT JOIN services s ON s.id = w.service_id
WHERE w.service_id IS NOT NULL AND w.status <> 'left' AND now IS NOT NULL AND w.starts_at > $1
ORDER BY w.starts_at, now, w.id LIMIT $2
"""


async def places_for_times(
    pool: asyncpg.Pool, reader: LedgerReader, locale: str
) -> list[dict[str, Any]]:
    """Who waits for a time to come, and to whom one is held that they have not decided about: the
    soonest time first, of one time the first in line first."""
    rows = [dict(row) for row in await pool.fetch(_TIMES, shop_now(), MOST_PLACES, locale)]
    held = [row["hold_id"] for row in rows if row["hold_id"] is not None]
    ends = {one: hold.expires_at for one, hold in (await reader.holds(held)).items()}
    return [
        row
        | {
            "buyer": buyer_of(row["owner"], row["name"], row["email"]),
            "until": ends.get(row["hold_id"]),
        }
        for row in rows
    ]


async def lines_for_goods(pool: asyncpg.Pool) -> list[dict[str, Any]]:
    """Of each variant that somebody waits for or is offered, the longest line first."""
    return [dict(row) for row in await pool.fetch(_LINES, MOST_LINES)]


async def places_for_goods(pool: asyncpg.Pool, variant_id: UUID) -> list[dict[str, Any]]:
    """Who is offered it and has not decided, and who waits for it, or in its line for what it is a
    part of, the first first."""
    rows = [dict(row) for row in await pool.fetch(_PLACES, variant_id, MOST_PLACES)]
    return [row | {"buyer": buyer_of(row["owner"], row["name"], row["email"])} for row in rows]
