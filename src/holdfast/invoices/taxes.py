"""The tax of each refund of a sale, kept when it is done: credit notes and books say the same."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

_OF_ORDERS: Final = sa.text("""
SELECT source, order_id, payment_id, at, amount, tax, shares::text AS shares FROM refund_taxes
WHERE order_id = ANY(CAST(:orders AS uuid[])) ORDER BY id
""")
_KEEP: Final = sa.text("""
INSERT INTO refund_taxes (source, order_id, payment_id, at, amount, tax, shares)
VALUES (:source, :order_id, :payment_id, :at, :amount, :tax, CAST(:shares AS jsonb))
""")


class RefundTax(Struct, frozen=True):
    """Of ``amount`` that went back of an order so much is ``tax``, minor units; both are below zero
    where nothing came of a refund. ``shares``: what of it is of each line, of delivery and of what
    else was sold; None: of all alike."""

    source: str
    order_id: UUID
    payment_id: UUID
    at: datetime
    amount: int
    tax: int
    shares: tuple[int, ...] | None


_shares: Final = msgspec.json.Decoder(tuple[int, ...] | None).decode


async def refund_taxes_of(
    connection: AsyncConnection, orders: Collection[UUID]
) -> dict[UUID, list[RefundTax]]:
    """Those of each of these orders, as they were done."""
    found: dict[UUID, list[RefundTax]] = {}
    for row in await connection.execute(_OF_ORDERS, {"orders": sorted(orders)}):
        one = RefundTax(
            row.source, row.order_id, row.payment_id, row.at, row.amount, row.tax,
            _shares(row.shares or "null"),
        )  # fmt: skip
        found.setdefault(one.order_id, []).append(one)
    return found


async def keep_refund_taxes(connection: AsyncConnection, new: Sequence[RefundTax]) -> None:
    """Of refunds that have none yet."""
    if not new:
        return
    rows = [
        {
            "source": one.source, "order_id": one.order_id, "payment_id": one.payment_id,
            "at": one.at, "amount": one.amount, "tax": one.tax,
            "shares": msgspec.json.encode(one.shares).decode(),
        }
        for one in new
    ]  # fmt: skip
    await connection.execute(_KEEP, rows)
