"""A client replies to another time that was offered in place of the one they asked for: yes, and
pays; or no, and what they asked for waits for an answer again if it was kept, or all is off."""

from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import (
    booking_asked_again,
    cell_lines,
    moves_key,
    waits_for_answer,
)
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
from holdfast.flows.checkout.asking import seats_again
from holdfast.flows.checkout.time_taken import too_late
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.lines import lines_of
from holdfast.flows.commit.offers import NO_OFFERS
from holdfast.flows.commit.ways import raised, ways_of_takings
from holdfast.flows.ending.cancel import unpaid_off
from holdfast.flows.ending.firsts import offers_of, offers_of_order
from holdfast.ledger import Deposit, Expect
from holdfast.orders import load_items

__all__ = ["accept_offer", "refuse_offer"]


async def accept_offer(booker: Booker, caller: Caller, booking_id: UUID) -> Answered:
    """The other time it is, to be paid from now on; what was asked for is free, if it was kept.
    Raises a Problem for every refusal."""

    async def make(read: Read) -> Made:
        booking, offers = read.booking, NO_OFFERS
        if booking.keeps_asked and read.offers:
            offers = await offers_of(booker, booking.asked.takings, read.takings)
        return await agreed(booker, caller, read, offers=offers)

    return await answer(booker, caller, booking_id, ("countered",), make, own=True)


async def refuse_offer(booker: Booker, caller: Caller, booking_id: UUID) -> Answered:
    """Not that one. Raises a Problem for every refusal."""

    async def make(read: Read) -> Made:
        if not read.booking.keeps_asked:
            return await _off(booker, caller, read)
        return await _asked_again(booker, caller, read)

    return await answer(booker, caller, booking_id, ("countered",), make, own=True)


async def _off(booker: Booker, caller: Caller, read: Read) -> Made:
    """Nothing is left to ask for."""
    order = read.order
    command = await unpaid_off(booker, caller, order, None if caller.actor == order.owner else "")
    if read.offers:
        command = (await offers_of_order(booker, order.id, read.booking.id)).added_to(command)
    return Made(command, Answered(read.booking.id, "cancelled"))


async def _asked_again(booker: Booker, caller: Caller, read: Read) -> Made:
    booking, asked = read.booking, read.booking.asked
    there = await ways_of_takings(booker, booker.travelling, booking.id, asked.takings, booking.at)
    if there.late:
        raise too_late(there.late)
    order = replace(read.order, total=read.order.total - booking.prepaid + asked.prepaid)
    items = (await load_items(booker.database.pool, [order.id]))[order.id]
    cells = cell_lines(asked.takings)
    parts = asked.parts or booking.parts
    lines = (*seats_again(read.hold), *lines_of(order, items, cells).held)
    lasts = waits_for_answer(booking.answer_minutes, asked.when.starts_at)
    off, hold, rows, ends = await held_anew(booker, read, order, parts, lines, lasts)
    offers = NO_OFFERS
    if read.offers:
        offers = await offers_of(booker, read.takings, asked.takings, there.guards)
    command = caller.command(
        (
            Expect(moves_key(booking.id), booking.moves),
            Deposit(moves_key(booking.id), 1),
            *off,
            *raised(there.guards),
            hold,
            *offers.operations,
        ),
        (*rows, *booking_asked_again(booking, ends), *offers.riders),
        key_of_answer(read),
        digest=b"asked-again",
    )
    return Made(command, Answered(booking.id, "requested", ends))
