"""What was paid for the last of the orders of a repeat order."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg

from holdfast.kit import Money

__all__ = ["last_paid"]

_LAST: Final = """
SELECT r.id, p.total, p.currency FROM repeat_orders r CROSS JOIN LATERAL (
    SELECT o.total, o.currency FROM orders o
    WHERE o.paid_at IS NOT NULL AND o.id IN (
        SELECT s.order_id FROM repeat_steps s WHERE s.repeat_id = r.id AND s.what = 'ordered'
        UNION ALL SELECT r.order_id)
    ORDER BY o.id DESC LIMIT 1) p
WHERE r.id = ANY($1::uuid[])
"""


async def last_paid(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Money]:
    """Of each, its first order among them, with delivery and tax; what came back is not taken
    off."""
    rows = await pool.fetch(_LAST, list(ids))
    return {row["id"]: Money(row["total"], row["currency"]) for row in rows}
