"""The life of a booking: every move it can make, as riders, with the fact the move makes true.

The legal ones stand in ``BOOKING_STATES``. What pays for it is an order: whoever moves that one
moves the booking in the same command.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import msgspec

from holdfast.booking.bookings.booking import (
    BookedPart,
    Booking,
    BookingStatus,
    NewBooking,
)
from holdfast.booking.bookings.facts import (
    BookingCancelled,
    BookingChanged,
    BookingComing,
    BookingCompleted,
    BookingConfirmed,
    BookingHeld,
    BookingMissed,
    BookingMoved,
    BookingPaid,
    BookingRequested,
    BookingRestDue,
    BookingStarted,
    RestNotPaid,
)
from holdfast.booking.bookings.tables import BOOKING_RESOURCES, BOOKING_STATES, BOOKINGS
from holdfast.booking.bookings.taking import Taking
from holdfast.booking.bookings.when import When
from holdfast.booking.intake import answers_given
from holdfast.kit import shop_now
from holdfast.kit.positions import Position
from holdfast.ledger import NOW, Insert, Rider, Transition, tell

Ahead: TypeAlias = Literal[1440, 60]
"""Minutes before it begins at which its client is reminded."""
TOLD_AHEAD: Final[Mapping[Ahead, str]] = {1440: "day_told_of", 60: "hour_told_of"}
"""The column of the start that was told so long before."""
_STANDING: Final = ("requested", "countered", "held", "confirmed", "in_progress")


def _move(
    booking_id: UUID, was: tuple[BookingStatus, ...], to: BookingStatus, **also: object
) -> Transition:
    return Transition(BOOKING_STATES, booking_id, was, to, tuple(also.items()))


def booking_held(new: NewBooking, number: str, owner: str, order_id: UUID) -> tuple[Rider, ...]:
    """New, with what it takes; one that is on request waits for an answer."""
    when, by = new.when, new.made_by or owner
    waits = new.waits_for_answer
    answer_by = None if waits is None else shop_now() + waits
    row = (
        new.id,
        number,
        owner,
        order_id,
        new.service_id,
        new.service_name,
        when.starts_at,
        when.ends_at,
        when.zone,
        when.wall_start,
        when.zone_data,
        new.price,
        new.prepaid,
        msgspec.json.encode(new.policy).decode(),
        new.currency,
        new.people,
        new.note,
        by,
        msgspec.json.encode(new.parts).decode(),
        "held" if answer_by is None else "requested",
        new.answer_minutes,
        answer_by,
        new.deposit,
        None if new.at is None else new.at.latitude,
        None if new.at is None else new.at.longitude,
    )
    rows = (
        Insert(BOOKINGS, (row,)),
        taking_rows(new.id, 0, new.takings),
        *answers_given(new.id, new.answers, by),
    )
    if answer_by is not None:
        return *rows, tell(_requested(new, number, owner, order_id, answer_by), new.id)
    fact = BookingHeld(
        order_id,
        owner,
        new.service_name,
        when.starts_at,
        when.zone,
        new.price,
        new.currency,
    )
    return *rows, tell(fact, new.id)


def _requested(
    new: NewBooking, number: str, owner: str, order_id: UUID, answer_by: datetime
) -> BookingRequested:
    return BookingRequested(
        order_id,
        number,
        owner,
        new.service_name,
        new.when.starts_at,
        new.when.ends_at,
        new.when.zone,
        new.price,
        new.currency,
        [one.resource_id for one in new.takings],
        answer_by,
        new.note,
    )


def taking_rows(booking_id: UUID, move: int, takings: tuple[Taking, ...]) -> Insert:
    """What it takes since that move."""
    rows = tuple(
        (
            booking_id,
            move,
            one.resource_id,
            one.role,
            one.name,
            one.starts_at,
            one.ends_at,
            one.cell_minutes,
            one.seats,
            one.capacity,
            one.schedule_version,
            one.zone,
            one.studio_id,
            one.studio_version,
            one.studio_cell,
            one.studio_zone,
            one.whole,
        )
        for one in takings
    )
    return Insert(BOOKING_RESOURCES, rows)


def booking_confirmed(
    booking_id: UUID, order_id: UUID, *, rescued: bool = False, by: str | None = None
) -> tuple[Rider, ...]:
    """Paid; ``rescued``: too late, but its time was still free. ``by``: whose act it is."""
    was: tuple[BookingStatus, ...] = ("held", "cancelled") if rescued else ("held",)
    move = _move(booking_id, was, "confirmed", confirmed_at=NOW, reason=None, ended_at=None)
    return move, tell(BookingConfirmed(order_id, rescued, by), booking_id)


def booking_cancelled(
    booking_id: UUID, fact: BookingCancelled, note: str = ""
) -> tuple[Rider, ...]:
    """Off, whatever it was before that can be called off."""
    move = Transition(
        BOOKING_STATES,
        booking_id,
        _STANDING,
        "cancelled",
        (
            ("reason", fact.reason),
            ("penalty", fact.penalty),
            ("note_of_end", note or None),
            ("answer_by", None),
            ("asked", None),
            ("kept", False),
            ("ended_at", NOW),
        ),
    )
    return move, tell(fact, booking_id)


def booking_rescheduled(
    booking: Booking,
    when: When,
    takings: tuple[Taking, ...],
    price: int,
    prepaid: int,
    by: str,
    move_fees: int = 0,
    parts: tuple[BookedPart, ...] = (),
    deposit: int | None = None,
    at: Position | None = None,
    people: int | None = None,
) -> tuple[Rider, ...]:
    """The same booking at another time, or with others; a visit with its parts as they are then;
    ``at`` a place of its client's, if it is told; ``people``: how many come, None: as many.
    What staff move does not count against how often its client may."""
    come = booking.people if people is None else people
    stays = booking.only_people(when, come)
    visit = {"parts": msgspec.json.encode(parts).decode()} if parts else {}
    held = {"deposit": deposit} if booking.is_held else {}
    there = {} if at is None else {"latitude": at.latitude, "longitude": at.longitude}
    by_hand, of_length = booking.by_hand_at(when)
    own = by == booking.user_id and not booking.is_held and not stays
    move = _move(
        booking.id,
        (booking.status,),
        booking.status,
        moves=booking.moves + 1,
        client_moves=booking.client_moves + own,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        zone=when.zone,
        wall_start=when.wall_start,
        zone_data=when.zone_data,
        price=price,
        prepaid=prepaid,
        move_fees=move_fees,
        people=come,
        by_hand=by_hand,
        by_hand_length=of_length,
        **held,
        **visit,
        **there,
    )
    fact = BookingMoved(
        booking.starts_at,
        when.starts_at,
        when.zone,
        [one.resource_id for one in takings],
        price,
        by,
        max(move_fees - booking.move_fees, 0),
        come if stays else 0,
    )
    return move, taking_rows(booking.id, booking.moves + 1, takings), tell(fact, booking.id)


def booking_changed(
    booking: Booking,
    fact: BookingChanged,
    takings: tuple[Taking, ...],
    prepaid: int,
    more_by_hand: int,
    note: str,
) -> tuple[Rider, ...]:
    """Longer, shorter, at another price; it begins when it did, with the same. ``more_by_hand``:
    what staff make of its price beside what the list has more for it. What they give or take with
    minutes goes with those."""
    of_length = more_by_hand if fact.ends_at != booking.ends_at else 0
    move = _move(
        booking.id,
        (booking.status,),
        booking.status,
        moves=booking.moves + 1,
        ends_at=fact.ends_at,
        price=fact.price,
        prepaid=prepaid,
        by_hand=booking.by_hand + more_by_hand,
        by_hand_length=booking.by_hand_length + of_length,
        note=note,
    )
    return move, taking_rows(booking.id, booking.moves + 1, takings), tell(fact, booking.id)


def booking_paid_more(
    booking: Booking, takings: tuple[Taking, ...], prepaid: int, amount: int = 0
) -> tuple[Rider, ...]:
    """So much of its rest was paid; without an ``amount``, it is only asked for."""
    move = _move(
        booking.id, (booking.status,), booking.status, moves=booking.moves + 1, prepaid=prepaid
    )
    told = (tell(BookingPaid(amount, prepaid), booking.id),) if amount else ()
    return move, taking_rows(booking.id, booking.moves + 1, takings), *told


def booking_not_paid(
    booking: Booking, takings: tuple[Taking, ...], fact: RestNotPaid
) -> tuple[Rider, ...]:
    """What was noted as paid of its price is due again."""
    lower = booking_paid_more(booking, takings, fact.prepaid)
    return *lower, tell(fact, booking.id)


def booking_rest_told(booking: Booking) -> tuple[Rider, ...]:
    """Its client is reminded of what is due."""
    fact = BookingRestDue(
        booking.user_id,
        booking.service_name,
        booking.starts_at,
        booking.zone,
        booking.price - booking.prepaid,
        booking.currency,
    )
    move = _move(booking.id, (booking.status,), booking.status, rest_told_at=NOW)
    return move, tell(fact, booking.id)


def booking_coming(booking: Booking, minutes: Ahead, *, rest_told: bool) -> tuple[Rider, ...]:
    """Its client is reminded of when it begins, once of each time that it may begin at."""
    fact = BookingComing(
        booking.user_id,
        booking.service_name,
        booking.starts_at,
        booking.zone,
        minutes,
        rest_told,
    )
    told = {TOLD_AHEAD[minutes]: booking.starts_at}
    return _move(booking.id, ("confirmed",), "confirmed", **told), tell(fact, booking.id)


def booking_noted(booking: Booking, fact: BookingChanged, note: str) -> tuple[Rider, ...]:
    """Only its note is another."""
    return _move(booking.id, (booking.status,), booking.status, note=note), tell(fact, booking.id)


def booking_started(booking_id: UUID, late_minutes: int = 0) -> tuple[Rider, ...]:
    """Also of who came after all when nobody waited any more."""
    move = _move(booking_id, ("confirmed", "no_show"), "in_progress", began_at=NOW, ended_at=None)
    return move, tell(BookingStarted(late_minutes), booking_id)


def booking_completed(booking_id: UUID) -> tuple[Rider, ...]:
    """It took place, whether somebody said that it began or not, or even that nobody came."""
    move = _move(booking_id, ("confirmed", "in_progress", "no_show"), "completed", ended_at=NOW)
    return move, tell(BookingCompleted(), booking_id)


def booking_missed(booking_id: UUID) -> tuple[Rider, ...]:
    """Nobody came."""
    move = _move(booking_id, ("confirmed",), "no_show", ended_at=NOW)
    return move, tell(BookingMissed(), booking_id)
