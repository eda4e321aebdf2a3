"""What staff see beside an order itself: payments tried, SKUs, what staff did to it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["MOST_LINES", "payment_tries", "skus_of", "staff_lines"]

Row = dict[str, Any]
MOST_LINES: Final = 500
_MOST_TRIES: Final = 100
_LINES: Final = sa.text("""
SELECT at, actor, action, data, request FROM audit_log WHERE subject = :subject
ORDER BY id DESC LIMIT :limit
""")
_SKUS: Final = sa.text("SELECT id, sku FROM variants WHERE id = ANY(CAST(:ids AS uuid[]))")
_TRIES: Final = sa.text("""
SELECT * FROM (
    SELECT id, provider, status, amount, currency, created_at, settled_at FROM payments
    WHERE order_id = :order_id ORDER BY id DESC LIMIT :limit) tries
ORDER BY id
""")


async def staff_lines(connection: AsyncConnection, order_id: UUID) -> list[Row]:
    """What staff did to an order, from the audit log: the newest :data:`MOST_LINES`, newest
    first."""
    about = {"subject": str(order_id), "limit": MOST_LINES}
    return [dict(row) for row in (await connection.execute(_LINES, about)).mappings()]


async def payment_tries(connection: AsyncConnection, order_id: UUID) -> list[Row]:
    """The latest tries to pay for an order, oldest first."""
    about = {"order_id": order_id, "limit": _MOST_TRIES}
    return [dict(row) for row in (await connection.execute(_TRIES, about)).mappings()]


async def skus_of(connection: AsyncConnection, variants: Sequence[UUID]) -> Mapping[UUID, str]:
    """By variant, as they are now; variants that are gone are left out."""
    rows = await connection.execute(_SKUS, {"ids": list(variants)})
    return {row.id: row.sku for row in rows}
