"""The tries to pay for one order: which waits for staff, which paid, whether one is under way."""

from collections.abc import Sequence

from holdfast.flows.commit.refusals import PaymentUnderWay
from holdfast.flows.payments.cashier import Cashier
from holdfast.orders import Order
from holdfast.payments import Payment

__all__ = [
    "is_live", "is_only_try", "manual_of", "next_card", "nothing_under_way", "of_parts",
    "paid_by", "paid_with",
]  # fmt: skip


def is_live(payment: Payment) -> bool:
    """Whether it is under way, or has just been made."""
    return payment.undecided or payment.has_succeeded


def manual_of(order: Order, payments: Sequence[Payment]) -> Payment | None:
    """The payment that waits for staff, if one does."""
    waiting = [
        one for one in payments if one.by_hand and one.is_pending and one.hold_id == order.hold_id
    ]
    return waiting[-1] if waiting else None


def paid_by(order: Order, payments: Sequence[Payment]) -> Payment | None:
    """What paid the order; the last of its parts, if it was paid in parts."""
    return next((one for one in payments if one.id == order.payment_id), None)


def paid_with(order: Order, payments: Sequence[Payment]) -> list[Payment]:
    """All that the order was paid with."""
    paid = paid_by(order, payments)
    if paid is None:
        return []
    if not paid.is_part:
        return [paid]
    back = order.is_cancelled
    return [one for one in payments if one.is_part and (one.has_paid or (back and one.goes_back))]


def of_parts(order: Order, payment: Payment) -> bool:
    """Whether parts are paid or tried: one that is declined takes nothing from the others. What was
    begun together goes back together."""
    return (payment.is_part and payment.mix_id is None) or order.paid_in_part


async def is_only_try(cashier: Cashier, payment: Payment) -> bool:
    """Whether no other payment of the order is under way or made: one declined try must not take
    the goods from another that succeeds."""
    tries = await cashier.payments.of_order(payment.subject_id)
    return not any(is_live(one) for one in tries if one.id != payment.id)


async def next_card(cashier: Cashier, order: Order) -> int:
    """Which charge of a kept card for the order the next one is, the first being 1. Raises a
    Problem while one is under way, or was just made."""
    tries = [one for one in await cashier.payments.of_order(order.id) if one.by_kept_card]
    if any(map(is_live, tries)):
        raise PaymentUnderWay("A payment for this order is in progress. Wait for its result.")
    return len(tries) + 1


async def nothing_under_way(cashier: Cashier, order: Order) -> None:
    """Raises a Problem while a payment for the order is not decided, or has just been made."""
    tries = await cashier.payments.of_order(order.id)
    if any(map(is_live, tries)):
        raise PaymentUnderWay("A payment for this order is in progress. Wait for its result.")
