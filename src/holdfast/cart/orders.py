"""Orders that were placed from a cart: once they are bought, their goods leave it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.cart.tables import CART_ORDERS
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.ledger import Insert

_TAKE: Final = sa.text(
    f"DELETE FROM cart_orders WHERE order_id = ANY({unseen_ids(':orders')}) RETURNING order_id"
)


def came_from_cart(order_id: UUID) -> Insert:
    """A mark that goes with the order."""
    return Insert(CART_ORDERS, ((order_id,),))


async def goods_of_cart(connection: AsyncConnection, orders: Sequence[UUID | str]) -> list[UUID]:
    """Those of these that came from a cart and whose goods lie there still: from here on they do
    not."""
    taken = await connection.execute(_TAKE, {"orders": written_ids(map(str, orders))})
    return list(taken.scalars())
