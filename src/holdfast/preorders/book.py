"""Pre-orders as stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from holdfast.preorders.preorder import Preorder

_ALL: Final = """
SELECT variant_id, location_id, expected_on, ends_at FROM preorders
WHERE variant_id = ANY($1::uuid[])
"""
_ARRIVED: Final = """
SELECT order_id, line, quantity FROM preorder_units WHERE order_id = ANY($1::uuid[])
"""


async def preorders_of(pool: asyncpg.Pool, variants: Sequence[UUID]) -> dict[UUID, Preorder]:
    """Of these variants those of which anything was ever announced."""
    rows = await pool.fetch(_ALL, variants)
    return {row[0]: Preorder(UUID(int=row[0].int), *row[1:]) for row in rows}


async def open_preorders(
    pool: asyncpg.Pool, variants: Sequence[UUID], now: datetime
) -> dict[UUID, Preorder]:
    """Those that are sold before they are there."""
    found = await preorders_of(pool, variants)
    return {key: one for key, one in found.items() if one.sells(now)}


async def arrived_for(
    pool: asyncpg.Pool, orders: Sequence[UUID]
) -> Mapping[UUID, Mapping[int, int]]:
    """Of these orders by line, how many units that were ordered before came for it."""
    found: dict[UUID, dict[int, int]] = {one: {} for one in orders}
    for order_id, line, quantity in await pool.fetch(_ARRIVED, orders):
        found[order_id][line] = quantity
    return found
