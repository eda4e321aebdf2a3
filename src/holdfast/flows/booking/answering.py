"""Whoever is asked for a booking answers: yes, no, or another time. Nothing is paid before."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import (
    AskedTime,
    Booking,
    NewBooking,
    Taking,
    When,
    booking_countered,
    cell_lines,
    moves_key,
    schedule_guards,
)
from holdfast.booking.services import Service
from holdfast.flows.booking.answers import (
    Answered,
    Made,
    Read,
    agreed,
    answer,
    held_anew,
    key_of_answer,
)
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.paying_first import as_chosen
from holdfast.flows.booking.planning import NotOffered, Wanted, must_offer, plan
from holdfast.flows.checkout.asking import seats_again
from holdfast.flows.checkout.at_once import MOST_AT_ONCE
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.lines import lines_of
from holdfast.flows.commit.offers import NO_OFFERS
from holdfast.flows.commit.ways import raised
from holdfast.flows.ending.firsts import offers_of
from holdfast.kit import shop_now
from holdfast.ledger import Deposit, Expect, Line, Release
from holdfast.orders import load_items

__all__ = ["CLIENT_ANSWERS", "MOST_ANSWER", "agree", "counter", "decline", "offer_time"]

CLIENT_ANSWERS: Final = timedelta(hours=24)
"""How long another time is held for its client, or until it, or the one asked for, begins."""
MOST_ANSWER: Final = 500
_LEAST: Final = timedelta(minutes=1)


async def agree(booker: Booker, caller: Caller, booking_id: UUID, note: str = "") -> Answered:
    """It can be paid from now on. Raises a Problem for every refusal."""

    async def make(read: Read) -> Made:
        return await agreed(booker, caller, read, note)

    return await answer(booker, caller, booking_id, ("requested",), make)


async def decline(booker: Booker, caller: Caller, booking_id: UUID, note: str = "") -> Answered:
    """Not this one, whether it was asked for or offered; what was held is free. Raises a Problem
    for every refusal."""

    async def make(read: Read) -> Made:
        order, booking = read.order, read.booking
        off = order_moves.cancelled(
            order.id, booking.id, "staff", staff=caller.actor, note=note, why="declined"
        )
        offers = await offers_of(booker, read.takings) if read.offers else NO_OFFERS
        command = caller.command(
            (Release(order.reservation_id), *offers.operations),
            (
                *off,
                *offers.riders,
                caller.audited("booking.declined", booking.id, {"note": note}),
            ),
            f"cancel/{order.id}",
        )
        return Made(command, Answered(booking.id, "cancelled"))

    return await answer(booker, caller, booking_id, ("requested", "countered"), make)


async def counter(
    booker: Booker,
    caller: Caller,
    booking_id: UUID,
    service: Service,
    wanted: Wanted,
    *,
    note: str = "",
    keep: bool = False,
) -> Answered:
    """Another time instead, held until its client answers; what was asked for is free by the same
    command, or with ``keep`` held as well. Raises a Problem for every refusal."""
    must_offer(service, wanted)
    if not wanted.candidates:
        raise TimeTaken("Nobody who could serve it is free at this time.", field="start")
    who = wanted.candidates[0]

    async def planned(booking: Booking) -> NewBooking:
        return await plan(booker, service, wanted.of(booking), who, besides=booking.id)

    return await offer_time(booker, caller, booking_id, planned, note=note, keep=keep)


async def offer_time(
    booker: Booker,
    caller: Caller,
    booking_id: UUID,
    planned: Callable[[Booking], Awaitable[NewBooking]],
    *,
    note: str = "",
    keep: bool = False,
) -> Answered:
    """The same with what is ``planned`` for the booking as it is read."""

    async def make(read: Read) -> Made:
        new = await planned(read.booking)
        if _is_same(read, new):
            raise TimeTaken("This is what was asked for. Agree to it instead.", field="start")
        return await _countered(booker, caller, read, new, note, keep=keep)

    return await answer(booker, caller, booking_id, ("requested",), make)


async def _countered(
    booker: Booker, caller: Caller, read: Read, new: NewBooking, note: str, *, keep: bool
) -> Made:
    booking, order = read.booking, read.order
    new = as_chosen(booking, new)
    order = replace(order, total=order.total - booking.prepaid + new.prepaid)
    items = (await load_items(booker.database.pool, [order.id]))[order.id]
    cells = _held_once(new.takings, read.takings if keep else ())
    if len(cells) > MOST_AT_ONCE:
        raise NotOffered("Both together are too long to be held. Let the other time go.")
    lines = (*seats_again(read.hold), *lines_of(order, items, cells).held)
    first = min(new.when.starts_at, booking.starts_at) if keep else new.when.starts_at
    lasts = max(min(CLIENT_ANSWERS, first - shop_now()), _LEAST)
    off, hold, rows, ends = await held_anew(booker, read, order, new.parts, lines, lasts)
    offers = NO_OFFERS
    if not keep and read.offers:
        offers = await offers_of(booker, read.takings, new.takings, new.ways)
    asked = AskedTime(
        _when(booking),
        read.takings,
        booking.price,
        booking.prepaid,
        booking.deposit,
        tuple(booking.parts),
    )
    told = {"from": booking.starts_at, "to": new.when.starts_at, "kept": keep, "note": note}
    command = caller.command(
        (
            Expect(moves_key(booking.id), booking.moves),
            Deposit(moves_key(booking.id), 1),
            *off,
            *schedule_guards(new.takings),
            *raised(new.ways),
            hold,
            *offers.operations,
        ),
        (
            *rows,
            *booking_countered(booking, asked, new, ends, caller.actor, note, kept=keep),
            *offers.riders,
            caller.audited("booking.countered", booking.id, told),
        ),
        key_of_answer(read),
        digest=new.id.bytes,
    )
    return Made(command, Answered(booking.id, "countered", ends), new)


def _held_once(takings: tuple[Taking, ...], also: tuple[Taking, ...]) -> tuple[Line, ...]:
    """The cells of both: one is had, so what they share is held once."""
    found: dict[str, Line] = {}
    for line in (*cell_lines(takings), *cell_lines(also)):
        before = found.get(line.key)
        if before is None or before.quantity < line.quantity:
            found[line.key] = line
    return tuple(found.values())


def _is_same(read: Read, new: NewBooking) -> bool:
    here = {(one.resource_id, one.starts_at, one.ends_at) for one in read.takings}
    return here == {(one.resource_id, one.starts_at, one.ends_at) for one in new.takings}


def _when(booking: Booking) -> When:
    return When(
        booking.starts_at, booking.ends_at, booking.zone, booking.wall_start, booking.zone_data
    )
