"""Buying from a wallet, and what is seen of it."""

from typing import Any
from uuid import UUID

import pytest

from holdfast.flows.commit.refusals import (
    CannotBuy,
)
from holdfast.orders import Order
from holdfast.people import Principal
from tests.db.flows.buying import Goods, cart_of
from tests.db.flows.purses import buy
from tests.db.flows.stage import Stage, select

__all__ = ["bought", "everything", "order", "refused"]


async def bought(stage: Stage, buyer: Principal, *goods: Goods, **asked: Any) -> Order:
    quantity = asked.pop("quantity", 1)
    return await order(stage, await buy(stage, buyer, cart_of(*goods, quantity=quantity), **asked))


async def order(stage: Stage, order_id: UUID) -> Order:
    found = await stage.orders.get(order_id)
    assert found is not None
    return found


async def refused(
    stage: Stage, buyer: Principal, *goods: Goods, quantity: int = 1, coupon: UUID | None = None
) -> dict[str, Any]:
    """All that the refusal names."""
    before = await everything(stage)
    with pytest.raises(CannotBuy) as told:
        await buy(stage, buyer, cart_of(*goods, quantity=quantity), coupon_id=coupon)
    assert await everything(stage) == before
    return told.value.extra


async def everything(stage: Stage) -> list[tuple[object, ...]]:
    """What a refusal must leave as it was."""
    return await select(
        stage,
        "SELECT (SELECT count(*) FROM ledger_entries), (SELECT count(*) FROM orders),"
        " (SELECT count(*) FROM payments), (SELECT count(*) FROM events),"
        " (SELECT count(*) FROM ledger_idempotency)",
    )
