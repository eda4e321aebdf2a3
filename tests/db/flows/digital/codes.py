"""Goods of which each unit is a code, and what became of their codes."""

from uuid import UUID

from holdfast.digital import DigitalCode, codes_of_orders, counts_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.digital.bringing import bring
from holdfast.flows.digital.delivery import choose_delivery
from holdfast.flows.digital.giving import give
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import new_id
from holdfast.orders import Order
from holdfast.people import Principal
from tests.db.flows.buying import Goods, a_customer, confirm, new_goods, order_now, pay_for, reserve
from tests.db.flows.stage import Stage

__all__ = ["STAFF", "again", "bought", "buyer_of", "codes_of", "count", "new_codes", "some_codes"]

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")


def some_codes(many: int) -> list[str]:
    return [f"KEY-{new_id()}" for _ in range(many)]


async def new_codes(stage: Stage, many: int, price: int = 500) -> Goods:
    """A product with so many codes on sale."""
    goods = await new_goods(stage, 0, price)
    await choose_delivery(stage, STAFF, goods.variant_id, "codes")
    if many:
        await bring(stage, STAFF, goods.variant_id, some_codes(many), GoodsLine(stage))
    return goods


async def bought(stage: Stage, *goods: Goods, quantity: int = 1) -> Order:
    """A paid order, whose codes nobody has given yet."""
    buyer = a_customer()
    reserved = await reserve(stage, buyer, *goods, quantity=quantity)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return await order_now(stage, reserved)


async def given(stage: Stage, *goods: Goods, quantity: int = 1) -> Order:
    """The same, with its codes."""
    order = await bought(stage, *goods, quantity=quantity)
    await give(stage, order.id)
    return await again(stage, order)


async def again(stage: Stage, order: Order) -> Order:
    found = await stage.orders.get(order.id)
    assert found is not None
    return found


async def codes_of(stage: Stage, order: Order) -> tuple[DigitalCode, ...]:
    return (await codes_of_orders(stage.database.pool, [order.id]))[order.id]


async def count(stage: Stage, variant_id: UUID) -> tuple[int, int, int, int]:
    """Free, given, seen and void."""
    found = await counts_of(stage.database.pool, variant_id)
    return found["free"], found["given"], found["seen"], found["void"]


def buyer_of(order: Order) -> Caller:
    return Caller(Principal(order.owner, "user", frozenset({"customer"})), "r-buyer")
