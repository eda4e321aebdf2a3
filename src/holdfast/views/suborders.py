"""Sub-orders: what one seller has of an order, as that seller, staff and the buyer see it. Of the
buyer a seller learns the name, where there is one, and where the goods go; of other sellers' lines
nothing."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from holdfast.ledger import account_join
from holdfast.views.product_list import like

__all__ = ["suborder_lines", "suborders_listed", "suborders_of_order"]

Row = dict[str, Any]

_COLUMNS: Final = """
SELECT s.id, s.order_id, s.seller_id, s.currency, s.gross, s.commission, s.sold_at, s.earned_at,
       o.number, o.status, o.paid_at, o.completed_at, o.cancelled_at, u.name AS buyer,
       w.name AS seller_name, o.address::text AS address
FROM suborders s JOIN orders o ON o.id = s.order_id
JOIN sellers w ON w.id = s.seller_id
LEFT JOIN users u
    ON u.id = CASE WHEN o.owner LIKE 'user:%' THEN CAST(substr(o.owner, 6) AS uuid) END
"""
_LISTED: Final = f"""{_COLUMNS}
WHERE s.seller_id = $1 AND ($2::text IS NULL OR o.status = $2)
  AND ($3::uuid IS NULL OR s.order_id < $3) AND ($4::uuid IS NULL OR $4 IN (s.order_id, s.id))
  AND ($6::text IS NULL OR o.number ILIKE $6 OR u.name ILIKE $6
      OR o.address ->> 'name' ILIKE $6 OR EXISTS (
      SELECT FROM suborder_lines l
      JOIN order_items i ON i.order_id = l.order_id AND i.line = l.line
      LEFT JOIN variants v ON v.id = i.variant_id
      WHERE l.suborder_id = s.id AND (i.product_name ILIKE $6 OR v.sku ILIKE $6)))
ORDER BY s.order_id DESC LIMIT $5
"""
_OF_ORDER: Final = f"{_COLUMNS} WHERE s.order_id = $1 ORDER BY s.id"
_LINES: Final = f"""
SELECT l.suborder_id, l.rate, l.fixed, i.line, i.product_id, i.variant_id, i.product_name,
       i.options::text AS options, i.quantity, i.price, i.discount, i.tax, v.sku,
       coalesce(a.balance, 0) AS returned, back.came_back,
       sent.packed, sent.shipped, sent.delivered
FROM suborder_lines l
JOIN order_items i ON i.order_id = l.order_id AND i.line = l.line
LEFT JOIN variants v ON v.id = i.variant_id
{account_join("'returned/' || i.order_id || '/' || i.line", "$2::smallint[]")}
CROSS JOIN LATERAL (
    SELECT coalesce(sum(q.quantity), 0)::integer AS packed,
           coalesce(sum(q.quantity) FILTER (WHERE p.status IN ('shipped', 'delivered')), 0)::integer
               AS shipped,
           coalesce(sum(q.quantity) FILTER (WHERE p.status = 'delivered'), 0)::integer AS delivered
    FROM parcels p JOIN parcel_lines q ON q.parcel_id = p.id
    WHERE p.order_id = i.order_id AND q.line = i.line
      AND p.status NOT IN ('failed', 'cancelled')) sent
CROSS JOIN LATERAL (
    SELECT coalesce(sum(q.restocked + q.written_off), 0)::integer AS came_back
    FROM returns r JOIN return_lines q ON q.return_id = r.id
    WHERE r.order_id = i.order_id AND q.line = i.line) back
WHERE l.suborder_id = ANY($1::uuid[]) ORDER BY l.order_id, i.line
"""


async def suborders_listed(
    pool: asyncpg.Pool,
    seller_id: UUID,
    status: str | None,
    before: UUID | None,
    limit: int,
    order_id: UUID | None = None,
    words: str | None = None,
) -> list[Row]:
    """A seller's, the latest first, before the order given; ``order_id``: only of that one,
    which may be named by its sub-order; ``words``: in the order's number, the name of its buyer or
    of whom it goes to, or what was sold."""
    pattern = None if words is None else like(words)
    rows = await pool.fetch(_LISTED, seller_id, status, before, order_id, limit, pattern)
    return [dict(row) for row in rows]


async def suborders_of_order(pool: asyncpg.Pool, order_id: UUID) -> list[Row]:
    """One for each seller of the order."""
    return [dict(row) for row in await pool.fetch(_OF_ORDER, order_id)]


async def suborder_lines(
    pool: asyncpg.Pool, suborders: Sequence[UUID], partitions: int
) -> dict[UUID, list[Row]]:
    """The lines of each, with what came back of it, how many units are in parcels, and the
    commission it was sold under."""
    found: dict[UUID, list[Row]] = {one: [] for one in suborders}
    for row in await pool.fetch(_LINES, suborders, list(range(1, partitions + 1))):
        line = dict(row)
        line["options"] = msgspec.json.decode(line["options"])
        found[line.pop("suborder_id")].append(line)
    return found
