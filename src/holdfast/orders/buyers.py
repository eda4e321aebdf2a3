"""Who is a buyer of a product: who has a paid order of it that was not cancelled."""

from typing import Final
from uuid import UUID

import asyncpg


def bought(owner: str, product: str) -> str:
    """Whether the owner is a buyer of the product, as SQL; both as SQL too."""
    return (
        "EXISTS (SELECT FROM orders bought JOIN order_items item ON item.order_id = bought.id"
        f" WHERE bought.owner = {owner} AND bought.status IN ('paid', 'completed')"
        f" AND item.product_id = {product})"
    )


_PAID: Final = (
    "SELECT EXISTS (SELECT FROM orders WHERE owner = $1 AND status IN ('paid', 'completed'))"
)
_BOUGHT: Final = f"SELECT {bought('$1', '$2')}"


async def has_bought(pool: asyncpg.Pool, owner: str, product_id: UUID) -> bool:
    """Whether the owner is a buyer of the product."""
    found: bool = await pool.fetchval(_BOUGHT, owner, product_id)
    return found


async def has_paid(pool: asyncpg.Pool, owner: str) -> bool:
    """Whether the owner has a paid order of anything, that was not cancelled."""
    found: bool = await pool.fetchval(_PAID, owner)
    return found
