"""What was due of a booking was noted by hand as paid, at the desk or by who photographed, and was
not. Staff take that back: it is due again, and nobody is given anything."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import orders
from holdfast.booking import owner_of, resource_of
from holdfast.booking.bookings import (
    Booking,
    BookingDue,
    RestNotPaid,
    SessionCash,
    booking_not_paid,
    cash_of_order,
    cash_taken_back,
    due_for,
    due_not_paid,
    moves_key,
    takings_of,
)
from holdfast.flows.booking.booker import Booker, BookingEnded, found_booking
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered, keep, unless_done_before
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.give_back import left_of, whole_refund
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.people.standing import refuse_oneself
from holdfast.flows.selling.bringing import money_of
from holdfast.kit import Problem
from holdfast.ledger import Accepted, AlreadyDone, Command, Conflict, Deposit, Expect, Operation
from holdfast.orders import Order
from holdfast.payments import Payment
from holdfast.sellers import CASH, Holder, HolderMoney

__all__ = ["RestStands", "rest_not_paid"]

_TRIES: Final = 6


class RestStands(Problem):
    """Nobody noted by hand that it was paid, or something was done with the money since."""

    status = 409
    code = "rest-stands"
    title = "It cannot be taken back"


class _Done(Struct, frozen=True):
    """What a key stands for: that it was done."""

    order_id: UUID


class _Noted(Struct, frozen=True):
    """What was noted: with what who photographed kept of it, and their account before that was
    read."""

    booking: Booking
    due: BookingDue
    order: Order
    paid: Sequence[Payment]
    cash: SessionCash | None
    money: HolderMoney | None


async def rest_not_paid(
    booker: Booker, caller: Caller, booking_id: UUID, order_id: UUID, why: str
) -> None:
    """What the order asked for of the booking was not paid. Once, however often the caller's key is
    sent. Raises :class:`~holdfast.flows.booking.booker.BookingNotFound`,
    :class:`~holdfast.flows.booking.booker.BookingEnded` of one that is off, :class:`RestStands`,
    :class:`~holdfast.flows.people.standing.OwnStanding` of whose work is narrowed and who kept the
    cash, and the problems of the ledger."""
    if caller.key is not None and await answered(booker, caller.key) is not None:
        return
    try:
        for _ in range(_TRIES):
            noted = await _found(booker, caller, booking_id, order_id)
            outcome = await booker.ledger.commit(await _command(booker, caller, noted, why))
            match outcome:
                case Accepted():
                    return
                case AlreadyDone():
                    asked = caller.request_key(_Done(order_id))
                    if asked is not None:  # by its key, or by another's
                        await keep(booker.ledger, asked)
                    return
                case Conflict():
                    continue  # something of it moved at this very moment: look again
            raise refuse(outcome)
        raise crowded_out(f"the rest of booking {booking_id} is not taken back")
    except Problem as problem:
        await unless_done_before(booker, caller.key, problem)


async def _found(booker: Booker, caller: Caller, booking_id: UUID, order_id: UUID) -> _Noted:
    booking = await found_booking(booker, caller.principal, booking_id)
    due = await due_for(booker.database.pool, order_id)
    if due is None or due.booking_id != booking.id or due.for_move or not due.is_settled:
        raise RestStands("This order pays nothing of the booking, or counts no more.",
                         field="orderId")  # fmt: skip
    if booking.is_cancelled:
        raise BookingEnded(
            "The booking is off: what was kept of its money is settled.",
            extra={"found": booking.status},
        )
    cash = await cash_of_order(booker.database.pool, order_id)
    money = None
    if cash is not None:  # the account before its row, which says what stands on it
        holder = Holder("resource", cash.resource_id)
        money = await money_of(booker.reader, holder, cash.currency)
        cash = await cash_of_order(booker.database.pool, order_id)
        await _must_be_anothers(booker, caller, cash)
    order = await booker.orders.known(order_id)
    paid = paid_with(order, await booker.payments.of_order(order_id))
    await _must_be_as_noted(booker, order, paid)
    return _Noted(booking, due, order, paid, cash, money)


async def _must_be_anothers(booker: Booker, caller: Caller, cash: SessionCash | None) -> None:
    pool = booker.database.pool
    resource = None if cash is None else await resource_of(pool, cash.resource_id)
    owner = None if resource is None else await owner_of(pool, resource)
    refuse_oneself(caller.principal, () if owner is None else (owner,))


async def _must_be_as_noted(booker: Booker, order: Order, paid: Sequence[Payment]) -> None:
    if not order.is_paid:
        raise RestStands("Its order is completed: it was noted long ago. Refund it instead.")
    if not all(one.by_hand for one in paid):
        raise RestStands("Some of it was not paid by hand. Refund it instead.")
    if await left_of(booker, paid) < sum(one.amount for one in paid):
        raise RestStands("Some of it was given back already. Refund what is left.")


async def _command(booker: Booker, caller: Caller, noted: _Noted, why: str) -> Command:
    booking, due, order = noted.booking, noted.due, noted.order
    had = tuple((await takings_of(booker.database.pool, [booking.id]))[booking.id])
    backs = [await whole_refund(booker, order, one, by_staff=True) for one in noted.paid]
    prepaid = booking.prepaid - due.amount  # all of it is there: nothing of it was given back
    fact = RestNotPaid(order.id, due.amount, prepaid, order.currency, caller.actor)
    said = {"amount": due.amount, "currency": order.currency, "reason": why}
    return caller.command(
        (
            Expect(moves_key(booking.id), booking.moves),
            Deposit(moves_key(booking.id), 1),
            *(operation for one in backs for operation in one.operations),
            *_account(noted),
        ),
        (
            *booking_not_paid(booking, had, fact),
            due_not_paid(due.id),
            *orders.cancelled(
                order.id, "refunded", was=order.status, refund="done", staff=caller.actor, note=why
            ),
            *(rider for one in backs for rider in one.riders),
            *(() if noted.cash is None else (cash_taken_back(noted.cash),)),
            caller.audited("booking.rest-not-paid", booking.id, said),
        ),
        f"cancel-paid/{order.id}",
        request_key=caller.request_key(_Done(order.id)),
    )


def _account(noted: _Noted) -> tuple[Operation, ...]:
    """Of who kept it in cash: what their account has less by it comes back."""
    cash, money = noted.cash, noted.money
    if cash is None or money is None or not cash.is_counted:
        return ()
    return money.brought((cash.amount, f"{CASH}{cash.booking_id}"))
