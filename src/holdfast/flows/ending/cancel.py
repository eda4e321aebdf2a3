"""Cancelling: before payment the hold is released, after it goods, coupon and money go back."""

from contextlib import suppress
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders
from holdfast.booking.bookings import Booking, EndReason, booking_of, dues_of
from holdfast.flash_sales import going_on, load_sales
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import (
    CancelByBooking,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
    refuse,
)
from holdfast.flows.ending.coming_back import goods_back
from holdfast.flows.ending.firsts import offers_of_order
from holdfast.flows.ending.funds import later_funds, left_in, returned
from holdfast.flows.ending.giving_up import given_up
from holdfast.flows.ending.parcels import parcels_now, whole_refused
from holdfast.flows.ending.refusing import must_be_alone, must_be_goods, must_refund
from holdfast.flows.ending.repeated import ended_with
from holdfast.flows.payments.give_back import full_wallet, left_of, whole_refund
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import cancelled as parcel_off
from holdfast.kit import Problem, new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Expired,
    KeyReused,
    Operation,
    Outcome,
    Release,
    Rider,
    Short,
)
from holdfast.orders import Order, Reason
from holdfast.people import Principal

__all__ = [
    "Cancelled", "cancel", "cancel_by_staff", "drop_open_dues", "not_cancellable", "unpaid_off",
]  # fmt: skip

_TRIES = 6
_OFFERED = 3  # tries that also hold it for who waits


class Cancelled(Struct, frozen=True):
    """The order as it stands now; ``refund`` is none, begun, done or failed."""

    order_id: UUID
    reason: Reason | None
    refund: str


async def cancel(
    settler: Settler,
    caller: Caller,
    *,
    order_id: UUID | None = None,
    reservation_id: UUID | None = None,
    end_repeat: bool | None = None,
) -> Cancelled:
    """Cancel an order of the caller's (staff: any), named by itself or by its reservation.
    ``end_repeat``: whether the repeat order that it is of ends with it; None: if it began so.

    Cancelling twice is done once and answered twice; with a key, also after a late payment made the
    order paid. Raises a Problem for every refusal.
    """
    try:
        order = await _find(settler, caller.principal, order_id, reservation_id)
        staff = None if order.owner == caller.actor else ""
        return await _cancel(settler, caller, order, staff, end_repeat)
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, Cancelled)


async def cancel_by_staff(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    why: str,
    end_repeat: bool | None = None,
) -> Cancelled:
    """Cancel any order, with a reason that stands beside it; one that is paid is refunded whole, of
    a booking with what was paid of that later. ``end_repeat`` as in :func:`cancel`. Raises a
    Problem for every refusal, also if it was cancelled before."""
    try:
        order = await any_order(settler.orders, order_id)
        if order.is_cancelled:
            raise OrderCancelledAlready("The order is already cancelled.")
        return await _cancel(settler, caller, order, why, end_repeat)
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, Cancelled)


async def not_cancellable(settler: Settler, caller: Caller, order: Order) -> Problem | None:
    """Why its buyer cannot cancel the order as it was read; None: they can."""
    if order.is_cancelled:
        return OrderCancelledAlready("The order is already cancelled.")
    try:
        await _step(settler, caller, order, None)  # which is not taken
    except Problem as refusal:
        return refusal
    return None


async def _cancel(
    settler: Settler, caller: Caller, order: Order, staff: str | None, end_repeat: bool | None
) -> Cancelled:
    """``staff``: why staff cancel an order that is a buyer's; None: its buyer does."""
    for tried in range(_TRIES):
        if order.is_cancelled:
            order = await given_up(settler, caller, order, staff)
            if not order.is_cancelled:
                continue  # it was paid at this very moment
            found = Cancelled(order.id, order.reason, order.refund)
            await _repeat_too(settler, caller, order, staff, end_repeat)
            if (asked := caller.request_key(found)) is not None:
                await keep(settler.ledger, asked)
            return found
        command, done = await _step(settler, caller, order, staff)
        ended = await ended_with(
            settler, caller, order, end_repeat, whole=True, staff=staff is not None
        )
        command = replace(command, riders=(*command.riders, *ended))
        command = await _offered(settler, order, command, tried)
        if (asked := caller.request_key(done)) is not None:
            command = replace(command, request_key=asked)
        outcome = await settler.ledger.commit(command)
        if isinstance(outcome, AlreadyDone) and asked is not None:  # by its key, or by another's
            return stored(await keep(settler.ledger, asked), Cancelled)
        if isinstance(outcome, Accepted):
            if order.booking_id is not None:
                await drop_open_dues(settler, order.booking_id)
            return done
        _must_look_again(outcome, command)
        order = await settler.orders.get(order.id) or order
    raise crowded_out(f"order {order.id} does not cancel")


async def _repeat_too(
    settler: Settler, caller: Caller, order: Order, staff: str | None, end_repeat: bool | None
) -> None:
    """Of an order that was cancelled before, and its repeat order is to end now."""
    if not end_repeat:
        return
    for _ in range(_TRIES):
        ended = await ended_with(
            settler, caller, order, end_repeat, whole=True, staff=staff is not None
        )
        command = caller.command((), ended, f"repeat-moved/{new_id()}")
        if not ended or went_through(await settler.ledger.commit(command)):
            return
    raise crowded_out(f"the repeat order of order {order.id} does not end")


async def _step(
    settler: Settler, caller: Caller, order: Order, staff: str | None
) -> tuple[Command, Cancelled]:
    """What ends the order as it was read, and how it stands then. Raises the refusals."""
    if order.is_completed:
        raise OrderCompletedAlready("The order has been delivered. Ask for a return instead.")
    if not order.is_paid:
        reason: Reason = "buyer" if staff is None else "staff"
        command = await unpaid_off(settler, caller, order, staff)
        return command, Cancelled(order.id, reason, "none")
    guard = await must_be_goods(settler, order)
    await must_be_alone(settler, order)
    if staff is None:
        await must_refund(settler, order)
    command, refund = await _of_paid(settler, caller, order, staff)
    command = replace(command, riders=(*guard, *command.riders))
    return command, Cancelled(order.id, "refunded", refund)


def _must_look_again(outcome: Outcome, command: Command) -> None:
    """Raises the refusal, unless it was paid, expired, cancelled or refunded in part at this very
    moment, or what was to be offered went to somebody else."""
    if (full := full_wallet(outcome)) is not None:
        raise full
    match outcome:
        case AlreadyDone() | Conflict() | Expired() | Short():
            return
        case KeyReused(key=key) if key == command.key:
            return  # given up by what came in its place
    raise refuse(outcome)


async def _offered(settler: Settler, order: Order, command: Command, tried: int) -> Command:
    """With its time held for who waits for it first, unless that was refused too often."""
    if tried >= _OFFERED:
        return command
    return (await offers_of_order(settler, order.id, order.booking_id)).added_to(command)


async def drop_open_dues(settler: Settler, booking_id: UUID) -> None:
    """What of a booking waits for its money is asked for no more. Should it be paid all the same,
    it goes back."""
    for due in await dues_of(settler.database.pool, booking_id):
        order = await settler.orders.get(due.id) if due.is_open else None
        if order is None or not order.is_pending:
            continue
        whose = Principal(order.owner, "guest")
        with suppress(CancelByBooking):  # it was paid just now: its money goes back when it counts
            await cancel(settler, Caller(whose), order_id=order.id)


async def _find(
    settler: Settler, principal: Principal, order_id: UUID | None, reservation_id: UUID | None
) -> Order:
    order = None
    if order_id is not None:
        order = await settler.orders.get(order_id)
    elif reservation_id is not None:
        order = await settler.orders.of_hold(reservation_id)
    if order is None or not (order.owner == principal.id or principal.is_staff):
        raise OrderNotFound("You have no such order.")
    if reservation_id is not None and order.hold_id != reservation_id:
        raise OrderNotFound("The reservation belongs to another order.", field="reservationId")
    return order


def _off(
    caller: Caller,
    order: Order,
    reason: Reason,
    refund: orders.Refund,
    staff: str | None,
    back: int = 0,
    why: EndReason | None = None,
) -> tuple[Rider, ...]:
    """The order's own step, with its event; and what staff did, in the audit log. ``back`` is what
    goes back by it, ``why`` the reason for which what it books is off, if it is another."""
    actor = None if staff is None else caller.actor
    riders = order_moves.cancelled(
        order.id,
        order.booking_id,
        reason,
        was=order.status,
        refund=refund,
        staff=actor,
        note=staff or "",
        given_back=back,
        why=why,
    )
    if staff is None:
        return riders
    said = {"reason": staff, "refund": refund}
    return *riders, caller.audited("order.cancelled", order.id, said)


async def unpaid_off(
    settler: Settler,
    caller: Caller,
    order: Order,
    staff: str | None,
    why: EndReason | None = None,
) -> Command:
    """What ends an order that nobody has paid; ``staff``: why they end it, None: its buyer does;
    ``why``: the reason for which what it books is off, if it is another."""
    reason: Reason = "buyer" if staff is None else "staff"
    return caller.command(
        (Release(order.reservation_id),),
        (
            *_off(caller, order, reason, "none", staff, why=why),
            *await settler.settlement.call_off(order),
        ),
        f"cancel/{order.id}",
    )


async def _of_paid(
    settler: Settler, caller: Caller, order: Order, staff: str | None
) -> tuple[Command, orders.Refund]:
    """Goods, coupon and money back; and how far the refund is then."""
    payment = None
    if order.payment_id is not None:
        payment = await settler.payments.get(order.payment_id)
    if payment is None:
        raise LookupError(f"paid order {order.id} has no payment")
    paid = [payment]
    if payment.is_part:
        paid = paid_with(order, await settler.payments.of_order(order.id))
    back, off = await _parcels_off(settler, order)
    # Rules of the shop and its sellers have no cash to hand back.
    by_staff = staff is not None and caller.principal.is_staff
    booking = await _booking_of(settler, order)
    later = [] if booking is None else await later_funds(settler, booking)
    rest = await returned(settler, later, left_in(later), by_staff=by_staff)
    whole = 0 if booking is None else left_in(later) + await left_of(settler, paid)
    sale = None
    if order.sale is not None:
        sale = (await load_sales(settler.database.pool, [order.sale.id]))[order.sale.id]
    money = [await whole_refund(settler, order, one, by_staff=by_staff) for one in paid]
    refund: orders.Refund = "done" if all(one.done for one in money) else "begun"
    command = caller.command(
        (
            *back,
            *await goods_back(settler, order, sale, booking),
            *(op for one in money for op in one.operations),
            *rest.operations,
        ),
        (
            *off,
            *_off(caller, order, "refunded", refund, staff, whole),
            *(rider for one in money for rider in one.riders),
            *rest.riders,
            # So nothing comes back into a sale that has ended: then it goes to the stock.
            *(() if sale is None else (going_on(sale),)),
        ),
        f"cancel-paid/{order.id}",
    )
    return command, refund


async def _booking_of(settler: Settler, order: Order) -> Booking | None:
    """As it is before what was paid of it is read: a payment that counts meanwhile is noticed."""
    if order.booking_id is None:
        return None
    return await booking_of(settler.database.pool, order.booking_id)


async def _parcels_off(
    settler: Settler, order: Order
) -> tuple[tuple[Operation, ...], tuple[Rider, ...]]:
    """Parcels that nobody has packed go with the order. Raises :class:`OrderPacked`."""
    if not order.is_sent:
        return (), ()
    now = await parcels_now(settler, order)
    if (refusal := whole_refused(now)) is not None:
        raise refusal
    waiting = (one for one in now.parcels if one.is_waiting)
    return (now.unmoved,), tuple(rider for one in waiting for rider in parcel_off(one, now.told))
