"""Holding a time: one order, one command. Who comes second is told what is taken, after the next
ones who could serve it were tried."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias, TypeVar
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import Booking, NewBooking, names_of_takings
from holdfast.booking.services import Service
from holdfast.flows.booking.booker import Booker, BookingMove, found_booking
from holdfast.flows.booking.contact import asked_by
from holdfast.flows.booking.free_now import first_free
from holdfast.flows.booking.intake import answers_at_booking
from holdfast.flows.booking.moving import (
    MoveCost,
    OnRequest,
    cost_of_move,
    may_move,
    move_to,
)
from holdfast.flows.booking.nearness import TooFar, must_say_where
from holdfast.flows.booking.outside.hearing import Asking, asking
from holdfast.flows.booking.paying_first import as_wanted
from holdfast.flows.booking.planning import (
    StudioClosed,
    TooFarAhead,
    TooSoon,
    Wanted,
    must_offer,
    plan,
)
from holdfast.flows.booking.priced_anew import priced_anew
from holdfast.flows.booking.refusing import ClientNotTaken, must_take
from holdfast.flows.booking.unavailable import LeavesGap
from holdfast.flows.checkout.asking import AskedTooMuch
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.client_record import secured
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.checkout.place import Placed, place, placed_as_guest, placed_before
from holdfast.flows.checkout.time_taken import ScheduleChanged, TimeTaken
from holdfast.flows.checkout.times_of_guests import TimesOnNetwork
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before
from holdfast.flows.commit.refusals import OutcomeUnknown, TooBusy
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.people import Principal

__all__ = [
    "HIS_OWN", "MOST_CANDIDATES", "Find", "hold_booking", "move_booking", "move_comes_to",
    "planned_with", "worst",
]  # fmt: skip

MOST_CANDIDATES: Final = 5
"""Combinations that are tried before the client is told no."""
_TRIES: Final = 5

_Done = TypeVar("_Done")

Find: TypeAlias = Callable[[Booker, Principal | None, UUID], Awaitable[Booking]]
"""Finds a booking, if it is for who asks to move it."""
HIS_OWN: Final = (
    TimeTaken,
    StudioClosed,
    TooSoon,
    TooFarAhead,
    AskedTooMuch,
    TimesOnNetwork,
    ClientNotTaken,
    OnRequest,
    TooFar,
    LeavesGap,
)
"""Refusals that another candidate may not meet."""


async def hold_booking(
    booker: Booker,
    caller: Caller,
    service: Service,
    wanted: Wanted,
    *,
    locale: str | None = None,
    behalf: OnBehalf | None = None,
) -> Placed:
    """Hold the time for as long as the shop's reservations last, for who asks or on ``behalf`` of
    somebody. Raises a Problem for every refusal."""
    if (tried := await placed_as_guest(booker, caller)) is not None:
        return tried
    try:
        must_offer(service, wanted)
        if not wanted.agreed:
            must_say_where(service.needs, wanted.near)
        async with asking(booker.hearing, wanted.candidates[:MOST_CANDIDATES]) as asked:
            return await _held(booker, caller, service, wanted, locale, behalf, asked)
    except Problem as refusal:
        key = caller.key
        if key is None or isinstance(refusal, TooBusy | OutcomeUnknown):
            raise
        # The shop has moved on, but what this key was answered with stands.
        before = await placed_before(booker, key)
        if before is None:
            raise
        return before


async def _held(
    booker: Booker,
    caller: Caller,
    service: Service,
    wanted: Wanted,
    locale: str | None,
    behalf: OnBehalf | None,
    asked: Asking,
) -> Placed:
    whose = caller if behalf is None else replace(caller, principal=behalf.owner)
    changed: Problem | None = None
    for _ in range(_TRIES):
        refusals: list[Problem] = []
        others: list[NewBooking] = []
        try:
            for who in wanted.candidates[:MOST_CANDIDATES]:
                try:
                    new = await planned_with(booker, whose, service, wanted, who, asked)
                    if wanted.expected not in (None, new.price):
                        others.append(new)
                        continue
                    said = service.name_in(locale or "")
                    amount = Amount(new.prepaid, new.currency, said, new, beside=wanted.beside)
                    return await place(booker, caller, amount, locale=locale, behalf=behalf)
                except HIS_OWN as one:
                    refusals.append(one)
        except ScheduleChanged as one:
            changed = one  # read again
            continue
        if wanted.expected is not None and others:
            free = await first_free(booker, others, Counter())
            if isinstance(free, NewBooking):
                raise priced_anew(free, wanted.expected)
            refusals.append(free)
        raise worst(refusals)
    assert changed is not None
    raise changed


async def planned_with(
    booker: Booker,
    caller: Caller,
    service: Service,
    wanted: Wanted,
    who: Sequence[UUID],
    asked: Asking,
    there: Booking | None = None,
) -> NewBooking:
    """The booking with these, with what its client is to pay for it. Raises a Problem for every
    refusal; whether they are free, the ledger says, and calendars elsewhere when ``asked``.
    ``there``: itself, if it is to be moved."""
    by_owner = there is None or caller.actor == there.user_id
    by_client = by_owner and not (wanted.agreed or caller.principal.is_staff)
    besides = None if there is None else there.id
    wanted = wanted if there is None else wanted.of(there)
    new = await plan(booker, service, wanted, who, besides=besides, by_client=by_client)
    if there is None:
        await must_take(booker, caller, new)
        new = await asked_by(booker, caller, new)
        new = replace(new, answers=answers_at_booking(service, wanted.given))
    elif by_owner:
        await must_take(booker, caller, new)
        _must_not_be_asked(caller, new)
    owner = caller.principal.id if there is None else there.user_id
    if wanted.later:
        new = replace(new, prepaid=0, deposit=None)
    else:
        new = await secured(booker.database.pool, owner, new)
    new = as_wanted(new, wanted.pay)
    await _must_be_free_elsewhere(asked, new)
    return new


def _must_not_be_asked(caller: Caller, new: NewBooking) -> None:
    """Raises :class:`OnRequest`, if somebody is to agree who does not by this client's moving it;
    what staff book for themselves is agreed to."""
    if new.answer_minutes and not caller.principal.is_staff:
        raise OnRequest("Somebody has to agree to it first. Ask the studio, or choose others.")


async def _must_be_free_elsewhere(asked: Asking, new: NewBooking) -> None:
    """Raises :class:`TimeTaken` for whom a calendar elsewhere, not heard of lately, keeps busy."""
    taken = await asked.taken(new)
    if taken:
        names = names_of_takings(one for one in new.takings if one.resource_id in taken)
        raise TimeTaken(say("Not to be had at this time: {names}.", names=names), field="start")


def worst(refusals: Sequence[Problem]) -> Problem:
    """What to tell of several: that somebody is taken, or else the first."""
    for one in refusals:
        if isinstance(one, TimeTaken):
            return one
    if refusals:
        return refusals[0]
    return TimeTaken("Nobody who could serve it is free at this time.", field="start")


async def move_booking(
    booker: Booker,
    caller: Caller,
    booking_id: UUID,
    service: Service,
    wanted: Wanted,
    *,
    pay: bool = False,
    fee: int | None = None,
    find: Find = found_booking,
) -> BookingMove:
    """The caller's booking, or any for staff, or what ``find`` finds, to another time or to others;
    ``pay``: if that is dearer, once its client has paid the difference; ``fee``: what moving it was
    said to cost. Raises a Problem for every refusal; it is then as it was."""

    async def move(booking: Booking, new: NewBooking) -> BookingMove | None:
        return await move_to(booker, caller, booking, new, pay=pay, fee=fee)

    try:
        return await _moved(booker, caller, booking_id, service, wanted, find, move)
    except Problem as refusal:
        return await as_before(booker, caller.key, refusal, BookingMove)


async def move_comes_to(
    booker: Booker,
    caller: Caller,
    booking_id: UUID,
    service: Service,
    wanted: Wanted,
    *,
    find: Find = found_booking,
) -> MoveCost:
    """What :func:`move_booking` would come to with the first who could serve it; nothing is done.
    Raises a Problem for every refusal that is known before the ledger is asked."""

    async def reckon(booking: Booking, new: NewBooking) -> MoveCost:
        return await cost_of_move(booker, caller, booking, new)

    return await _moved(booker, caller, booking_id, service, wanted, find, reckon)


async def _moved(
    booker: Booker,
    caller: Caller,
    booking_id: UUID,
    service: Service,
    wanted: Wanted,
    find: Find,
    step: Callable[[Booking, NewBooking], Awaitable[_Done | None]],
) -> _Done:
    """What comes of the first plan that is not refused. ``step`` says None when the booking had
    changed since it was read."""
    must_offer(service, wanted)
    async with asking(booker.hearing, wanted.candidates[:MOST_CANDIDATES]) as asked:
        changed: Problem | None = None
        for _ in range(_TRIES):
            booking = await find(booker, caller.principal, booking_id)
            stays = wanted.start == booking.starts_at and wanted.people != booking.people
            may_move(booking, by_staff=caller.actor != booking.user_id, stays=stays)
            refusals: list[Problem] = []
            try:
                for who in wanted.candidates[:MOST_CANDIDATES]:
                    try:
                        new = await planned_with(
                            booker, caller, service, wanted, who, asked, booking
                        )
                        done = await step(booking, new)
                    except HIS_OWN as one:
                        refusals.append(one)
                        continue
                    if done is not None:
                        return done
                    break
                else:
                    raise worst(refusals)
            except ScheduleChanged as one:
                changed = one
        raise changed or crowded_out(f"booking {booking_id} does not move")
