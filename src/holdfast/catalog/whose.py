"""Whose a product is."""

from typing import Final
from uuid import UUID

import asyncpg

_SELLER: Final = "SELECT seller_id FROM products WHERE id = $1"


async def seller_selling(pool: asyncpg.Pool, product_id: UUID) -> UUID | None:
    """The id of the seller whose the product is; None: it is the shop's, or there is none."""
    found: UUID | None = await pool.fetchval(_SELLER, product_id)
    return found
