"""In place of what an order is sent, where its buyer sent goods of another back."""

from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.orders import Order

__all__ = ["SentBack", "sent_back_for"]

# One that costs nothing says nowhere what it is sent for: the return says so.
_OF_RETURN = """
SELECT f.id AS order_id, f.number AS order_number, r.id AS return_id
FROM returns r JOIN orders f ON f.id = r.order_id
WHERE r.id = $1 OR ($1::uuid IS NULL AND f.owner = $2 AND r.exchange ->> 'order_id' = $3)
"""


class SentBack(Struct, frozen=True):
    order_id: UUID
    order_number: str
    return_id: UUID


async def sent_back_for(pool: asyncpg.Pool, order: Order) -> SentBack | None:
    """The return of another order in exchange of which this one is; None: it is of none."""
    if order.exchange_of is None and order.total > 0:
        return None
    row = await pool.fetchrow(_OF_RETURN, order.exchange_of, order.owner, str(order.id))
    return None if row is None else SentBack(*row)
