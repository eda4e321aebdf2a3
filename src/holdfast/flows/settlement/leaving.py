"""Leaving a provider's page: whoever comes back without having paid may pay in another way at once.

What was begun there would stay open for hours, and keep the order from everything else. So it is
noted as left, then called off, as any payment that nobody wants (``resolve``); what was paid
meanwhile counts. The goods stay held, whatever the shop does after a decline.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key, stored
from holdfast.flows.commit.refusals import OrderNotFound, refuse
from holdfast.flows.payments.resolve import StillPending, resolve
from holdfast.flows.payments.tries import is_live
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay_links import open_pay_link
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict
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
    order = await settler.orders.get(order_id)
    if order is None or order.owner != caller.actor:
        raise OrderNotFound("You have no such order.")
    return await _left(settler, caller, order)


async def leave_by_link(settler: Settler, caller: Caller, token: str) -> Left:
    """The same by whoever has the order's pay link."""
    return await _left(settler, caller, (await open_pay_link(settler, token)).order)


async def _left(settler: Settler, caller: Caller, order: Order) -> Left:
    for payment_id in await _noted(settler, caller, order.id):
        with suppress(StillPending):  # that one cannot be stopped
            await resolve(ForOrders(settler), payment_id, caller)
    return await _stands(settler, order)


async def _noted(settler: Settler, caller: Caller, order_id: UUID) -> Sequence[UUID]:
    """The payments that are left by this. A repetition leaves the same, and none that was begun
    since."""
    by = _of_order(caller, order_id)
    while True:
        tries = await settler.payments.of_order(order_id)
        left = [one for one in tries if one.waits_for_buyer]
        ids = [one.id for one in left]
        if not left and by.key is None:
            return ()
        outcome = await settler.ledger.commit(
            by.keyed((), tuple(map(payments.left_behind, left)), f"left/{new_id()}", ids)
        )
        match outcome:
            case Accepted():
                return ids
            case AlreadyDone(answer=answer):
                return stored(answer, list[UUID])
            case Conflict():
                continue  # one of them was decided just now
        raise refuse(outcome)


def _of_order(caller: Caller, order_id: UUID) -> Caller:
    """Under a key of this order alone: the request has no body that would tell two apart."""
    key = caller.key
    if key is None:
        return caller
    return replace(caller, key=Key(f"{key.text}/{order_id}", key.digest))


async def _stands(settler: Settler, order: Order) -> Left:
    now = await settler.orders.get(order.id)
    assert now is not None, "orders stay"
    if now.is_sold:
        return Left(order.id, "paid")
    if now.is_cancelled:
        return Left(order.id, "cancelled")
    tries = await settler.payments.of_order(order.id)
    return Left(order.id, "pending" if any(map(is_live, tries)) else "open")
