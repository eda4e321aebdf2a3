"""What wallets lacked that were asked by message: kept with the payment that failed for it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from holdfast.flows.commit.settlement import MoneyMissing

__all__ = ["shortfalls"]

_SHORTFALLS: Final = """
SELECT order_id, shortfall::text FROM payments
WHERE order_id = ANY($1::uuid[]) AND shortfall IS NOT NULL
"""
_decode: Final = msgspec.json.Decoder(MoneyMissing).decode


async def shortfalls(pool: asyncpg.Pool, order_ids: Sequence[UUID]) -> dict[UUID, MoneyMissing]:
    """By order, of those that a wallet had too little for."""
    if not order_ids:
        return {}
    rows = await pool.fetch(_SHORTFALLS, order_ids)
    return {order_id: _decode(shortfall) for order_id, shortfall in rows}
