"""What is held for a cart: its owner has gone to pay and come back. That is no loss to them."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from holdfast.flows.carting.carting import Carting

__all__ = ["held_for_cart"]

_NEWEST: Final = 50  # of an owner's orders; so many are never open at once
_HELD: Final = """
SELECT i.variant_id, sum(i.quantity)::bigint
FROM (SELECT id, status FROM orders WHERE owner = $1 ORDER BY id DESC LIMIT $2) o
JOIN cart_orders c ON c.order_id = o.id JOIN order_items i ON i.order_id = o.id
WHERE o.status = 'pending' GROUP BY i.variant_id
"""


async def held_for_cart(parts: Carting, owner: str) -> Mapping[UUID, int]:
    """Units by variant, of orders from the owner's cart that are not paid."""
    return dict(await parts.database.pool.fetch(_HELD, owner, _NEWEST))
