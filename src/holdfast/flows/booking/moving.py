"""Moving a booking: the old time goes and the new one comes in one command, so they may overlap and
nobody comes between; it stays the same booking."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking import SCHEDULE_PREFIX
from holdfast.booking.bookings import (
    STAY_PREFIX,
    Booking,
    NewBooking,
    booking_rescheduled,
    cell_lines,
    move_fee,
    moves_key,
    schedule_guards,
    takings_of,
)
from holdfast.flows.booking.booker import Booker, BookingEnded, BookingMove
from holdfast.flows.booking.held_again import held_again
from holdfast.flows.booking.longer import must_have_hours
from holdfast.flows.booking.paying_due import hold_dearer_move
from holdfast.flows.checkout.time_taken import ScheduleChanged, time_taken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import keep, stored
from holdfast.flows.commit.refusals import NotAgreed, ReservationExpired, refuse
from holdfast.flows.commit.ways import raised
from holdfast.flows.ending.coming_back import cells_back
from holdfast.flows.ending.firsts import offers_of
from holdfast.flows.ending.funds import Fund, funds_of, returned, too_much_paid
from holdfast.flows.payments.give_back import full_wallet
from holdfast.kit import Money, Problem, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expired,
    KeyReused,
    Outcome,
    Rider,
    Short,
    Withdraw,
)
from holdfast.orders import Order

__all__ = [
    "BookingMove", "CostsMore", "MoveCost", "MovedTooOften", "OnRequest", "TooLateToMove",
    "cost_of_move", "fee_of_move", "may_move", "move_to",
]  # fmt: skip


class TooLateToMove(Problem):
    """Its client may move it until some time before its start, which is over."""

    status = 409
    code = "too-late-to-move"
    title = "It is too late to move the booking"


class MovedTooOften(Problem):
    """As often as its client may move it, it was moved."""

    status = 409
    code = "moved-too-often"
    title = "The booking was moved too often"


class CostsMore(Problem):
    """The other time costs more than was paid; ``difference`` is how much."""

    status = 409
    code = "costs-more"
    title = "The other time costs more"


class OnRequest(Problem):
    """Somebody agreed to this time: another is theirs to agree to as well."""

    status = 409
    code = "on-request"
    title = "Another time has to be asked for"


class MoveCost(Struct, frozen=True):
    """What moving it would come to: what it costs then, with what its moves cost; ``fee`` for this
    one; how much ``more`` is paid before it moves, or goes ``back`` of what was paid."""

    price: int
    fee: int
    more: int
    back: int
    currency: str


def may_move(booking: Booking, *, by_staff: bool, stays: bool = False) -> None:
    """Raises the refusal, if it cannot be moved by who asks; ``stays``: only how many come is to be
    another, however often it was moved."""
    if booking.is_asked:
        raise NotAgreed("It is on request: answer it, or offer another time.")
    if booking.on_request and not by_staff:
        raise OnRequest("It was agreed for this time. Ask the studio for another.")
    if not (booking.is_held or booking.is_confirmed):
        raise BookingEnded(
            "The booking has begun or ended already.", extra={"found": booking.status}
        )
    if by_staff or booking.is_held:
        return
    policy = booking.policy
    if booking.client_moves >= policy.moves and not stays:
        raise MovedTooOften(
            say("A booking can be moved {most} times. Ask the studio.", most=policy.moves)
        )
    until = booking.starts_at - timedelta(minutes=policy.move_minutes)
    if shop_now() > until:
        hours = policy.move_minutes // 60
        raise TooLateToMove(
            say("It could be moved until {hours} h before its start. Ask the studio.", hours=hours)
        )


async def move_to(
    booker: Booker,
    caller: Caller,
    booking: Booking,
    plan: NewBooking,
    *,
    pay: bool = False,
    fee: int | None = None,
) -> BookingMove | None:
    """The booking to the time and to those of the plan; None if it had changed since it was read.
    To a dearer one its client may ``pay`` first: that is held until then. ``fee``: what moving it
    was said to cost; should it cost more by now, nothing is done.
    Raises :class:`TimeTaken`, :class:`ScheduleChanged`, :class:`CostsMore`, :class:`TooFewHours`,
    and the problems of the ledger."""
    order = await booker.orders.known(booking.order_id)
    by_staff = caller.actor != booking.user_id
    stays = booking.only_people(plan.when, plan.people)
    may_move(booking, by_staff=by_staff, stays=stays)
    free = by_staff or booking.is_held
    alone = () if free else await must_have_hours(booker, booking, plan)
    plan = _with_fees(booking, plan, fee, by_staff=by_staff)
    if booking.is_held:
        done = BookingMove(booking.id, plan.price, 0, booking.currency)
        command = await _of_held(booker, caller, booking, order, plan)
    else:
        more = 0 if by_staff else _costs_more(booking, plan)
        if more and not pay:
            raise CostsMore(
                say("The other time costs {more} more.", more=Money(more, booking.currency)),
                extra={"difference": more},
            )
        if more:
            return await hold_dearer_move(booker, caller, booking, plan, more)
        funds = await funds_of(booker, booking)
        prepaid = min(booking.prepaid, plan.price)
        back = await too_much_paid(booker, funds, booking.prepaid - prepaid)
        plan = replace(plan, prepaid=prepaid)
        done = BookingMove(booking.id, plan.price, back, booking.currency)
        command = await _of_paid(booker, caller, booking, funds, plan, back, by_staff=by_staff)
        command = replace(command, operations=(*alone, *command.operations))
    asked = caller.request_key(done)
    outcome = await booker.ledger.commit(replace(command, request_key=asked))
    match outcome:
        case Accepted():
            return done
        case AlreadyDone():
            return None if asked is None else stored(await keep(booker.ledger, asked), BookingMove)
    _must_look_again(outcome, booking, plan)
    return None


async def cost_of_move(
    booker: Booker, caller: Caller, booking: Booking, plan: NewBooking
) -> MoveCost:
    """What :func:`move_to` would come to; it is not moved. Raises what that refuses before it asks
    the ledger, of a booking that may be moved."""
    by_staff = caller.actor != booking.user_id
    if not (by_staff or booking.is_held):
        await must_have_hours(booker, booking, plan)
    fee = 0 if by_staff else _fee_to(booking, plan)
    plan = _with_fees(booking, plan, None, by_staff=by_staff)
    if booking.is_held:
        return MoveCost(plan.price, fee, 0, 0, booking.currency)
    more = 0 if by_staff else _costs_more(booking, plan)
    over = booking.prepaid - min(booking.prepaid, plan.price)
    back = 0 if more else await too_much_paid(booker, await funds_of(booker, booking), over)
    return MoveCost(plan.price, fee, more, back, booking.currency)


def _with_fees(
    booking: Booking, plan: NewBooking, said: int | None, *, by_staff: bool
) -> NewBooking:
    """What its moves cost is of its price, paid with what is paid first; what staff made of the
    price by hand stays as well. Staff charge none for their moves. Raises :class:`CostsMore`."""
    fee = 0 if by_staff else _fee_to(booking, plan)
    if said is not None and fee > said:
        raise CostsMore(
            say("Moving it costs {fee} by now.", fee=Money(fee, booking.currency)),
            extra={"difference": fee - said, "fee": fee},
        )
    fees, price = booking.move_fees + fee, booking.price_at(plan.when, plan.price, fee)
    deposit = None if plan.deposit is None else min(plan.deposit + fees, price)
    return replace(
        plan,
        price=price,
        prepaid=min(plan.prepaid + fees, price),
        move_fees=fees,
        deposit=deposit,
    )


def _fee_to(booking: Booking, plan: NewBooking) -> int:
    """What that costs its client: nothing, where it stays when it is."""
    return 0 if booking.only_people(plan.when, plan.people) else fee_of_move(booking)


def fee_of_move(booking: Booking) -> int:
    """What it costs its client to move it now; what is not paid yet moves for nothing."""
    if not booking.is_confirmed:
        return 0
    own = max(booking.price - booking.move_fees, 0)  # by hand it may be less
    return move_fee(booking.policy, booking.starts_at, shop_now(), own)


def _must_look_again(outcome: Outcome, booking: Booking, plan: NewBooking) -> None:
    """Raises the refusal, if it is one."""
    match outcome:
        case KeyReused(key=key) if key == _key(booking):
            return  # another move was quicker
        case Short(shortages=shortages):
            taken = time_taken(plan, shortages)
            if taken is not None:
                raise taken
            return
        case Conflict(subject=subject) if subject.startswith((SCHEDULE_PREFIX, STAY_PREFIX)):
            raise ScheduleChanged("The opening hours were changed just now. Try again.")
        case Conflict(found="full"):
            raise full_wallet(outcome) or refuse(outcome)
        case Conflict():
            return
        case Expired():
            raise ReservationExpired("The reservation has expired. Nothing was changed.")
    raise refuse(outcome)


async def _of_held(
    booker: Booker, caller: Caller, booking: Booking, order: Order, plan: NewBooking
) -> Command:
    """Held anew, until when it would have been held; its order at the new price."""
    if booking.deposit is not None:
        plan = plan.paid(booking.pay)  # as its client chose
    again = await held_again(booker, caller, booking, order, plan.takings, plan.parts, plan.prepaid)
    had = (await takings_of(booker.database.pool, [booking.id]))[booking.id]
    offers = await offers_of(booker, had, plan.takings, plan.ways)
    return caller.command(
        (
            *again.off,
            *schedule_guards(plan.takings),
            *raised(plan.ways),
            again.hold,
            *offers.operations,
        ),
        (*again.riders, *_rows(caller, booking, plan), *offers.riders),
        _key(booking),
        digest=plan.id.bytes,
    )


async def _of_paid(
    booker: Booker,
    caller: Caller,
    booking: Booking,
    funds: Sequence[Fund],
    plan: NewBooking,
    back: int,
    *,
    by_staff: bool,
) -> Command:
    """The cells themselves, and the money that is too much."""
    handed = by_staff and caller.principal.is_staff
    money = await returned(booker, funds, back, by_staff=handed)
    note = f"booking/{booking.id} moved"
    taken = tuple(
        Withdraw(line.key, line.quantity, capacity=line.capacity, note=note)
        for line in cell_lines(plan.takings)
    )
    said = {"from": booking.starts_at.isoformat(), "to": plan.when.starts_at.isoformat()}
    if plan.people != booking.people:
        said |= {"people": str(plan.people), "peopleBefore": str(booking.people)}
    if plan.over:
        said["over"] = plan.over
    audited = (caller.audited("booking.moved", booking.id, said),) if by_staff else ()
    pool = booker.database.pool
    offers = await offers_of(
        booker, (await takings_of(pool, [booking.id]))[booking.id], plan.takings, plan.ways
    )
    return caller.command(
        (
            *await cells_back(pool, booking),
            Deposit(moves_key(booking.id), 1),
            *schedule_guards(plan.takings),
            *raised(plan.ways),
            *taken,
            *money.operations,
            *offers.operations,
        ),
        (
            *_rows(caller, booking, plan),
            *money.riders,
            *offers.riders,
            *audited,
        ),
        _key(booking),
        digest=plan.id.bytes,
    )


def _rows(caller: Caller, booking: Booking, plan: NewBooking) -> tuple[Rider, ...]:
    return booking_rescheduled(
        booking,
        plan.when,
        plan.takings,
        plan.price,
        plan.prepaid,
        caller.actor,
        plan.move_fees,
        plan.parts,
        deposit=plan.deposit,
        at=plan.at,
        people=plan.people,
    )


def _key(booking: Booking) -> str:
    return f"move/{booking.id}/{booking.moves}"


def _costs_more(booking: Booking, plan: NewBooking) -> int:
    """What is to be paid before: of what was paid whole the whole, of a deposit as much as would be
    asked for now, of what is paid when it comes what moving it costs."""
    if booking.prepaid <= booking.move_fees < booking.price:
        return max(plan.move_fees - booking.prepaid, 0)
    wanted = plan.price if booking.prepaid == booking.price else plan.prepaid
    return max(wanted - booking.prepaid, 0)
