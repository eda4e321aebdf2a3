"""Returns with goods of one seller, those asked for last first: of each only what is theirs."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_id, page_by_id
from holdfast.returns import OPEN, ReturnStatus
from holdfast.views.returns import ReturnFilter

__all__ = ["OwnReturnRow", "own_return_rows"]

_ROWS: Final = sa.text("""
SELECT r.id, r.number, r.status, r.made_at, CASE WHEN l.shared THEN NULL ELSE r.refunded END,
       l.units, l.reasons, l.shared, o.id AS order_id, o.number AS order_number, o.currency, u.name
FROM suborders s JOIN returns r ON r.order_id = s.order_id JOIN orders o ON o.id = r.order_id
LEFT JOIN users u
    ON u.id = CASE WHEN o.owner LIKE 'user:%' THEN CAST(substr(o.owner, 6) AS uuid) END
CROSS JOIN LATERAL (
    SELECT (sum(q.quantity) FILTER (WHERE w.line IS NOT NULL))::int AS units,
           array_agg(DISTINCT q.reason ORDER BY q.reason) FILTER (WHERE w.line IS NOT NULL)
               AS reasons,
           bool_or(w.line IS NULL) AS shared
    FROM return_lines q
    LEFT JOIN suborder_lines w
        ON w.order_id = s.order_id AND w.line = q.line AND w.suborder_id = s.id
    WHERE q.return_id = r.id) l
WHERE s.seller_id = CAST(:seller AS uuid) AND l.units > 0
  AND (CAST(:states AS text[]) IS NULL OR r.status = ANY(CAST(:states AS text[])))
  AND (CAST(:after AS uuid) IS NULL OR r.id < CAST(:after AS uuid))
ORDER BY r.id DESC LIMIT :limit
""")


class OwnReturnRow(Struct, frozen=True):
    """``units`` and ``reasons`` are of the seller's goods. ``shared``: others' are in it, too; then
    what was refunded is not the seller's to know."""

    id: UUID
    number: int
    status: ReturnStatus
    made_at: datetime
    refunded: int | None
    units: int
    reasons: list[str]
    shared: bool
    order_id: UUID
    order_number: str
    currency: str
    buyer: str | None


async def own_return_rows(
    connection: AsyncConnection,
    seller_id: UUID,
    status: ReturnFilter,
    cursor: str | None,
    limit: int,
) -> tuple[list[OwnReturnRow], str | None]:
    """A page, and the cursor of the next one."""
    states = None if status == "all" else list(OPEN) if status == "open" else [status]
    about: dict[str, Any] = {
        "seller": seller_id,
        "states": states,
        "after": decode_id(cursor),
        "limit": limit + 1,
    }
    rows = await connection.execute(_ROWS, about)
    return page_by_id([OwnReturnRow(*row) for row in rows], limit)
