"""What was bought from a cart leaves it, once, whoever learns of it: also when nobody's browser is
open any more."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.cart import change_carts, goods_of_cart, left_after, lock_carts
from holdfast.db.reading import Event
from holdfast.flows.carting.carting import Carting
from holdfast.orders import OrderPaid

__all__ = ["BOUGHT_TYPES", "BoughtGoods", "goods_bought"]

BOUGHT_TYPES: Final = (OrderPaid.TYPE,)

_ITEMS: Final = sa.text("""
    SELECT o.owner, i.variant_id, i.quantity FROM orders o JOIN order_items i ON i.order_id = o.id
    WHERE o.id = ANY(CAST(:orders AS uuid[]))
    """)


class BoughtGoods:
    """The consumer's handler; ``tell`` is called when its effect is committed."""

    def __init__(self, parts: Carting) -> None:
        self._parts = parts
        self._owners: set[str] = set()

    async def __call__(self, connection: AsyncConnection, seen: Sequence[Event]) -> None:
        self._owners.update(await _take_out(connection, [event.subject for event in seen]))

    def tell(self) -> None:
        owners, self._owners = self._owners, set()
        if owners:
            self._parts.told(*owners)


async def goods_bought(parts: Carting, reservation_id: UUID) -> None:
    """Of a reservation that its buyer will pay by hand."""
    order = await parts.orders.of_hold(reservation_id)
    if order is None:
        return
    async with parts.database.transaction() as connection:
        owners = await _take_out(connection, [order.id])
    if owners:
        parts.told(*owners)


async def _take_out(connection: AsyncConnection, orders: Sequence[UUID | str]) -> list[str]:
    """Whose carts have changed."""
    from_carts = await goods_of_cart(connection, orders)
    if not from_carts:
        return []
    bought: defaultdict[str, defaultdict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for owner, variant_id, quantity in await connection.execute(_ITEMS, {"orders": from_carts}):
        bought[owner][variant_id] += quantity
    carts = await lock_carts(connection, bought)
    left = [(cart, left_after(cart, bought[cart.owner])) for cart in carts]
    changes = [(cart, change) for cart, change in left if change]
    if changes:
        await change_carts(connection, changes)
    return [cart.owner for cart, _ in changes]
