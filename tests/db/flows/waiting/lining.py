"""Who waits for goods, and what they were offered."""

from collections.abc import Sequence
from uuid import UUID

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.inventory.stock import StockChange, change_stock
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.waiting.joining import wait_for_units
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import Problem
from holdfast.people import Principal
from holdfast.waiting import AwaitedUnits, awaited_units
from tests.db.flows.buying import Goods, a_customer, reserve

__all__ = [
    "BUYERS", "STAFF", "a_line", "attempt", "deposit", "offer_of", "place_of", "places", "standing",
    "wait",
]  # fmt: skip

BUYERS = 64
STAFF = process("user:staff", "r")


async def wait(parts: ShopParts, who: Principal, goods: Goods, quantity: int = 1) -> UUID:
    return await wait_for_units(parts, Caller(who), goods.product_id, goods.variant_id, quantity)


async def a_line(parts: ShopParts, goods: Goods, count: int) -> list[Principal]:
    """So many who wait for one each, in this order."""
    line = [a_customer() for _ in range(count)]
    for who in line:
        await wait(parts, who, goods)
    return line


async def place_of(parts: ShopParts, who: Principal) -> AwaitedUnits:
    ((place, _),) = await awaited_units(parts.database.pool, who.id)
    return place


async def places(parts: ShopParts, line: Sequence[Principal]) -> list[int]:
    """The place in line of each; 0: offered."""
    return [(await awaited_units(parts.database.pool, who.id))[0][1] for who in line]


async def standing(parts: ShopParts, who: Principal) -> list[tuple[str, int]]:
    return [
        (one.status, number) for one, number in await awaited_units(parts.database.pool, who.id)
    ]


async def offer_of(parts: ShopParts, who: Principal) -> Placed:
    """The order that holds what they were offered last."""
    place = (await awaited_units(parts.database.pool, who.id))[0][0]
    assert place.order_id is not None
    order = await parts.orders.get(place.order_id)
    assert order is not None
    assert order.owner == who.id
    return Placed(order.id, order.number, order.hold_id)


async def deposit(
    parts: ShopParts, goods: Goods, quantity: int = 1, *, alone: bool = False
) -> None:
    """A restock; ``alone``: that knows nothing of the line."""
    change = StockChange(goods.variant_id, "deposit", quantity, "delivery")
    await change_stock(parts, STAFF, change, None if alone else GoodsLine(parts))


async def attempt(parts: ShopParts, goods: Goods) -> Placed | Problem:
    """A buyer who did not wait."""
    try:
        return await reserve(parts, a_customer(), goods)
    except Problem as refusal:
        return refusal
