"""Goods that are announced, who orders them before they are there, and what became of it."""

from datetime import date
from uuid import UUID

from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.parcels import ParcelsNow, parcels_now
from holdfast.flows.fulfilment.preordered import serve_preorders
from holdfast.flows.inventory.preorders import announce, receive_preorder, stock_of_preorder
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.locations import FIRST_LOCATION
from holdfast.orders import Order
from holdfast.people import Principal
from holdfast.preorders import Preorder
from tests.db.flows.buying import Goods, a_customer, cart_of, confirm, order_now, pay_for
from tests.db.flows.stage import Stage

__all__ = [
    "BUYERS", "DAY", "STAFF", "announced", "bought", "buyer_of", "comes", "counts", "goods_of",
    "preorder", "serve",
]  # fmt: skip

BUYERS = 64
DAY = date(2031, 12, 12)
STAFF = process("user:staff", "r")


async def announced(stage: Stage, goods: Goods, units: int, day: date = DAY) -> None:
    await announce(stage, STAFF, Preorder(goods.variant_id, FIRST_LOCATION, day), units)


async def comes(stage: Stage, goods: Goods, quantity: int, *, more: bool = False) -> None:
    """And goes to who ordered it."""
    await receive_preorder(stage, STAFF, goods.variant_id, quantity, GoodsLine(stage), more=more)
    await serve(stage, goods)


async def serve(stage: Stage, goods: Goods) -> None:
    await serve_preorders(stage, goods.variant_id, GoodsLine(stage))


async def preorder(stage: Stage, buyer: Principal, goods: Goods, quantity: int = 1) -> Placed:
    """Held, of what is in stock first and of what is announced."""
    cart = cart_of(goods, quantity=quantity)
    return await place(stage, Caller(buyer), cart, choice=Choice(preorder=True))


async def bought(stage: Stage, goods: Goods, quantity: int = 1) -> Order:
    """The same, paid."""
    buyer = a_customer()
    held = await preorder(stage, buyer, goods, quantity)
    await confirm(stage, buyer, held, await pay_for(stage, buyer, held))
    return await order_now(stage, held)


def buyer_of(order: Order) -> Caller:
    return Caller(Principal(order.owner, "user", frozenset({"customer"})), "r-buyer")


async def goods_of(stage: Stage, order: Order) -> ParcelsNow:
    found = await stage.orders.get(order.id)
    assert found is not None
    return await parcels_now(stage, found)


async def counts(stage: Stage, variant_id: UUID) -> tuple[int, int, int, int]:
    """Announced and free, held, still to come, here and no order's."""
    now = await stock_of_preorder(stage.reader, variant_id)
    return now.free.balance, now.free.held, now.awaited.balance, now.arrived.balance
