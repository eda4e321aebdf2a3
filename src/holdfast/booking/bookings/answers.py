"""The life of a booking that is on request, before it can be paid: what the answers to it make of
it, as riders."""

from datetime import datetime
from typing import Final

import msgspec

from holdfast.booking.bookings.booking import AskedTime, Booking, NewBooking
from holdfast.booking.bookings.facts import BookingAgreed, BookingAskedAgain, BookingCountered
from holdfast.booking.bookings.life import taking_rows
from holdfast.booking.bookings.tables import BOOKING_STATES
from holdfast.ledger import Rider, Transition, tell

_NOTHING_ASKED: Final = (("asked", None), ("kept", False))


def booking_agreed(booking: Booking, pay_by: datetime, by: str, note: str) -> tuple[Rider, ...]:
    """Both sides want it: it is to be paid."""
    also = (("answer_by", None), ("answer_note", note or booking.answer_note), *_NOTHING_ASKED)
    move = Transition(BOOKING_STATES, booking.id, (booking.status,), "held", also)
    fact = BookingAgreed(
        booking.order_id,
        booking.user_id,
        booking.service_name,
        booking.starts_at,
        booking.zone,
        booking.prepaid,
        booking.currency,
        pay_by,
        by,
        note,
    )
    return move, tell(fact, booking.id)


def booking_countered(
    booking: Booking,
    asked: AskedTime,
    plan: NewBooking,
    answer_by: datetime,
    by: str,
    note: str,
    *,
    kept: bool,
) -> tuple[Rider, ...]:
    """It is to be at the time of the ``plan``, if its client wants it so; ``kept``: what was asked
    for is held as well."""
    also = (
        *_times(booking.moves + 1, plan),
        ("answer_by", answer_by),
        ("asked", msgspec.json.encode(asked).decode()),
        ("kept", kept),
        ("answer_note", note),
    )
    move = Transition(BOOKING_STATES, booking.id, ("requested",), "countered", also)
    fact = BookingCountered(
        booking.user_id,
        booking.service_name,
        booking.starts_at,
        plan.when.starts_at,
        plan.when.zone,
        plan.price,
        booking.currency,
        answer_by,
        kept,
        by,
        note,
    )
    return move, taking_rows(booking.id, booking.moves + 1, plan.takings), tell(fact, booking.id)


def booking_asked_again(booking: Booking, answer_by: datetime) -> tuple[Rider, ...]:
    """Its client does not want the other time, and what was asked for was kept."""
    asked = booking.asked
    also = (*_times(booking.moves + 1, asked), ("answer_by", answer_by), *_NOTHING_ASKED)
    move = Transition(BOOKING_STATES, booking.id, ("countered",), "requested", also)
    fact = BookingAskedAgain(
        booking.user_id,
        booking.service_name,
        booking.starts_at,
        asked.when.starts_at,
        asked.when.zone,
        answer_by,
    )
    return move, taking_rows(booking.id, booking.moves + 1, asked.takings), tell(fact, booking.id)


def _times(moves: int, to: NewBooking | AskedTime) -> tuple[tuple[str, object], ...]:
    """What it is then; a visit with its parts as they are then."""
    parts = (("parts", msgspec.json.encode(to.parts).decode()),) if to.parts else ()
    return (
        *parts,
        ("moves", moves),
        ("starts_at", to.when.starts_at),
        ("ends_at", to.when.ends_at),
        ("zone", to.when.zone),
        ("wall_start", to.when.wall_start),
        ("zone_data", to.when.zone_data),
        ("price", to.price),
        ("prepaid", to.prepaid),
        ("deposit", to.deposit),
    )
