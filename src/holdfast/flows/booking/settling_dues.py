"""What was paid of a booking after its own order counts, and moves it if it was for that; or it
goes back. It is a consumer's work, so it is done once, however the money came."""

from collections import Counter
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog
from msgspec import Struct

from holdfast import orders
from holdfast.booking.bookings import (
    Booking,
    BookingDue,
    SettleDue,
    booking_of,
    booking_paid_more,
    booking_rescheduled,
    due_cells,
    due_dropped,
    due_for,
    due_settled,
    moves_key,
    open_dues,
    schedule_guards,
    takings_of,
)
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.paying_due import extra_cells
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.offers import NO_OFFERS, Offers
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.commit.ways import Ways, raised, ways_of_takings
from holdfast.flows.ending.firsts import offers_of_cells, offers_of_due
from holdfast.flows.payments.give_back import full_wallet, whole_refund
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.settlement.sessions import Longer, made_longer
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expect,
    Expired,
    KeyReused,
    Operation,
    Outcome,
    Short,
    Withdraw,
)
from holdfast.orders import Order

__all__ = ["settle_dues", "settle_paid_dues"]

log = structlog.get_logger("holdfast.bookings")

_TRIES: Final = 6
_OFFERED: Final = 3  # tries that also hold it for who waits


class _Made(Struct, frozen=True):
    """What is to be done, and for whom what it frees is held."""

    command: Command
    offers: Offers


async def settle_dues(booker: Booker, order_ids: Sequence[UUID]) -> None:
    """Count what was paid by these orders, where they are for bookings; safe to repeat."""
    for order_id in await open_dues(booker.database.pool, map(str, order_ids)):
        await _settle(booker, order_id)


async def settle_paid_dues(booker: Booker, events: Sequence[Event]) -> None:
    """The same, of orders that were paid. One that does not count is left to a job, which tries
    again later and later, so that it does not hold up the others; raises only when that cannot be
    kept either."""
    requests = {event.subject: event.request for event in events}
    for order_id in await open_dues(booker.database.pool, requests):
        try:
            await _settle(booker, order_id)
        except Exception:
            log.exception("what was paid does not count; a job goes on trying", order=str(order_id))
            again = (SettleDue(order_id), requests[str(order_id)])
            async with booker.database.transaction() as connection:
                await enqueue(connection, [again], after=5.0)


async def _settle(booker: Booker, order_id: UUID) -> None:
    for tried in range(_TRIES):
        due = await due_for(booker.database.pool, order_id)
        order = await booker.orders.get(order_id)
        if due is None or not due.is_open or order is None or not order.is_sold:
            return
        booking = await booking_of(booker.database.pool, due.booking_id)
        assert booking is not None, "its row came with the booking's"
        counted = await _counted(booker, due, order, booking)
        outcome = await _committed(booker, counted, offer=tried < _OFFERED)
        if isinstance(outcome, Short):  # paid late, and its time is somebody else's
            dropped = await _dropped(booker, due, order)
            outcome = await _committed(booker, dropped, offer=tried < _OFFERED)
        if _ended(outcome):
            return
    raise RuntimeError(f"what was paid by order {order_id} does not count")


async def _committed(booker: Booker, made: _Made, *, offer: bool) -> Outcome:
    """With what it frees held for who waits for it first, unless that is somebody else's by now:
    that is no reason for money to go back."""
    if offer and made.offers.operations:
        outcome = await booker.ledger.commit(made.offers.added_to(made.command))
        if not isinstance(outcome, Short):
            return outcome
    return await booker.ledger.commit(made.command)


def _ended(outcome: Outcome) -> bool:
    if isinstance(outcome, Accepted | AlreadyDone):
        return True
    if isinstance(outcome, Conflict | KeyReused | Expired | Short):
        return False
    raise full_wallet(outcome) or refuse(outcome)


async def _counted(booker: Booker, due: BookingDue, order: Order, booking: Booking) -> _Made:
    """It counts as prepaid, and the booking moves if it was for that; or, where the booking is off
    or another by now, it goes back."""
    had = tuple((await takings_of(booker.database.pool, [booking.id]))[booking.id])
    plan = due.plan if due.for_move else None
    prepaid = booking.prepaid + due.amount
    most = booking.price if plan is None else plan.price
    stale = plan is not None and not (
        booking.is_confirmed and (booking.moves == due.moves or plan.is_from(booking, had))
    )
    if booking.is_cancelled or stale or prepaid > most:
        return await _dropped(booker, due, order)
    by = process("dues")
    there, longer = Ways(), Longer()
    if plan is not None:  # what was booked elsewhere meanwhile may leave it no way, and of a rest
        # hours may have paid for a shorter session
        there = await ways_of_takings(
            booker, booker.travelling, booking.id, plan.takings, plan.at or booking.at
        )
        longer = await made_longer(booker, booking, plan, by=due.id)
        if there.late or longer.missing:
            return await _dropped(booker, due, order)
    operations: list[Operation] = [
        Expect(moves_key(booking.id), booking.moves),
        Deposit(moves_key(booking.id), 1),
        *longer.guards,
        *raised(there.guards),
    ]
    offers = NO_OFFERS
    if plan is not None:
        note = f"booking/{booking.id} moved"
        freed = extra_cells(had, plan.takings)
        room = Counter({one.key: one.quantity for one in freed})
        operations += [
            Deposit(one.key, one.quantity, capacity=one.capacity, note=note) for one in freed
        ]
        if order.rescue_hold_id is not None:  # its hold had run out
            taken = await due_cells(booker.database.pool, due.id)
            room.subtract({one.key: one.quantity for one in taken})
            operations += schedule_guards(plan.takings)
            operations += [
                Withdraw(one.key, one.quantity, capacity=one.capacity, note=note) for one in taken
            ]
        offers = await offers_of_cells(booker, had, room, there.guards)
        moved = booking_rescheduled(
            booking,
            plan.when,
            plan.takings,
            plan.price,
            prepaid,
            booking.user_id,
            plan.move_fees,
            plan.parts,
            at=plan.at,
            people=plan.people,
        )
    else:
        moved = booking_paid_more(booking, had, prepaid, due.amount)
    command = by.command(
        tuple(operations),
        (*moved, due_settled(due.id), orders.unchanged(order)),
        f"settle-due/{due.id}/{booking.moves}",
    )
    return _Made(command, offers)


async def _dropped(booker: Booker, due: BookingDue, order: Order) -> _Made:
    """All of it back; and the cells that it held, if it had them until it was paid."""
    cells = () if order.rescue_hold_id else await due_cells(booker.database.pool, due.id)
    note = f"booking/{due.booking_id} not moved"
    paid = paid_with(order, await booker.payments.of_order(order.id))
    money = [await whole_refund(booker, order, one, by_staff=False) for one in paid]
    done = all(one.done for one in money)
    command = process("dues").command(
        (
            *(Deposit(one.key, one.quantity, capacity=one.capacity, note=note) for one in cells),
            *(operation for one in money for operation in one.operations),
        ),
        (
            due_dropped(due.id),
            *orders.cancelled(
                order.id, "refunded", was=order.status, refund="done" if done else "begun"
            ),
            *(rider for one in money for rider in one.riders),
        ),
        f"cancel-paid/{order.id}",
    )
    return _Made(command, await offers_of_due(booker, due) if cells else NO_OFFERS)
