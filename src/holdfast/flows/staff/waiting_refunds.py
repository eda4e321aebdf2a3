"""Refunds of an order that wait for staff: which one is meant."""

from collections.abc import Sequence
from uuid import UUID

from holdfast.flows.commit.refusals import NoRefundWaits
from holdfast.flows.staff.order_actions import OrderAction, waits_for_staff
from holdfast.payments import Payment, RefundByHand

__all__ = ["part_waiting", "payment_waiting"]


def payment_waiting(
    action: OrderAction, tries: Sequence[Payment], payment_id: UUID | None
) -> Payment:
    """The payment that ``action`` is about; the first that waits, if none is named. Raises
    :class:`NoRefundWaits`."""
    waits = waits_for_staff if action == "markRefunded" else _refused
    for one in filter(waits, tries):
        if payment_id in (None, one.id):
            return one
    raise NoRefundWaits("No refund of this payment waits.", field="paymentId")


def part_waiting(
    owed: Sequence[RefundByHand],
    tries: Sequence[Payment],
    payment_id: UUID | None,
    refund_id: UUID | None,
) -> RefundByHand | None:
    """The part that is meant; None where it is all that is left of a payment. Raises
    :class:`NoRefundWaits`."""
    if refund_id is not None:
        named = next((one for one in owed if one.id == refund_id), None)
        if named is None:
            raise NoRefundWaits("This part was handed over, or never waited.", field="refundId")
        return named
    whole = [one.id for one in tries if waits_for_staff(one)]
    if whole and payment_id in (None, *whole):
        return None
    return next((one for one in owed if payment_id in (None, one.payment_id)), None)


def _refused(payment: Payment) -> bool:
    return payment.refund_refused
