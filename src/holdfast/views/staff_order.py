"""What staff see beside an order itself: payments tried, SKUs, what staff did to it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["MOST_LINES", "payment_tries", "skus_now", "staff_lines"]

Row = dict[str, Any]
MOST_LINES: Final = 500
_MOST_TRIES: Final = 100
_LINES: Final = sa.text("""
SELECT at, actor, action, data, request FROM audit_log WHERE subject = :subject
ORDER BY id DESC LIMIT :limit
""")
_SKUS: Final = sa.text("""
SELECT i.variant_id, v.sku FROM order_items i LEFT JOIN variants v ON v.id = i.variant_id
WHERE i.order_id = :order_id
""")
_TRIES: Final = sa.text("""
SELECT * FROM (
    SELECT id, provider, status, amount, currency, created_at, settled_at, going_back,
           (SELECT r.registration FROM receipts r
            WHERE r.payment_id = payments.id AND r.registration IS NOT NULL
            ORDER BY r.registration = 'canceled' DESC, r.registration = 'pending' DESC, r.id DESC
            LIMIT 1) AS receipt
    FROM payments
    WHERE subject_id = :order_id ORDER BY id DESC LIMIT :limit) tries
ORDER BY id
""")


async def staff_lines(connection: AsyncConnection, subject: UUID) -> list[Row]:
    """What staff did to an order, or to another thing, from the audit log: the newest
    :data:`MOST_LINES`, newest first."""
    about = {"subject": str(subject), "limit": MOST_LINES}
    return [dict(row) for row in (await connection.execute(_LINES, about)).mappings()]


async def payment_tries(connection: AsyncConnection, order_id: UUID) -> list[Row]:
    """The latest tries to pay for an order, oldest first."""
    about = {"order_id": order_id, "limit": _MOST_TRIES}
    return [dict(row) for row in (await connection.execute(_TRIES, about)).mappings()]


async def skus_now(connection: AsyncConnection, order_id: UUID) -> Mapping[UUID, str | None]:
    """Of each variant of the order, its SKU as it is now; None where it is gone."""
    rows = await connection.execute(_SKUS, {"order_id": order_id})
    return {row.variant_id: row.sku for row in rows}
