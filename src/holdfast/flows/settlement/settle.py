"""Settling: a payment that succeeded makes its order paid, however late or often it comes.

In time, the hold is captured. Too late, the units and the coupon are taken anew if they are free
(a rescue); if not, or if the buyer had cancelled, the money goes back and the buyer is told. Each
end is one ledger command, guarded by the states of order and payment, so that nothing happens
twice.
"""

from collections.abc import Sequence
from uuid import UUID

from holdfast import orders, payments
from holdfast.booking.bookings import Taking, cell_lines, schedule_guards
from holdfast.flows.checkout.redemption import has_ended
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.commit.wallet_settlement import MoneyBack
from holdfast.flows.commit.ways import raised, ways_of_takings
from holdfast.flows.inventory.by_codes import delivered_still, sold_otherwise
from holdfast.flows.payments.due import MOST_PARTS
from holdfast.flows.payments.give_back import whole_refund
from holdfast.flows.settlement.parts import settle_part
from holdfast.flows.settlement.settler import Settled, Settler
from holdfast.kit import new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Capture,
    Command,
    Conflict,
    Expire,
    Expired,
    Hold,
    Insert,
    KeyReused,
    Operation,
    Outcome,
    RequestKey,
    Rider,
    Short,
)
from holdfast.orders import Order, OrderPaid, load_items
from holdfast.payments import Payment

__all__ = ["capture_command", "rescue_key", "settle"]

_RESCUE_SECONDS = 60.0  # a rescue is held and captured in one command; it needs some end
_TRIES = 4 + MOST_PARTS  # of which one is counted each time


async def settle(
    settler: Settler,
    payment: Payment,
    *,
    order: Order | None = None,
    marks: tuple[Insert, ...] = (),
    asked: RequestKey | None = None,
    caller: Caller = NOBODY,
) -> Settled:
    """Make the order of a payment that the provider calls succeeded paid, count the payment where
    it is a part, or give the money back.

    ``order`` is the order if it has just been read; its state is checked again when it is moved.
    ``marks`` are written with whatever is, ``asked`` with what makes the order paid (so not where
    it was ``before``). Raises a Problem only when the store could not say (Busy, InDoubt): repeat
    then; or when ``asked`` was used for another request.
    """
    for _ in range(_TRIES):
        order = order or await settler.orders.known(payment.subject_id)
        step = settle_part if payment.is_part else _step
        settled = await step(settler, order, payment, marks, asked, caller)
        if settled is not None:
            return settled
        order = None
        payment = await settler.payments.get(payment.id) or payment  # it may have moved as well
    raise RuntimeError(f"order {payment.subject_id} does not settle")


async def _step(
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
    if order.is_sold:
        if order.payment_id == payment.id:
            return Settled("paid", order.rescue_hold_id is not None, before=True)
        return await _give_back(settler, order, payment, marks, caller)
    if payment.hold_id is not None and payment.hold_id != order.hold_id:
        # Begun at the very moment the order was changed: it pays for what is no more.
        return await _give_back(settler, order, payment, marks, caller)
    if order.is_pending:
        outcome = await settler.ledger.commit(
            capture_command(order, payment, marks, asked, caller, order.owner)
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return Settled("paid", before=isinstance(outcome, AlreadyDone))
        if isinstance(outcome, Conflict):
            return None
        if not isinstance(outcome, Expired):
            raise refuse(outcome)
    elif order.reason != "expired":
        return await _give_back(settler, order, payment, marks, caller)
    return await _rescue(settler, order, payment, marks, asked, caller)


def _sold(payment: Payment, *, late: bool = False) -> tuple[Rider, ...]:
    if late or not payment.has_succeeded:
        return payments.succeeded(payment)
    # In time, the order's own state is guard enough (a refund of a pending order's payment cancels
    # that order), and the row already says succeeded: so one row less to lock.
    return ()


def _fact(order: Order, payment: Payment, *, late: bool = False) -> OrderPaid:
    return OrderPaid(payment.id, order.total, order.currency, late)


def capture_command(
    order: Order,
    payment: Payment,
    marks: tuple[Rider, ...],
    asked: RequestKey | None,
    caller: Caller,
    actor: str,
) -> Command:
    """Make a pending order paid by this payment, in time."""
    by = None if caller.principal.kind == "process" else caller.actor
    return caller.command(
        (Capture(order.reservation_id),),
        (
            *order_moves.paid(
                order.id,
                order.booking_id,
                _fact(order, payment),
                by,
                edit_id=order.exchange_of,
            ),
            *_sold(payment),
            *marks,
        ),
        # No key of its own: a hold is captured once, and the order then says by which payment.
        actor=actor,
        request_key=asked,
    )


async def _rescue(
    settler: Settler,
    order: Order,
    payment: Payment,
    marks: tuple[Insert, ...],
    asked: RequestKey | None,
    caller: Caller,
) -> Settled | None:
    """Take the units and the coupon anew, or give the money back. A buyer's own cancel released
    the hold, and ``Expire`` refuses a released hold: so only an order that ran out of time is
    rescued. One that is an exchange is not: what was paid for the goods that came back goes back
    once it is off; nor one whose goods are delivered otherwise by now."""
    if order.exchange_of is not None:
        return await _give_back(settler, order, payment, marks, caller)
    if order.coupon_id is not None and await has_ended(settler, order.coupon_id):
        return await _give_back(settler, order, payment, marks, caller)
    items = (await load_items(settler.database.pool, [order.id]))[order.id]
    sold = [one.variant_id for one in items]
    still = await delivered_still(settler.reader, sold)
    if await sold_otherwise(settler.database.pool, items, sold):
        return await _give_back(settler, order, payment, marks, caller)
    rescue, fact = new_id(), _fact(order, payment, late=True)
    takings = await order_moves.takings_of_order(settler.database.pool, order.booking_id)
    at = await order_moves.place_of_order(settler.database.pool, order.booking_id)
    there = await ways_of_takings(settler, settler.travelling, order.booking_id, takings, at)
    if there.late:
        return await _give_back(settler, order, payment, marks, caller)
    lines = lines_of(order, items, cell_lines(takings)).held
    operations: tuple[Operation, ...] = (
        *still,
        *schedule_guards(takings),
        *raised(there.guards),
        Hold(rescue, lines, _RESCUE_SECONDS, order_ref(order.id)),
        Capture(rescue),
    )
    if order.hold_id is not None:  # one for no goods had none when it ran out, until decision 20
        operations = (Expire(order.hold_id), *operations)
    key = rescue_key(order.id)
    outcome = await settler.ledger.commit(
        caller.command(
            operations,
            (
                *order_moves.rescued(order.id, order.booking_id, fact, rescue),
                *_sold(payment, late=True),
                *marks,
            ),
            # An order is rescued once: by this payment, or (the key is reused) by another one; not
            # at all, if it was given up.
            key=key,
            digest=payment.id.bytes,
            actor=order.owner,
            request_key=asked,
        )
    )
    if isinstance(outcome, Accepted | AlreadyDone):
        return Settled("paid", rescued=True, before=isinstance(outcome, AlreadyDone))
    if isinstance(outcome, Short) or _closed_since(outcome, takings):
        return await _give_back(settler, order, payment, marks, caller)
    if isinstance(outcome, Conflict) or outcome == KeyReused(key):
        return None
    raise refuse(outcome)


def rescue_key(order_id: UUID) -> str:
    """Under which what becomes of an order that ran out of time is decided once."""
    return f"rescue/{order_id}"


def _closed_since(outcome: Outcome, takings: Sequence[Taking]) -> bool:
    """Whether a schedule was changed after it had allowed the booking: nobody knows by now whether
    it still does."""
    guards = {one.key for one in schedule_guards(takings)}
    return isinstance(outcome, Conflict) and outcome.subject in guards


async def _give_back(
    settler: Settler, order: Order, payment: Payment, marks: tuple[Insert, ...], caller: Caller
) -> Settled | None:
    """Begin the refund of a payment that bought nothing: of what is left of it, for somebody may
    have given a part of it back at the provider, or a bank decide about it, before it came to its
    order. Raises :class:`~holdfast.flows.payments.give_back.PaymentDisputed`."""
    money = await whole_refund(settler, order, payment, by_staff=False)
    command = _refund_command(order, payment, money, caller, marks)
    outcome: Outcome = await settler.ledger.commit(command)
    if isinstance(outcome, Accepted | AlreadyDone):
        return Settled("refunding", before=isinstance(outcome, AlreadyDone))
    if isinstance(outcome, Conflict | Expired):
        return None
    raise refuse(outcome)


def _refund_command(
    order: Order,
    payment: Payment,
    money: MoneyBack,
    caller: Caller,
    marks: tuple[Insert, ...] = (),
) -> Command:
    """Begin to refund a payment that its order did not need: the order is off (it ran out of
    time or was cancelled), or paid by another payment, or changed since the payment was begun, and
    then stays as it is."""
    changed = payment.hold_id is not None and payment.hold_id != order.hold_id
    pending = order.is_pending and not changed
    refund: orders.Refund = "done" if money.done else "begun"
    moves: tuple[Rider, ...] = ()
    if pending:
        moves = order_moves.cancelled(
            order.id, order.booking_id, "expired", refund=refund, payment_id=payment.id
        )
    elif order.is_cancelled:
        moves = (orders.refund_noted(order, payment.id, refund),)
    return caller.command(
        (*((Expire(order.reservation_id),) if pending else ()), *money.operations),
        (*money.riders, *moves, *marks),
        key=f"refund-begin/{payment.id}",
        actor=order.owner,
    )
