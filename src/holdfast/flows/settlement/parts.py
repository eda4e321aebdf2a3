"""Settling a part: it is counted while the order waits and so much is due, or goes back whole.

Parts are for an order that is paid by parts. One that ends unpaid, or that a payment of the whole
pays first, gives back those that were counted: ``call_off`` sends the word, which comes here.
"""

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.due import counting, due_of
from holdfast.flows.payments.give_back import whole_refund
from holdfast.flows.payments.refund_state import refund_noted
from holdfast.flows.settlement.settler import Settled, Settler
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expired, Insert, RequestKey, Rider
from holdfast.orders import Order
from holdfast.payments import Payment

__all__ = ["settle_part"]


async def settle_part(
    settler: Settler,
    order: Order,
    payment: Payment,
    marks: tuple[Insert, ...],
    asked: RequestKey | None,
    caller: Caller,
) -> Settled | None:
    """One try by the order's state as read; None when it had changed meanwhile."""
    if payment.goes_back:
        return Settled("refunding", before=True)
    if payment.is_credited and await _stands(settler, order):
        return Settled("paid" if order.is_sold else "counted", before=True)
    if not order.is_pending or payment.hold_id != order.hold_id:
        return await _give_back(settler, order, payment, marks, caller)
    due = await due_of(settler, order)
    if not due.takes(payment.amount):
        return await _give_back(settler, order, payment, marks, caller)
    last = payment.amount == due.amount
    taken = counting(order, payment.id, payment.amount, due)
    outcome = await settler.ledger.commit(
        caller.command(
            taken.operations,
            (*taken.riders, *payments.credited(payment), *marks),
            actor=order.owner,
            request_key=asked if last else None,
        )
    )
    match outcome:
        case Accepted() | AlreadyDone():
            before = isinstance(outcome, AlreadyDone)
            return Settled("paid" if last else "counted", before=before)
        case Conflict():
            return None
        case Expired():
            return await _give_back(settler, order, payment, marks, caller)
    raise refuse(outcome)


async def _stands(settler: Settler, order: Order) -> bool:
    """Whether an order waits for the rest of its parts, or is paid by them."""
    if not order.is_sold:
        return order.is_pending
    paid = None if order.payment_id is None else await settler.payments.get(order.payment_id)
    return paid is not None and paid.is_part


async def _give_back(
    settler: Settler,
    order: Order,
    payment: Payment,
    marks: tuple[Insert, ...],
    caller: Caller,
) -> Settled | None:
    """All of it, to where it came from; the order stays as it is."""
    money = await whole_refund(settler, order, payment, by_staff=False)
    noted: tuple[Rider, ...] = ()
    if order.is_cancelled:
        noted = await refund_noted(settler, order, payment, "done" if money.done else "begun")
    outcome = await settler.ledger.commit(
        caller.command(
            money.operations,
            (*money.riders, *noted, *marks),
            f"refund-begin/{payment.id}",
            actor=order.owner,
        )
    )
    if isinstance(outcome, Accepted | AlreadyDone):
        return Settled("refunding", before=isinstance(outcome, AlreadyDone))
    if isinstance(outcome, Conflict):
        return None
    raise refuse(outcome)
