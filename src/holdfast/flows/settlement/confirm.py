"""Confirming: take a provider's word for what became of a payment.

The provider is always asked before any transaction. Its yes settles the order (``settle``); its
no releases the hold at once, so that what was not paid for is on sale again.
"""

from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, as_before, keep
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    OrderChangedMeanwhile,
    PaymentFailedProblem,
    PaymentNotFound,
    ReservationExpired,
)
from holdfast.flows.payments.resolve import said
from holdfast.flows.payments.unpaid import note_failure
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem

__all__ = ["Confirmed", "confirm_order"]


class Confirmed(Struct, frozen=True):
    """What became of an order whose payment was reported: paid, or pending (more may be due)."""

    order_id: UUID
    status: str


async def confirm_order(
    settler: Settler, caller: Caller, reservation_id: UUID, payment_id: UUID
) -> Confirmed:
    """The buyer says it is paid: ask the provider, and settle. Raises a Problem for refusals.

    Repeating is safe at any time: the same payment settles the same order once. With a key, who was
    told that it is paid is told so again, whatever came later.
    """
    try:
        return await _confirm(settler, caller, reservation_id, payment_id)
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, Confirmed)


async def _confirm(
    settler: Settler, caller: Caller, reservation_id: UUID, payment_id: UUID
) -> Confirmed:
    paid = await settler.held_orders.payment(payment_id)
    if paid is None or paid.payment.hold_id != reservation_id or paid.order.owner != caller.actor:
        raise PaymentNotFound("There is no such payment for this reservation.", field="paymentId")
    payment, order = paid.payment, paid.order
    payment, status = await said(ForOrders(settler), payment, caller, set_aside=paid.set_aside)
    if status in ("pending", "authorized"):
        if caller.key is not None:  # not kept, but it may stand for another request
            await answered(settler, caller.key)
        return Confirmed(order.id, "pending")
    if status == "failed":
        await note_failure(settler, order, payment, caller)
        raise PaymentFailedProblem("The payment was declined. You were not charged.")
    done = Confirmed(order.id, "paid")
    asked = caller.request_key(done)
    settled = await settle(settler, payment, order=order, asked=asked, caller=caller)
    if settled.end == "refunding":
        raise await _too_late(settler, order.id)
    if settled.end == "counted":
        return Confirmed(order.id, "pending")
    if asked is not None and settled.before:
        await keep(settler.ledger, asked)
    return done


async def _too_late(settler: Settler, order_id: UUID) -> Problem:
    """What to tell a buyer whose money goes back."""
    extra = {"orderId": str(order_id), "refund": "begun"}
    order = await settler.orders.get(order_id)
    if order is not None and order.is_sold:
        return AlreadyPaid(
            "The order was already paid by another payment. This one is being refunded.",
            extra=extra,
        )
    if order is not None and order.is_pending:
        return OrderChangedMeanwhile(
            "The order was changed before the payment arrived. Your money is being refunded.",
            extra=extra,
        )
    if order is not None and order.reason != "expired":
        return OrderCancelledAlready(
            "The order was cancelled before the payment arrived. Your money is being refunded.",
            extra=extra,
        )
    return ReservationExpired(
        "The payment arrived too late and the items are no longer available. "
        "Your money is being refunded.",
        extra=extra,
    )
