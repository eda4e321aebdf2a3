"""What staff change of a booking by hand, with a reason: it ends later or earlier, if its cells are
free, costs something else, is noted otherwise. All of it is audited, none of it past the ledger.

What becomes dearer is due at the studio; what was paid too much goes back. What the price is by
hand beside the list stays with the booking, wherever it is moved.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import (
    MAX_SESSION,
    Booking,
    BookingChanged,
    Taking,
    booking_changed,
    booking_noted,
    cell_lines,
    moves_key,
    takings_of,
)
from holdfast.flows.booking.booker import Booker, BookingEnded, BookingMove, found_booking
from holdfast.flows.booking.listed import more_by_hand
from holdfast.flows.checkout.at_once import is_too_long
from holdfast.flows.checkout.time_taken import short_of, too_late
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.refusals import NotPaid, refuse
from holdfast.flows.commit.ways import Ways, raised, ways_of_takings
from holdfast.flows.ending.coming_back import cells_back
from holdfast.flows.ending.firsts import offers_of
from holdfast.flows.ending.funds import funds_of, returned, too_much_paid
from holdfast.flows.payments.give_back import full_wallet
from holdfast.kit import Problem, new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    KeyReused,
    Outcome,
    Rider,
    Short,
    Withdraw,
)

__all__ = ["Adjustment", "BadEnd", "adjust_booking"]

_TRIES: Final = 6
_OFFERED: Final = 3  # tries that also hold what comes free for who waits
_STEP: Final = timedelta(minutes=5)


class BadEnd(Problem):
    """It ends after it begins, at a whole five minutes, and not in months."""

    status = 422
    code = "end-invalid"
    title = "It cannot end then"


class Adjustment(Struct, frozen=True):
    """What is to be another; what is None stays. ``reason``: why, as the audit log has it."""

    reason: str
    ends_at: datetime | None = None
    price: int | None = None
    note: str | None = None

    @property
    def only_noted(self) -> bool:
        return self.ends_at is None and self.price is None


async def adjust_booking(
    booker: Booker, caller: Caller, booking_id: UUID, asked: Adjustment
) -> BookingMove:
    """For staff. Raises a Problem for every refusal; it is then as it was."""
    try:
        for tried in range(_TRIES):
            booking = await found_booking(booker, caller.principal, booking_id)
            _must_be_open(booking, asked)
            done = await _step(booker, caller, booking, asked, offer=tried < _OFFERED)
            if done is not None:
                return done
    except Problem as refusal:
        return await as_before(booker, caller.key, refusal, BookingMove)
    raise crowded_out(f"booking {booking_id} does not change")


def _must_be_open(booking: Booking, asked: Adjustment) -> None:
    if asked.only_noted:
        return
    if booking.is_unpaid:
        raise NotPaid("The booking is not paid yet. Move it instead.")
    over = booking.is_completed and asked.ends_at is None
    if not (booking.is_paid or over):
        raise BookingEnded("The booking has ended already.", extra={"found": booking.status})
    ends = asked.ends_at
    if ends is None:
        return
    start = booking.starts_at
    if not start < ends <= start + MAX_SESSION or (ends - start) % _STEP:
        raise BadEnd("It ends after it begins, after whole five minutes.", field="end")


async def _step(
    booker: Booker, caller: Caller, booking: Booking, asked: Adjustment, *, offer: bool
) -> BookingMove | None:
    """One try by the booking as read; None if it had changed meanwhile."""
    funds = await funds_of(booker, booking)
    price = booking.price if asked.price is None else asked.price
    prepaid = min(booking.prepaid, price)
    back = await too_much_paid(booker, funds, booking.prepaid - prepaid)
    done = BookingMove(booking.id, price, back, booking.currency)
    had = (await takings_of(booker.database.pool, [booking.id]))[booking.id]
    takings = _longer(had, booking, asked)
    fact = BookingChanged(asked.ends_at or booking.ends_at, price, back, asked.reason, caller.actor)
    if asked.only_noted:
        riders = booking_noted(booking, fact, _note(booking, asked))
        command = caller.command(
            (), (*riders, _audited(caller, booking, asked)), f"note/{new_id()}"
        )
    else:
        there = await _ways_on(booker, booking, asked, takings)
        money = await returned(booker, funds, back, by_staff=caller.principal.is_staff)
        more = await more_by_hand(booker.database.pool, booking, had, fact.ends_at, asked.price)
        moved = booking_changed(booking, fact, takings, prepaid, more, _note(booking, asked))
        command = caller.command(
            (
                *await cells_back(booker.database.pool, booking),
                Deposit(moves_key(booking.id), 1),
                *raised(there.guards),
                *_taken(booking, takings),
                *money.operations,
            ),
            (
                *moved,
                *money.riders,
                _audited(caller, booking, asked),
            ),
            f"move/{booking.id}/{booking.moves}",
            digest=repr(asked).encode(),
        )
        if offer and asked.ends_at is not None and asked.ends_at < booking.ends_at:
            command = (await offers_of(booker, had, takings)).added_to(command)
    return await _made(booker, caller, command, takings, done)


async def _ways_on(
    booker: Booker, booking: Booking, asked: Adjustment, takings: Sequence[Taking]
) -> Ways:
    """Of one that ends later: whoever goes on to another place has to get there. Raises
    :class:`TimeTaken`."""
    if asked.ends_at is None or asked.ends_at <= booking.ends_at:
        return Ways()
    there = await ways_of_takings(booker, booker.travelling, booking.id, takings, booking.at)
    if there.late:
        raise too_late(there.late, "end")
    return there


def _longer(takings: list[Taking], booking: Booking, asked: Adjustment) -> tuple[Taking, ...]:
    """The same, until the other end. Raises :class:`BadEnd`, if that is too long for them."""
    more = timedelta() if asked.ends_at is None else asked.ends_at - booking.ends_at
    found = tuple(replace(one, ends_at=one.ends_at + more) for one in takings)
    if more > timedelta() and is_too_long(found):
        raise BadEnd("With so many who serve it, it is too long to be booked at once.", field="end")
    return found


def _taken(booking: Booking, takings: tuple[Taking, ...]) -> tuple[Withdraw, ...]:
    note = f"booking/{booking.id} changed"
    return tuple(
        Withdraw(line.key, line.quantity, capacity=line.capacity, note=note)
        for line in cell_lines(takings)
    )


def _note(booking: Booking, asked: Adjustment) -> str:
    return booking.note if asked.note is None else asked.note


def _audited(caller: Caller, booking: Booking, asked: Adjustment) -> Rider:
    before = {"endsAt": booking.ends_at, "price": booking.price, "note": booking.note}
    after = {"endsAt": asked.ends_at, "price": asked.price, "note": asked.note}
    changed = {key: one for key, one in after.items() if one is not None}
    told = {
        "reason": asked.reason,
        "before": {key: before[key] for key in changed},
        "after": changed,
    }
    return caller.audited("booking.changed", booking.id, told)


async def _made(
    booker: Booker,
    caller: Caller,
    command: Command,
    takings: tuple[Taking, ...],
    done: BookingMove,
) -> BookingMove | None:
    asked = caller.request_key(done)
    outcome: Outcome = await booker.ledger.commit(replace(command, request_key=asked))
    match outcome:
        case Accepted():
            return done
        case AlreadyDone():
            return None if asked is None else stored(await keep(booker.ledger, asked), BookingMove)
        case Short(shortages=shortages):
            taken = short_of(takings, shortages, "end")
            if taken is None:
                return None
            raise taken
        case KeyReused(key=key) if key == command.key:
            return None  # another change was quicker
        case Conflict(found="full"):
            raise full_wallet(outcome) or refuse(outcome)
        case Conflict():
            return None
    raise refuse(outcome)
