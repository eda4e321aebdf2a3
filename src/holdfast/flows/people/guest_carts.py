"""What lay in a guest's cart comes along when the guest logs in."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.cart import adopt_cart, guest_has_cart
from holdfast.shop import read_settings

__all__ = ["bring_cart"]

_LIMITED: Final = sa.text("""
    SELECT i.variant_id, coalesce(p.hold_units, :usual)
    FROM carts c JOIN cart_items i ON i.cart_id = c.id JOIN products p ON p.id = i.product_id
    WHERE c.owner = :guest
    """)


async def bring_cart(connection: AsyncConnection, guest: str, owner: str) -> None:
    """Sum it into the owner's. Of a variant no more than one buyer may hold."""
    if not await guest_has_cart(connection, guest):
        return
    usual = (await read_settings(connection)).hold_units
    rows = await connection.execute(_LIMITED, {"guest": guest, "usual": usual})
    most: dict[UUID, int] = {row[0]: row[1] for row in rows}
    await adopt_cart(connection, guest, owner, most)
