"""Cancelling a booking: its time is free again, and its policy says what of the money goes back.

One entry for everybody: what is kept and what goes back is worked out here alone, and shown before
anything is done.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders
from holdfast.booking.bookings import (
    Booking,
    BookingCancelled,
    Cause,
    EndReason,
    booking_cancelled,
    free_until,
    keeps_fees,
    percent_kept,
    settled,
    takings_of,
)
from holdfast.flows.booking.booker import BookingEnded, found_booking
from holdfast.flows.booking.own_calendar import own_session
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.refusals import NotAgreed, refuse
from holdfast.flows.ending.cancel import drop_open_dues, unpaid_off
from holdfast.flows.ending.coming_back import cells_back, units_back, units_home
from holdfast.flows.ending.firsts import offers_of, offers_of_order, stock_back
from holdfast.flows.ending.funds import Fund, frozen_in, funds_of, left_in, of_session, returned
from holdfast.flows.payments.give_back import disputed, full_wallet, whole_refund
from holdfast.flows.people.standing import refuse_own
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Expired,
    Operation,
    Rider,
    Short,
)
from holdfast.orders import Order
from holdfast.people import Principal

__all__ = [
    "BookingCalledOff", "Cancellation", "CancellationChanged", "OnlyStaffSay", "TooLateToCancel",
    "cancel_booking", "cancellation_of", "may_cancel",
]  # fmt: skip

_TRIES: Final = 6
_OFFERED: Final = 3
"""Tries that also hold it for who waits for it."""
_BECAUSE: Final[dict[Cause, EndReason]] = {
    "client": "client",
    "weather": "weather",
    "studio": "studio",
    "photographer": "photographer",
}


class CancellationChanged(Problem):
    """Less goes back by now than was shown; ``refund`` is what does."""

    status = 409
    code = "cancellation-changed"
    title = "Cancelling costs something else by now"


class OnlyStaffSay(Problem):
    """Whether weather or the studio is why, the studio says."""

    status = 403
    code = "only-staff-say"
    title = "Only the studio can say so"


class TooLateToCancel(Problem):
    """It has begun: what comes of it from then on, the studio says."""

    status = 409
    code = "too-late-to-cancel"
    title = "It is too late to cancel the booking"


class Cancellation(Struct, frozen=True):
    """What cancelling would come to now: ``percent`` of the price is kept of what was ``paid``;
    ``free_until`` is when it begins to cost something."""

    cause: Cause
    percent: int
    paid: int
    penalty: int
    refund: int
    currency: str
    free_until: datetime | None


class BookingCalledOff(Struct, frozen=True):
    """How it was cancelled."""

    booking_id: UUID
    penalty: int
    refund: int
    currency: str


async def cancellation_of(
    settler: Settler,
    principal: Principal | None,
    booking_id: UUID,
    cause: Cause = "client",
    *,
    own: bool = False,
) -> Cancellation:
    """What cancelling would come to now; ``own``: a session of who asks, whom it takes. Raises
    :class:`BookingNotFound`, :class:`BookingEnded` and :class:`TooLateToCancel`."""
    booking = await _found(settler, principal, booking_id, own=own)
    return await _reckoned(settler, booking, cause, await funds_of(settler, booking))


async def cancel_booking(
    settler: Settler,
    caller: Caller,
    booking_id: UUID,
    *,
    cause: Cause = "client",
    why: str = "",
    expected: int | None = None,
    together: bool = False,
    own: bool = False,
) -> BookingCalledOff:
    """Cancel the caller's booking, or any for staff; ``own``: one that takes the caller, who cannot
    make it. ``expected`` is the refund that was shown: should less go back by now, nothing is done.
    ``together``: with others of its series. Raises a Problem for every refusal."""
    try:
        theirs = caller.principal.is_staff or (own and cause == "photographer")
        if cause != "client" and not theirs:
            raise OnlyStaffSay("Ask the studio: it can say that it is not your fault.")
        for tried in range(_TRIES):
            booking = await _found(settler, caller.principal, booking_id, own=own)
            if cause != "client":
                refuse_own(caller.principal, [booking.user_id])
            offer = tried < _OFFERED
            done = await _step(
                settler, caller, booking, cause, why, expected, offer=offer, together=together
            )
            if done is not None:
                await drop_open_dues(settler, booking_id)
                return done
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, BookingCalledOff)
    raise crowded_out(f"booking {booking_id} does not cancel")


async def _found(
    settler: Settler, principal: Principal | None, booking_id: UUID, *, own: bool
) -> Booking:
    """That may be cancelled by who asks."""
    if own:
        booking = await own_session(settler, principal, booking_id)
        _may_cancel_own(booking)
    else:
        booking = await found_booking(settler, principal, booking_id)
        may_cancel(booking, principal)
    return booking


def _may_cancel_own(booking: Booking) -> None:
    """Who is booked cancels until its client is there; what is asked for is declined instead."""
    if not booking.stands:
        raise BookingEnded("The booking has ended already.", extra={"found": booking.status})
    if booking.is_asked:
        raise NotAgreed("It waits for an answer: decline it instead.")
    if not (booking.is_held or booking.is_confirmed):
        raise TooLateToCancel("Its client is there already. Ask the shop.")


def may_cancel(booking: Booking, who: Principal | None) -> None:
    """Raises the refusal, if it cannot be cancelled by who asks: its client until it begins."""
    if not booking.stands:
        raise BookingEnded("The booking has ended already.", extra={"found": booking.status})
    if who is not None and not who.is_staff and not booking.is_clients_to_cancel:
        raise TooLateToCancel("It has begun. Ask the studio.")


async def _step(
    settler: Settler,
    caller: Caller,
    booking: Booking,
    cause: Cause,
    why: str,
    expected: int | None,
    *,
    offer: bool,
    together: bool,
) -> BookingCalledOff | None:
    """One try by the booking as read; None when it had changed meanwhile."""
    order = await settler.orders.known(booking.order_id)
    if not (order.is_pending if booking.is_unpaid else order.is_sold):
        return None  # between two reads it went on
    if booking.is_unpaid:
        done = BookingCalledOff(booking.id, 0, 0, booking.currency)
        own: EndReason | None = "photographer" if cause == "photographer" else None
        command = await unpaid_off(settler, caller, order, _staff(caller, order, why), own)
        if offer:
            command = (await offers_of_order(settler, order.id, booking.id)).added_to(command)
        return await _committed(settler, caller, command, done)
    funds = await funds_of(settler, booking)
    found = await _reckoned(settler, booking, cause, funds)
    if found.refund > left_in(funds):
        raise disputed(extra={"refundable": left_in(funds)})
    if expected is not None and found.refund < expected:
        raise _changed(found)
    done = BookingCalledOff(booking.id, found.penalty, found.refund, booking.currency)
    command = await _command(settler, caller, booking, funds, found, why, together=together)
    if offer:
        freed = (await takings_of(settler.database.pool, [booking.id]))[booking.id]
        goods = stock_back(command.operations)
        command = (await offers_of(settler, freed, goods=goods)).added_to(command)
    return await _committed(settler, caller, command, done)


async def _committed(
    settler: Settler, caller: Caller, command: Command, done: BookingCalledOff
) -> BookingCalledOff | None:
    """None, if it was paid, moved or off at this very moment."""
    asked = caller.request_key(done)
    outcome = await settler.ledger.commit(replace(command, request_key=asked))
    match outcome:
        case Accepted():
            return done
        case AlreadyDone():
            # By this request before, or by another's that was quicker: then it has ended.
            return None if asked is None else stored(await keep(settler.ledger, asked), type(done))
        case Conflict(found="full"):
            raise full_wallet(outcome) or refuse(outcome)
        case Conflict() | Expired() | Short():
            return None
    raise refuse(outcome)


def _staff(caller: Caller, order: Order, why: str) -> str | None:
    return None if caller.actor == order.owner else why


async def _reckoned(
    settler: Settler, booking: Booking, cause: Cause, funds: Sequence[Fund]
) -> Cancellation:
    """With what a bank has until it decides: that is the shop's until it is lost."""
    frozen = await frozen_in(settler, funds)
    policy, now, left = booking.policy, shop_now(), left_in(funds) + frozen
    percent = percent_kept(policy, booking.starts_at, now, cause)
    fees = booking.move_fees if keeps_fees(cause) else 0
    found = settled(percent, booking.price, min(of_session(funds, frozen), booking.prepaid), fees)
    return Cancellation(
        cause,
        percent,
        left,
        found.penalty,
        left - found.penalty,
        booking.currency,
        free_until(policy, booking.starts_at),
    )


def _changed(found: Cancellation) -> CancellationChanged:
    refund = Money(found.refund, found.currency)
    return CancellationChanged(
        say("By now {refund} would come back. Nothing was cancelled.", refund=refund),
        extra={"refund": found.refund, "penalty": found.penalty},
    )


async def _command(
    settler: Settler,
    caller: Caller,
    booking: Booking,
    funds: Sequence[Fund],
    found: Cancellation,
    why: str,
    *,
    together: bool,
) -> Command:
    """Time, money, booking and orders. An order of which something is kept is completed by it:
    there is nothing more to come."""
    own, *later = funds
    order = own.order
    by_staff = caller.actor != booking.user_id
    staff = caller.actor if by_staff else None
    handed = by_staff and caller.principal.is_staff
    back: Sequence[Operation] = ()
    home: Sequence[Rider] = ()
    cells = await cells_back(settler.database.pool, booking)
    if found.penalty or order.is_completed:
        if not order.is_completed:
            back, home = await units_home(settler, order)
        completed = orders.completed(order.id) if order.is_paid else (orders.money_moved(order),)
        money = await returned(settler, funds, found.refund, by_staff=handed, own=completed)
        key = f"cancel-booking/{booking.id}"
    else:
        back = await units_back(settler, order)
        shares = [await whole_refund(settler, order, one, by_staff=handed) for one in own.paid]
        refund: orders.Refund = "done" if all(one.done for one in shares) else "begun"
        off = orders.cancelled(
            order.id, "refunded", was=order.status, refund=refund, staff=staff, note=why
        )
        rest = await returned(settler, later, left_in(later), by_staff=handed)
        money = rest.joined(shares, off)
        key = f"cancel-paid/{order.id}"
    fact = BookingCancelled(
        order.id, _BECAUSE[found.cause], found.penalty, found.refund, staff, together
    )
    said = {"cause": found.cause, "penalty": found.penalty, "refund": found.refund, "reason": why}
    return caller.command(
        (*back, *cells, *money.operations),
        (
            *booking_cancelled(booking.id, fact, why),
            *money.riders,
            *home,
            *((caller.audited("booking.cancelled", booking.id, said),) if by_staff else ()),
        ),
        key,
    )
