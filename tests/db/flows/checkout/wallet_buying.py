"""Buying from a wallet, and what is seen of it."""

from typing import Any
from uuid import UUID

import pytest

from holdfast.flows.commit.refusals import (
    CannotBuy,
)
from holdfast.orders import Order
from holdfast.people import Principal
from tests.db.flows.conftest import Goods, World, buy, cart_of

__all__ = ["bought", "everything", "order", "refused"]


async def bought(world: World, buyer: Principal, *goods: Goods, **asked: Any) -> Order:
    quantity = asked.pop("quantity", 1)
    return await order(
        world, await buy(world.platform, buyer, cart_of(*goods, quantity=quantity), **asked)
    )


async def order(world: World, order_id: UUID) -> Order:
    found = await world.platform.orders.get(order_id)
    assert found is not None
    return found


async def refused(
    world: World, buyer: Principal, *goods: Goods, quantity: int = 1, coupon: UUID | None = None
) -> dict[str, Any]:
    """All that the refusal names."""
    before = await everything(world)
    with pytest.raises(CannotBuy) as told:
        await buy(world.platform, buyer, cart_of(*goods, quantity=quantity), coupon_id=coupon)
    assert await everything(world) == before
    return told.value.extra


async def everything(world: World) -> list[tuple[object, ...]]:
    """What a refusal must leave as it was."""
    return await world.rows(
        "SELECT (SELECT count(*) FROM ledger_entries), (SELECT count(*) FROM orders),"
        " (SELECT count(*) FROM payments), (SELECT count(*) FROM events),"
        " (SELECT count(*) FROM ledger_idempotency)"
    )
