"""Orders that were placed from a cart: once they are bought, their goods leave it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.cart.tables import CART_ORDERS
from holdfast.ledger import Insert

_TAKE: Final = sa.text(
    "DELETE FROM cart_orders WHERE order_id = ANY(CAST(:orders AS uuid[])) RETURNING order_id"
)


def came_from_cart(order_id: UUID) -> Insert:
    """A mark that goes with the order."""
    return Insert(CART_ORDERS, ((order_id,),))


async def goods_of_cart(connection: AsyncConnection, orders: Sequence[UUID | str]) -> list[UUID]:
    """Those of these that came from a cart and whose goods lie there still: from here on they do
    not."""
    taken = await connection.execute(_TAKE, {"orders": [str(one) for one in orders]})
    return list(taken.scalars())
