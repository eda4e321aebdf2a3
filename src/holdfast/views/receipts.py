"""Receipts that the tax service does not have: each waits for a person."""

from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.payments import ReceiptKind

__all__ = ["Unregistered", "unregistered"]

_MOST: Final = 100
_CANCELED: Final = sa.text("""
SELECT r.id, r.payment_id, o.id, o.number, p.provider, p.reference, r.kind,
       (SELECT sum(CAST(a AS bigint)) FROM jsonb_array_elements_text(r.amounts) a)::bigint,
       p.currency, r.noted_at
FROM receipts r JOIN payments p ON p.id = r.payment_id LEFT JOIN orders o ON o.id = p.subject_id
WHERE r.registration = 'canceled' ORDER BY r.id LIMIT :most
""")


class Unregistered(Struct, frozen=True):
    """``kind``: of what was ``paid``, ``refunded`` or ``handed`` over; ``reference`` is the
    provider's own id of the payment, ``noted_at`` when it said so."""

    id: UUID
    payment_id: UUID
    order_id: UUID | None
    order_number: str | None
    provider: str
    reference: str
    kind: ReceiptKind
    amount: int
    currency: str
    noted_at: datetime


async def unregistered(connection: AsyncConnection) -> list[Unregistered]:
    """The oldest first."""
    found = await connection.execute(_CANCELED, {"most": _MOST})
    return [Unregistered(*row) for row in found]
