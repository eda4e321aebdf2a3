"""Whose answer orders that are not paid yet wait for."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg

__all__ = ["Awaited", "awaited"]

Awaited: TypeAlias = Literal["wallet", "provider"]

_AWAITED: Final = """
SELECT DISTINCT ON (order_id) order_id, provider = 'wallet'
FROM payments WHERE order_id = ANY($1::uuid[]) AND status = 'pending' ORDER BY order_id, id DESC
"""


async def awaited(pool: asyncpg.Pool, order_ids: Sequence[UUID]) -> dict[UUID, Awaited]:
    """By order: who was asked for the money last and has not answered. Who only has to pay is
    left out."""
    if not order_ids:
        return {}
    rows = await pool.fetch(_AWAITED, order_ids)
    return {order_id: "wallet" if of_wallet else "provider" for order_id, of_wallet in rows}
