"""The first in line: what comes free by a command is held by the same command for who waited for it
longest, so nobody sees it in between.

What each would take was planned when they joined. A plan whose schedule has changed since is left
out: it is planned anew (``flows/booking/waiting_in_line``), and what nobody could be offered here
is looked at by the timer.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from holdfast.booking.bookings import NewBooking, Taking, cell_lines
from holdfast.flows.checkout.basket import Basket, order_of
from holdfast.flows.checkout.held import held
from holdfast.flows.commit.offers import NO_OFFERS, Offers
from holdfast.flows.commit.ways import ways_of_takings
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id, shop_now
from holdfast.ledger import Expect, Operation, Rider
from holdfast.pricing import Quote
from holdfast.waiting import InLine, first_in_line, offered

__all__ = ["OFFER_FOR", "offers_of", "offers_to", "read_plans", "stands"]

OFFER_FOR: Final = timedelta(minutes=30)
"""How long an offer is held, if its time does not begin before."""
_LEAST: Final = timedelta(minutes=5)
_LOOKED_AT: Final = 20
_AT_ONCE: Final = 3
"""Offers of one command."""

read_plans: Final = msgspec.json.Decoder(tuple[NewBooking, ...]).decode


async def offers_of(
    settler: Settler,
    freed: Sequence[Taking],
    kept: Sequence[Taking] = (),
    guarded: Sequence[Expect] = (),
) -> Offers:
    """For who waits first for what these give back, but for what is ``kept`` of it by another;
    ``guarded``: what the command raises already."""
    if not freed:
        return NO_OFFERS
    start, end = min(one.starts_at for one in freed), max(one.ends_at for one in freed)
    resources = list({one.resource_id for one in freed})
    line = await first_in_line(settler.database.pool, start, end, resources, shop_now(), _LOOKED_AT)
    if not line:
        return NO_OFFERS
    room = {one.key: one.quantity for one in cell_lines(freed)}
    for one in cell_lines(kept):
        room[one.key] = room.get(one.key, 0) - one.quantity
    return await offers_to(settler, line, room, guarded)


async def offers_to(
    settler: Settler,
    line: Sequence[InLine],
    room: Mapping[str, int],
    guarded: Sequence[Expect] = (),
) -> Offers:
    """As many of the line as can be offered what they wait for, where ``room`` is what comes free
    of each cell beside what is."""
    left = dict(room)
    days = {one.key for one in guarded}
    operations: list[Operation] = []
    riders: list[Rider] = []
    made = 0
    for place in line:
        new = await _fitting(settler, place, left, days)
        if new is None:
            continue
        for one in cell_lines(new.takings):
            left[one.key] = left.get(one.key, 0) - one.quantity
        days.update(one.key for one in new.ways)
        offer = _offer(place, new)
        operations += offer.operations
        riders += offer.riders
        made += 1
        if made == _AT_ONCE:
            break
    return Offers(tuple(operations), tuple(riders))


async def _fitting(
    settler: Settler, place: InLine, room: Mapping[str, int], days: AbstractSet[str]
) -> NewBooking | None:
    """The first of the plans that can be held, if the command does not raise its ``days`` yet:
    what raises one twice is refused."""
    if place.starts_at < shop_now() + _LEAST:
        return None
    for new in read_plans(place.plans_text):
        if not await _stands(settler, new) or not await _is_free(settler, new, room):
            continue
        there = await ways_of_takings(settler, settler.travelling, None, new.takings)
        if not there.late and days.isdisjoint(one.key for one in there.guards):
            return replace(new, ways=there.guards)
    return None


async def stands(settler: Settler, place: InLine) -> bool:
    """Whether one of the plans is by the schedules of now."""
    return any([await _stands(settler, one) for one in read_plans(place.plans_text)])


async def _stands(settler: Settler, new: NewBooking) -> bool:
    """Whether the schedules are those it was planned by."""
    guards: list[Expect] = [one.guard for one in new.takings]
    found = [(await settler.reader.account(one.key)).version for one in guards]
    return found == [one.version for one in guards]


async def _is_free(settler: Settler, new: NewBooking, room: Mapping[str, int]) -> bool:
    for one in cell_lines(new.takings):
        account = await settler.reader.account(one.key)
        assert one.capacity is not None, "a cell"
        if account.balance + account.held - room.get(one.key, 0) + one.quantity > one.capacity:
            return False
    return True


def _offer(place: InLine, planned: NewBooking) -> Offers:
    """Held as any booking is, for its owner, with the deadline; one on request, until it is to be
    answered."""
    new = replace(planned, id=new_id())
    basket = Basket(
        (),
        new.currency,
        Quote((), new.prepaid, 0),
        description=place.service_name,
        booking=new,
    )
    order = order_of(basket, place.owner)
    lasts = new.waits_for_answer or min(OFFER_FOR, place.starts_at - shop_now())
    taken = held(order, lasts.total_seconds())
    return Offers(taken.operations, (*taken.riders, *offered(place, order.id)))
