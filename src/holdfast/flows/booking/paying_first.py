"""What is paid first of a booking whose service asks for a deposit: that, or all of it. Its client
chooses when the time is held, and may change their mind until something is paid."""

from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import (
    Booking,
    NewBooking,
    Pay,
    booking_paid_more,
    takings_of,
)
from holdfast.flows.booking.booker import (
    Booker,
    BookingEnded,
    found_booking,
)
from holdfast.flows.booking.held_again import held_again
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.refusals import NotAgreed, ReservationExpired, refuse
from holdfast.kit import Problem
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expired, KeyReused

__all__ = ["NothingToChoose", "as_chosen", "as_wanted", "pay_first"]

_TRIES: Final = 6


class NothingToChoose(Problem):
    """All of it is paid first, or nothing: its service, or the studio, says so."""

    status = 409
    code = "nothing-to-choose"
    title = "There is nothing to choose"


def as_wanted(new: NewBooking, pay: Pay | None) -> NewBooking:
    """With what its client wants to pay first; if they do not say, what its service asks for.
    Raises :class:`NothingToChoose` for what is not to be had."""
    if pay is None:
        return new
    if new.deposit is None and (pay == "deposit" or new.prepaid < new.price):
        raise _nothing_to_choose(new)
    return new.paid(pay)


def as_chosen(booking: Booking, new: NewBooking) -> NewBooking:
    """The booking as it is to be, with what its client chose before."""
    if booking.deposit is not None:
        return new.paid(booking.pay)
    prepaid = new.price if booking.prepaid == booking.price else new.prepaid
    return replace(new, prepaid=prepaid, deposit=None)


def _nothing_to_choose(one: NewBooking | Booking) -> NothingToChoose:
    all_of_it = one.prepaid == one.price
    return NothingToChoose(
        "All of it is to be paid: no deposit is enough."
        if all_of_it
        else "It is paid when it comes.",
        field="pay",
    )


async def pay_first(booker: Booker, caller: Caller, booking_id: UUID, pay: Pay) -> Placed:
    """The caller's booking, or any for staff, that waits for its money: it is to be paid so, until
    when it would have been. Raises a Problem for every refusal; it is then as it was."""
    try:
        for _ in range(_TRIES):
            booking = await found_booking(booker, caller.principal, booking_id)
            _must_wait(booking)
            done = await _step(booker, caller, booking, pay)
            if done is not None:
                return done
    except Problem as refusal:
        return await as_before(booker, caller.key, refusal, Placed)
    raise crowded_out(f"booking {booking_id} is not to be paid otherwise")


def _must_wait(booking: Booking) -> None:
    if booking.is_asked:
        raise NotAgreed("It is on request: nothing is paid before the other side agrees.")
    if not booking.is_held:
        raise BookingEnded("It is paid already, or it is off.", extra={"found": booking.status})
    if booking.deposit is None:
        raise _nothing_to_choose(booking)


async def _step(booker: Booker, caller: Caller, booking: Booking, pay: Pay) -> Placed | None:
    """One try by the booking as read; None when it had changed meanwhile."""
    order = await booker.orders.known(booking.order_id)
    if not order.is_pending:
        return None  # between two reads it went on
    if booking.pay == pay:
        as_it_is = Placed(order.id, order.number, order.reservation_id, booking_id=booking.id)
        asked = caller.request_key(as_it_is)
        return as_it_is if asked is None else stored(await keep(booker.ledger, asked), Placed)
    assert booking.deposit is not None
    prepaid = booking.price if pay == "all" else booking.deposit
    takings = tuple((await takings_of(booker.database.pool, [booking.id]))[booking.id])
    again = await held_again(booker, caller, booking, order, takings, booking.parts, prepaid)
    placed = Placed(order.id, order.number, again.hold.hold_id, booking_id=booking.id)
    asked = caller.request_key(placed)
    outcome = await booker.ledger.commit(
        caller.command(
            (*again.off, again.hold),
            (*again.riders, *booking_paid_more(booking, takings, prepaid)),
            f"move/{booking.id}/{booking.moves}",
            digest=again.hold.hold_id.bytes,
            request_key=asked,
        )
    )
    match outcome:
        case Accepted():
            return placed
        case AlreadyDone():
            return None if asked is None else stored(await keep(booker.ledger, asked), Placed)
        case Conflict() | KeyReused():
            return None
        case Expired():
            raise ReservationExpired("The reservation has expired. Nothing was changed.")
    raise refuse(outcome)
