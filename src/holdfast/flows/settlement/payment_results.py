"""Results: what orders do when a wallet answers by message.

Paid in time, what is held is captured; late, the order is rescued or the money goes back (both as
for any payment, see ``settle``). Refused, goods and coupon are released and the order is cancelled
for that reason. The message's mark rides with whatever is written, and the states of order and
payment say what a second, late or reordered one may still do: nothing.
"""

from holdfast import payments
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.inbox import INBOX, mark
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.commit.wallet_settlement import MoneyMissing
from holdfast.flows.messaging.messages import PAYMENT_RESULTS, Paid, Refunded, Refused, Result
from holdfast.flows.messaging.post import LetterOutcome, Unreadable
from holdfast.flows.payments.refund_at_provider import note_part, note_refund
from holdfast.flows.payments.refund_state import refund_noted
from holdfast.flows.payments.unpaid import note_failure
from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Insert, Operation, Rider
from holdfast.orders import Order
from holdfast.payments import Payment

__all__ = ["Moved", "take_result"]


class Moved(Exception):
    """What the message is about was changed while it was read: to be read again."""


async def take_result(settler: Settler, message: Result) -> LetterOutcome:
    """Write what the message tells, once. Raises :class:`Unreadable` if it cannot be true, a
    Problem when the store is away: then it is to come again."""
    payment = await settler.payments.get(message.payment_id)
    if payment is None or not payment.by_message:
        return "unknown"
    if payment.subject_id != message.order_id:
        raise Unreadable("the payment is of another order")
    order = await settler.orders.known(payment.subject_id)
    if isinstance(message, Paid):
        return await _paid(settler, order, payment, message)
    if isinstance(message, Refused):
        return await _refused(settler, order, payment, message)
    return await _refunded(settler, order, payment, message)


def _caller(message: Result) -> Caller:
    return process("", message.request)


def _mark(message: Result) -> Insert:
    return mark(PAYMENT_RESULTS, message.message_id)


async def _paid(settler: Settler, order: Order, payment: Payment, told: Paid) -> LetterOutcome:
    if (told.amount, told.currency) != (payment.amount, payment.currency):
        raise Unreadable(
            f"{told.amount} {told.currency} were taken for {payment.amount} {payment.currency}"
        )
    if payment.has_failed:
        raise Unreadable("the payment was refused before")
    if not payment.is_pending:
        return "repeated"
    in_time = order.is_pending
    settled = await settle(
        settler, payment, order=order, marks=(_mark(told),), caller=_caller(told)
    )
    if settled.before:
        return "repeated"
    return "done" if in_time and settled.end != "refunding" and not settled.rescued else "late"


async def _refused(
    settler: Settler, order: Order, payment: Payment, told: Refused
) -> LetterOutcome:
    if payment.has_failed:
        return "repeated"
    if not payment.is_pending:
        raise Unreadable("the payment was made before")
    in_time = order.is_pending
    if told.reason == "called-off" and in_time:
        raise Unreadable("nobody called it off")
    noted = await note_failure(
        settler,
        order,
        payment,
        _caller(told),
        reason="unpaid" if told.reason == "called-off" else told.reason,
        missing=None if told.reason == "called-off" else _missing(payment, told),
        marks=(_mark(told),),
    )
    if not noted:
        return "repeated"
    return "done" if in_time or told.reason == "called-off" else "late"


def _missing(payment: Payment, told: Refused) -> MoneyMissing:
    available = max(payment.amount - told.missing, 0)
    return MoneyMissing(payment.currency, payment.amount, available, told.held, told.wallet_id)


async def _refunded(
    settler: Settler, order: Order, payment: Payment, told: Refunded
) -> LetterOutcome:
    if told.currency != payment.currency or told.amount > payment.amount:
        raise Unreadable(f"{told.amount} {told.currency} of {payment.amount} {payment.currency}")
    if told.refund_id != payment.id:
        return await _part_back(settler, payment, told)
    if payment.is_refunded:
        return "repeated"
    if payment.is_refunding:
        noted = await note_refund(
            settler, payment, told.amount, None, _caller(told), marks=(_mark(told),)
        )
        return "done" if noted else "repeated"
    if payment.is_pending and order.is_cancelled:
        return await _called_off(settler, order, payment, told)
    raise Unreadable("nobody asked for the money back")


async def _part_back(settler: Settler, payment: Payment, told: Refunded) -> LetterOutcome:
    if payment.is_pending or payment.has_failed:
        raise Unreadable("nobody asked for a part of the money back")
    back = payments.part_refunded(payment, told.amount)

    async def done(_: Order) -> tuple[tuple[Operation, ...], tuple[Rider, ...]]:
        return (), (back, _mark(told))

    noted = await note_part(settler, payment, told.refund_id, done, _caller(told))
    return "done" if noted else "repeated"


async def _called_off(
    settler: Settler, order: Order, payment: Payment, told: Refunded
) -> LetterOutcome:
    """The order was cancelled before it was known that the wallet had paid; that word comes later,
    and finds the money back."""
    outcome = await settler.ledger.commit(
        _caller(told).command(
            (),
            (
                *payments.refunded(payment, told.amount),
                *await refund_noted(settler, order, payment, "done"),
                _mark(told),
            ),
            key=f"refund/{payment.id}",
            actor=f"provider:{payment.provider}",
        )
    )
    match outcome:
        case Accepted():
            return "done"
        case AlreadyDone() | Conflict(subject=INBOX.name):
            return "repeated"
        case Conflict():
            raise Moved(f"payment {payment.id} moved at this very moment")
    raise refuse(outcome)
