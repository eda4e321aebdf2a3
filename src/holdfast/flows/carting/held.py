"""What is held for a cart: its owner has gone to pay and come back. That is no loss to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import asyncpg

from holdfast.db.plans import unseen
from holdfast.flows.carting.carting import Carting

__all__ = ["held_for_cart"]

_NEWEST: Final = 50  # of an owner's orders; so many are never open at once
_HELD: Final = f"""
SELECT w.owner, i.variant_id, sum(i.quantity)::bigint
FROM unnest({unseen("$1", "text[]")}) AS w (owner)
CROSS JOIN LATERAL (
    SELECT id, status FROM orders WHERE owner = w.owner ORDER BY id DESC LIMIT {_NEWEST}) o
JOIN cart_orders c ON c.order_id = o.id JOIN order_items i ON i.order_id = o.id
WHERE o.status = 'pending' GROUP BY w.owner, i.variant_id
"""


async def held_for_cart(parts: Carting, owner: str) -> Mapping[UUID, int]:
    """Units by variant, of orders from the owner's cart that are not paid."""
    return await parts.database.gathered(_load).get(owner) or {}


async def _load(pool: asyncpg.Pool, owners: Sequence[str]) -> Mapping[str, Mapping[UUID, int]]:
    found: defaultdict[str, dict[UUID, int]] = defaultdict(dict)
    for owner, variant_id, quantity in await pool.fetch(_HELD, owners):
        found[owner][variant_id] = quantity
    return found
