"""Whose a product is, and its variants."""

from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

_SELLER: Final = "SELECT seller_id FROM products WHERE id = $1"
_OF_VARIANT: Final = sa.text("""
SELECT p.seller_id FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = :variant
""")


async def seller_selling(pool: asyncpg.Pool, product_id: UUID) -> UUID | None:
    """The id of the seller whose the product is; None: it is the shop's, or there is none."""
    found: UUID | None = await pool.fetchval(_SELLER, product_id)
    return found


async def seller_of_variant(connection: AsyncConnection, variant_id: UUID) -> UUID | None:
    """The same of a variant."""
    found: UUID | None = await connection.scalar(_OF_VARIANT, {"variant": variant_id})
    return found
