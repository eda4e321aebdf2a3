"""What staff may do with an order as it stands, and if not, why not."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias, get_args

from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    CompleteByBooking,
    NoRefundWaits,
    NotManual,
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    PaymentUnderWay,
)
from holdfast.flows.ending.parcels import ParcelsNow, cancel_refused, complete_refused
from holdfast.flows.payments.give_back import NothingPaid, disputed
from holdfast.flows.payments.tries import is_live, manual_of, paid_by
from holdfast.kit import Problem
from holdfast.orders import Order
from holdfast.payments import Payment, RefundByHand

__all__ = ["ACTIONS", "OrderAction", "waits_for_staff", "why_not"]

OrderAction: TypeAlias = Literal[
    "markPaid", "markUnpaid", "complete", "cancel", "refund", "retryRefund", "markRefunded"
]
ACTIONS: Final[tuple[OrderAction, ...]] = get_args(OrderAction)


def waits_for_staff(payment: Payment) -> bool:
    """Whether they are to hand its money back: of what paid its order, or came beside that."""
    return payment.refund_refused or (payment.by_hand and payment.is_refunding)


def why_not(
    action: OrderAction,
    order: Order,
    payments: Sequence[Payment],
    *,
    left: int | None = None,
    frozen: int = 0,
    goods: ParcelsNow | None = None,
    owed: Sequence[RefundByHand] = (),
) -> Problem | None:
    """The refusal, or None if it may be done. ``payments`` are all of the order's, ``left`` is what
    may still go back of the one that paid, where that is known, ``frozen`` what a dispute keeps
    from it, ``goods`` its lines with their parcels and codes, where those are known, and ``owed``
    parts of what was paid by hand that are to be handed back."""
    if frozen and (action == "cancel" or (action == "refund" and not left)):
        return disputed()
    if action in ("refund", "retryRefund", "markRefunded"):
        return _no_refund(action, order, payments, left, owed)
    if order.is_cancelled:
        return OrderCancelledAlready("The order is already cancelled.")
    if action in ("complete", "cancel"):
        if order.is_completed:
            return OrderCompletedAlready("The order is already completed.")
        if action == "complete" and order.is_pending:
            return NotPaid("The order is not paid yet.")
        if action == "complete" and order.booking_id is not None:
            return CompleteByBooking("It is completed with its booking. Say there what came of it.")
        if goods is None:
            return None
        return (complete_refused if action == "complete" else cancel_refused)(goods)
    if not order.is_pending:
        return AlreadyPaid("The order is already paid. Refund it instead.")
    manual = manual_of(order, payments)
    if action == "markUnpaid" and manual is None:
        return NotManual("The buyer did not choose to pay at the shop. Cancel the order instead.")
    if manual is None and any(map(is_live, payments)):
        return PaymentUnderWay("Another payment for this order is in progress.")
    return None


def _no_refund(
    action: OrderAction,
    order: Order,
    payments: Sequence[Payment],
    left: int | None,
    owed: Sequence[RefundByHand],
) -> Problem | None:
    if action == "refund":
        paid = paid_by(order, payments)
        if paid is None or not paid.has_paid or left == 0:
            return NothingPaid("Nothing was paid for this order, or all of it was refunded.")
        return None
    if action == "retryRefund":
        if not any(one.refund_refused for one in payments):
            return NoRefundWaits("This order has no refund that a provider refused.")
    elif not owed and not any(map(waits_for_staff, payments)):
        return NoRefundWaits("This order has no refund that is waiting to be handed over.")
    return None
