"""What every answer to a booking on request has in common: who may give it, the hold that takes the
place of the one before, and that of two answers, or of an answer and the end of its time, one wins.

The hold before and after have the same order, so whatever pays, ends or expires orders goes on
knowing nothing of requests.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking import SCHEDULE_PREFIX
from holdfast.booking.bookings import (
    STAY_PREFIX,
    BookedPart,
    Booking,
    BookingStatus,
    NewBooking,
    Taking,
    booking_agreed,
    booking_of,
    cell_lines,
    is_asked,
    takings_of,
)
from holdfast.flows.booking.booker import (
    Booker,
    BookingNotFound,
    found_booking,
)
from holdfast.flows.checkout.asking import seats_of_client
from holdfast.flows.checkout.taxed import session_repriced
from holdfast.flows.checkout.time_taken import ScheduleChanged, time_taken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.offers import NO_OFFERS, Offers
from holdfast.flows.commit.refusals import refuse
from holdfast.kit import Problem, new_id, shop_now
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    ExpectHeld,
    Expired,
    Hold,
    HoldState,
    KeyReused,
    Line,
    Operation,
    Outcome,
    Release,
    Rider,
    Short,
)
from holdfast.orders import Order, OrderChanged, load_items
from holdfast.people import Principal

__all__ = [
    "PAY_WITHIN", "Answered", "Made", "Read", "RequestAnswered", "RequestLapsed", "agreed",
    "answer", "asked_booking", "held_anew", "key_of_answer",
]  # fmt: skip

PAY_WITHIN: Final = timedelta(hours=24)
"""How long what was agreed is held for its money, its own start at most."""
_LEAST: Final = timedelta(minutes=1)
_TRIES: Final = 6
_OFFERED: Final = 3
"""Tries that also hold what comes free for who waits for it."""


class RequestAnswered(Problem):
    """It waits for no such answer any more; ``found`` is what it is."""

    status = 409
    code = "request-answered"
    title = "The request was answered already"


class RequestLapsed(Problem):
    """Nobody answered in time: what was held is free again."""

    status = 409
    code = "request-lapsed"
    title = "The request has lapsed"


class Answered(Struct, frozen=True):
    """What the booking is by the answer, and until when that is held."""

    booking_id: UUID
    status: BookingStatus
    ends_at: datetime | None = None


class Read(Struct, frozen=True):
    """A booking on request as it was read, with its order, what it takes and its hold. ``offers``:
    whether what comes free is to be held for who waits for it."""

    booking: Booking
    order: Order
    takings: tuple[Taking, ...]
    hold: HoldState
    offers: bool


class Made(Struct, frozen=True):
    """What an answer does, and what it comes to; ``plan``: what it takes anew."""

    command: Command
    done: Answered
    plan: NewBooking | None = None


Make: TypeAlias = Callable[[Read], Awaitable[Made]]


async def asked_booking(booker: Booker, principal: Principal, booking_id: UUID) -> Booking:
    """For whoever answers: staff, and whose own time is asked for. Raises
    :class:`BookingNotFound`."""
    booking = await booking_of(booker.database.pool, booking_id)
    if booking is None or not booking.on_request or not await _is_asked(booker, principal, booking):
        raise BookingNotFound("You have no such booking.")
    return booking


async def _is_asked(booker: Booker, principal: Principal, booking: Booking) -> bool:
    if principal.is_staff:
        return True
    if principal.kind != "user" or not principal.is_photographer:
        return False
    return await is_asked(booker.database.pool, booking.id, principal.user_id)


async def answer(
    booker: Booker,
    caller: Caller,
    booking_id: UUID,
    states: tuple[BookingStatus, ...],
    make: Make,
    *,
    own: bool = False,
) -> Answered:
    """Do what ``make`` makes of the booking, if it is in one of the ``states``; ``own``: its client
    answers. Raises a Problem for every refusal; it is then as it was."""
    try:
        for tried in range(_TRIES):
            find = found_booking if own else asked_booking
            booking = await find(booker, caller.principal, booking_id)
            _must_wait(booking, states)
            read = await _read(booker, booking, offers=tried < _OFFERED)
            if read is None:
                continue  # it went on between two reads
            made = await make(read)
            asked = caller.request_key(made.done)
            outcome = await booker.ledger.commit(replace(made.command, request_key=asked))
            if isinstance(outcome, Accepted):
                return made.done
            if isinstance(outcome, AlreadyDone):
                if asked is None:
                    continue  # by another who said the same: look at it as it is
                return stored(await keep(booker.ledger, asked), Answered)
            _must_look_again(outcome, read, made.plan)
    except Problem as refusal:
        return await as_before(booker, caller.key, refusal, Answered)
    raise crowded_out(f"booking {booking_id} takes no answer")


def _must_wait(booking: Booking, states: tuple[BookingStatus, ...]) -> None:
    if booking.is_one_of(states):
        return
    if booking.has_lapsed:
        raise _lapsed()
    raise RequestAnswered(
        "Somebody answered, or took it back, already.", extra={"found": booking.status}
    )


def _lapsed() -> RequestLapsed:
    return RequestLapsed("The time to answer is over, and what was held is free again.")


async def _read(booker: Booker, booking: Booking, *, offers: bool) -> Read | None:
    order = await booker.orders.known(booking.order_id)
    if not order.is_pending:
        return None
    hold = await booker.reader.hold(order.reservation_id)
    if hold is None:
        return None
    takings = (await takings_of(booker.database.pool, [booking.id]))[booking.id]
    return Read(booking, order, tuple(takings), hold, offers)


def _must_look_again(outcome: Outcome, read: Read, plan: NewBooking | None) -> None:
    """Raises the refusal, if it is one."""
    match outcome:
        case Expired():
            raise _lapsed()
        case KeyReused(key=key) if key == key_of_answer(read):
            return  # another answer was quicker
        case Conflict(subject=subject) if subject.startswith((SCHEDULE_PREFIX, STAY_PREFIX)):
            raise ScheduleChanged("The opening hours were changed just now. Try again.")
        case Short(shortages=shortages):
            taken = time_taken(plan, shortages)
            if taken is not None:
                raise taken
            return
        case Conflict():
            return
    raise refuse(outcome)


def key_of_answer(read: Read) -> str:
    """One answer is given to each hold."""
    return f"answer/{read.order.hold_id}"


async def held_anew(
    booker: Booker,
    read: Read,
    order: Order,
    parts: Sequence[BookedPart],
    lines: Sequence[Line],
    lasts: timedelta,
) -> tuple[tuple[Operation, ...], Hold, tuple[Rider, ...], datetime]:
    """What ends the hold before, if its time is not over; the one that takes its place, which the
    ``order`` (at its price by now, which has these ``parts``) has from then on; and its end."""
    after = new_id()
    fact = OrderChanged(after, order.total, order.currency, order.coupon_id)
    session = read.booking.prepaid + order.total - read.order.total
    riders = await session_repriced(
        booker.shop, order, fact, read.booking.service_id, parts, session
    )
    hold = Hold(after, tuple(lines), lasts.total_seconds(), order_ref(order.id))
    before = read.order.reservation_id
    return (ExpectHeld(before), Release(before)), hold, riders, shop_now() + lasts


async def agreed(
    booker: Booker, caller: Caller, read: Read, note: str = "", offers: Offers = NO_OFFERS
) -> Made:
    """It is to be paid, within a day; ``offers``: what comes free by it, held for who waits."""
    booking, order = read.booking, read.order
    items = (await load_items(booker.database.pool, [order.id]))[order.id]
    lines = (*seats_of_client(read.hold), *lines_of(order, items, cell_lines(read.takings)).held)
    lasts = max(min(PAY_WITHIN, booking.starts_at - shop_now()), _LEAST)
    off, hold, rows, ends = await held_anew(booker, read, order, booking.parts, lines, lasts)
    command = caller.command(
        (*off, hold, *offers.operations),
        (
            *rows,
            *booking_agreed(booking, ends, caller.actor, note),
            *offers.riders,
            caller.audited("booking.agreed", booking.id, {"note": note}),
        ),
        key_of_answer(read),
        digest=b"agreed",
    )
    return Made(command, Answered(booking.id, "held", ends))
