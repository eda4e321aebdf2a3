"""How far the money of a cancelled order is back, where it was paid in parts as well."""

from typing import Final

from holdfast import orders, payments
from holdfast.flows.payments.cashier import Cashier
from holdfast.ledger import Rider
from holdfast.orders import Order, Refund
from holdfast.payments import Payment

__all__ = ["refund_noted", "refund_shown"]

_WORST_FIRST: Final[tuple[Refund, ...]] = ("failed", "begun", "done")


async def refund_shown(
    cashier: Cashier, order: Order | None, payment: Payment, refund: Refund
) -> tuple[Rider, ...]:
    """The order's step, if it is off and shows how far this payment is back."""
    if order is None or not order.is_cancelled:
        return ()
    if order.payment_id != payment.id and not payment.is_part:
        return ()
    return await refund_noted(cashier, order, payment, refund)


async def refund_noted(
    cashier: Cashier, order: Order, payment: Payment, refund: Refund
) -> tuple[Rider, ...]:
    """The order's step as the payment's ``refund`` is so far. Of parts, the one that is furthest
    behind counts; the others are as they were read when it is written."""
    tries = await cashier.payments.of_order(order.id) if payment.is_part else []
    shown = next((one for one in tries if one.id == order.payment_id), payment)
    if not shown.is_part:  # of parts, all or none are what the order shows
        return (orders.refund_noted(order, payment.id, refund),)
    others = [
        one
        for one in tries
        if one.is_part and one.id != payment.id and (one.is_credited or one.goes_back)
    ]
    found = {refund, *map(_so_far, others)}
    worst = next(one for one in _WORST_FIRST if one in found)
    return (
        orders.refund_noted(order, order.payment_id or payment.id, worst),
        *map(payments.unchanged, others),
    )


def _so_far(part: Payment) -> Refund:
    if part.refund_refused:
        return "failed"
    return "done" if part.is_refunded else "begun"
