"""Leaving a provider's page on which an order was to be paid (``leave``): what was begun there
would keep the order from everything else. The goods stay held, whatever the shop does after a
decline.
"""

from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.known_orders import own_order
from holdfast.flows.payments.leave import leave
from holdfast.flows.payments.tries import is_live
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay_links import open_pay_link
from holdfast.flows.settlement.settler import Settler
from holdfast.orders import Order

__all__ = ["Left", "leave_by_link", "leave_payments"]

OrderNow: TypeAlias = Literal["open", "pending", "paid", "cancelled"]


class Left(Struct, frozen=True):
    """How the order stands then. ``open``: it can be paid in any way. ``pending``: a payment for it
    is under way, which its provider does not call off."""

    order_id: UUID
    status: OrderNow


async def leave_payments(settler: Settler, caller: Caller, order_id: UUID) -> Left:
    """Call off what the buyer was to pay on providers' pages. Raises a Problem while a provider
    does not answer: a job goes on asking."""
    order = await own_order(settler.orders, caller.actor, order_id)
    return await _left(settler, caller, order)


async def leave_by_link(settler: Settler, caller: Caller, token: str) -> Left:
    """The same by whoever has the order's pay link."""
    return await _left(settler, caller, (await open_pay_link(settler, token)).order)


async def _left(settler: Settler, caller: Caller, order: Order) -> Left:
    await leave(ForOrders(settler), caller, order.id)
    now = await settler.orders.known(order.id)
    if now.is_sold:
        return Left(order.id, "paid")
    if now.is_cancelled:
        return Left(order.id, "cancelled")
    tries = await settler.payments.of_order(order.id)
    return Left(order.id, "pending" if any(map(is_live, tries)) else "open")
