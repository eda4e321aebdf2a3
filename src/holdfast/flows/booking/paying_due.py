"""What is due of a booking after its own order: asked for by an order of its own, and counted once
that is paid. A dearer time is held meanwhile, as far as the booking does not have it already, and
the booking moves when the difference is paid.

Each of them moves the booking on by one (``moved/<booking>``), so whoever worked out what the
booking has, or what goes back of it, looks again.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import (
    Booking,
    BookingDue,
    DueKind,
    MovePlan,
    NewBooking,
    Taking,
    booking_of,
    booking_paid_more,
    booking_rest_told,
    cell_lines,
    due_cells,
    due_made,
    dues_of,
    moves_key,
    schedule_guards,
    takings_of,
)
from holdfast.flows.booking.booker import (
    Booker,
    BookingEnded,
    BookingMove,
    found_booking,
)
from holdfast.flows.checkout.basket import Basket, order_of
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.taxed import session_taxes, with_beside
from holdfast.flows.checkout.till import held_for
from holdfast.flows.checkout.time_taken import time_taken
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered, keep, stored
from holdfast.flows.commit.offers import NO_OFFERS, Offers
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.commit.ways import raised
from holdfast.flows.ending.cancel import unpaid_off
from holdfast.flows.ending.firsts import offers_of_cells
from holdfast.kit import Problem, shop_now
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expect,
    Expired,
    Hold,
    KeyReused,
    Line,
    Operation,
    Short,
)
from holdfast.orders import Order
from holdfast.people import Principal
from holdfast.pricing import Quote

__all__ = ["NothingDue", "extra_cells", "hold_dearer_move", "order_rest", "remind_of_rests"]

_TRIES: Final = 6
Find: TypeAlias = Callable[[Booker, Principal | None, UUID], Awaitable[Booking]]


class NothingDue(Problem):
    """All of its price is paid."""

    status = 409
    code = "nothing-due"
    title = "Nothing is due"


class _GivenUp(Struct, frozen=True):
    """What ends a dearer time that waits for its money, and for whom its time is held."""

    off: Command
    offers: Offers


class _Asked(Struct, frozen=True):
    """A due as it is to be made; ``instead`` of one that is given up by it."""

    booking: Booking
    kind: DueKind
    amount: int
    plan: MovePlan | None = None
    cells: tuple[Line, ...] = ()
    guards: tuple[Operation, ...] = ()
    instead: _GivenUp | None = None


async def order_rest(
    booker: Booker,
    caller: Caller,
    booking_id: UUID,
    *,
    seconds: float | None = None,
    find: Find = found_booking,
) -> Placed:
    """An order for all that is due of a booking that is paid in part, and that ``find`` finds for
    who asks: the one that waits for its money, if there is one. What is paid and does not count yet
    is not due: it would be taken twice. Raises a Problem for every refusal."""
    for _ in range(_TRIES):
        booking = await find(booker, caller.principal, booking_id)
        rest = booking.price - booking.prepaid
        if booking.is_unpaid or booking.is_cancelled:
            raise BookingEnded("Its own order is to be paid, or it is off.",
                               extra={"found": booking.status})  # fmt: skip
        asked = await _open_rests(booker, booking)
        rest -= sum(due.amount for due, order in asked if order.is_sold)
        if rest <= 0:
            raise NothingDue("All of it is paid.")
        waiting = await _waiting(booker, booking, rest, asked)
        if waiting is not None:
            return waiting
        made = await _make(booker, caller, _Asked(booking, "rest", rest), seconds)
        if isinstance(made, Placed):
            return made
    raise crowded_out(f"the rest of booking {booking_id} is not ordered")


async def _open_rests(booker: Booker, booking: Booking) -> list[tuple[BookingDue, Order]]:
    """What of its price was asked for and does not count yet, each with its order: one is waited
    for or was paid a moment ago, and read once, it is not neither. What counts since the booking
    was read has moved it, so that it is read again."""
    found = []
    for due in await dues_of(booker.database.pool, booking.id):
        order = None if due.for_move or not due.is_open else await booker.orders.get(due.id)
        if order is not None:
            found.append((due, order))
    return found


async def _waiting(
    booker: Booker, booking: Booking, amount: int, asked: Sequence[tuple[BookingDue, Order]]
) -> Placed | None:
    """An order for this that can still be paid."""
    for due, order in asked:
        if due.amount != amount or not order.is_pending or order.hold_id is None:
            continue
        hold = await booker.reader.hold(order.hold_id)
        if hold is not None and hold.expires_at > shop_now():
            return Placed(order.id, order.number, order.hold_id, hold.expires_at, booking.id)
    return None


async def hold_dearer_move(
    booker: Booker, caller: Caller, booking: Booking, plan: NewBooking, amount: int
) -> BookingMove | None:
    """Hold the other time while the difference is paid; the booking stays where it is until then.
    Another one that is held so is given up by the same command. None if it has changed since it was
    read. Raises :class:`TimeTaken` and others."""
    had = (await takings_of(booker.database.pool, [booking.id]))[booking.id]
    wanted = _Asked(
        booking,
        "move",
        amount,
        MovePlan(
            plan.when,
            plan.takings,
            plan.price,
            plan.move_fees,
            plan.parts,
            plan.at,
            price_now=booking.price,
            takings_now=tuple(had),
            people=plan.people if plan.people != booking.people else None,
        ),
        extra_cells(plan.takings, had),
        (*schedule_guards(plan.takings), *raised(plan.ways)),
    )
    before = None if caller.key is None else await answered(booker, caller.key)
    if before is not None:
        return stored(before, BookingMove)  # what is open is this request's own, or it moved then
    wanted = replace(wanted, instead=await _given_up(booker, caller, wanted, plan.ways))
    made = await _make(booker, caller, wanted, None)
    if isinstance(made, Short):
        taken = time_taken(plan, made.shortages)
        raise taken or refuse(made)
    return _held_move(booking, plan.price, made) if isinstance(made, Placed) else made


async def _given_up(
    booker: Booker, caller: Caller, asked: _Asked, guarded: Sequence[Expect]
) -> _GivenUp | None:
    """The dearer time that it waits for already: there is one at most, since each of them moves the
    booking on. What of it is free then is for who waits first."""
    for due in await dues_of(booker.database.pool, asked.booking.id):
        order = await booker.orders.get(due.id) if due.is_open and due.for_move else None
        if order is None or not order.is_pending:
            continue
        room = Counter[str]()
        for line in await due_cells(booker.database.pool, due.id):
            room[line.key] += line.quantity
        for line in asked.cells:
            room[line.key] -= line.quantity
        offers = await offers_of_cells(booker, due.plan.takings, room, guarded)
        return _GivenUp(await unpaid_off(booker, caller, order, None), offers)
    return None


def extra_cells(wanted: Sequence[Taking], had: Sequence[Taking]) -> tuple[Line, ...]:
    """The cells of the one that the other has not, or fewer seats of."""
    own = {line.key: line.quantity for line in cell_lines(had)}
    return tuple(
        replace(line, quantity=line.quantity - own.get(line.key, 0))
        for line in cell_lines(wanted)
        if line.quantity > own.get(line.key, 0)
    )


async def _make(
    booker: Booker, caller: Caller, asked: _Asked, seconds: float | None
) -> Placed | BookingMove | Short | None:
    """What a repetition is told, where it was done before."""
    booking = asked.booking
    said = booking.service_name
    parts = booking.parts if asked.plan is None else asked.plan.parts
    taxed = session_taxes(await booker.shop.now(), booking.service_id, parts, asked.amount)
    basket = Basket(
        (),
        booking.currency,
        Quote((), asked.amount, 0),
        description=said,
        breakdown=with_beside(None, said, taxed, booking.currency),
    )
    own = await booker.orders.known(booking.order_id)
    order = order_of(basket, booking.user_id, locale=own.locale)
    taken = held(order, await held_for(booker) if seconds is None else seconds)
    placed = Placed(order.id, order.number, order.hold_id, booking_id=booking.id)
    key = caller.request_key(_answer(asked, placed))
    riders = (
        *booking_paid_more(booking, await _takings(booker, booking), booking.prepaid),
        *taken.riders,
        *due_made(order.id, booking, asked.kind, asked.amount, asked.plan, asked.cells),
    )

    def command(offers: Offers) -> Command:
        """Its hold comes last: the end of that is what is told."""
        off = Command() if asked.instead is None else asked.instead.off
        moved = Expect(moves_key(booking.id), booking.moves), Deposit(moves_key(booking.id), 1)
        holds = (
            replace(one, lines=(*one.lines, *asked.cells)) if isinstance(one, Hold) else one
            for one in taken.operations
        )
        return caller.command(
            (*moved, *asked.guards, *off.operations, *offers.operations, *holds),
            (*riders, *off.riders, *offers.riders),
            off.key or f"move/{booking.id}/{booking.moves}",
            digest=order.id.bytes,
            request_key=key,
        )

    offers = NO_OFFERS if asked.instead is None else asked.instead.offers
    outcome = await booker.ledger.commit(command(offers))
    if offers.operations and isinstance(outcome, Short):  # somebody else has it by now
        outcome = await booker.ledger.commit(command(NO_OFFERS))
    match outcome:
        case Accepted(expires_at=ends_at):
            return replace(placed, ends_at=ends_at)
        case AlreadyDone():
            if key is None:
                return None
            told = await keep(booker.ledger, key)
            return stored(told, Placed) if asked.plan is None else stored(told, BookingMove)
        case Short():
            return outcome
        case Conflict() | KeyReused() | Expired():
            return None
    raise refuse(outcome)


def _answer(asked: _Asked, placed: Placed) -> Placed | BookingMove:
    """What a repetition of the request is told."""
    if asked.plan is None:
        return placed
    return _held_move(asked.booking, asked.plan.price, placed)


def _held_move(booking: Booking, price: int, placed: Placed) -> BookingMove:
    hold = placed.reservation_id
    return BookingMove(booking.id, price, 0, booking.currency, placed.order_id, hold)


async def _takings(booker: Booker, booking: Booking) -> tuple[Taking, ...]:
    return tuple((await takings_of(booker.database.pool, [booking.id]))[booking.id])


REMIND_BEFORE: Final = timedelta(hours=24)
_RESTS: Final = """
SELECT id FROM bookings
WHERE prepaid < price AND status IN ('confirmed', 'in_progress', 'completed')
  AND starts_at BETWEEN $1::timestamptz - interval '1 day' AND $2
  AND (rest_told_at IS NULL OR rest_told_at < $1::timestamptz - interval '2 days')
ORDER BY starts_at, id LIMIT 200
"""


async def remind_of_rests(booker: Booker, now: datetime) -> int:
    """Tell once of each that begins within a day and is not paid whole; how many those were. Whom
    staff reminded long before is told again."""
    told = 0
    for (booking_id,) in await booker.database.pool.fetch(_RESTS, now, now + REMIND_BEFORE):
        booking = await booking_of(booker.database.pool, booking_id)
        if booking is None or booking.price <= booking.prepaid:
            continue
        command = process("time").command((), booking_rest_told(booking), f"rest/{booking.id}")
        told += isinstance(await booker.ledger.commit(command), Accepted)
    return told
