"""The first in line: what comes free by a command is held by the same command for who waited for it
longest, so nobody sees it in between.

What each would take was planned when they joined. A plan whose schedule has changed since is left
out: it is planned anew (``flows/booking/waiting_in_line``), and what nobody could be offered here
is looked at by the timer. So is what a silent calendar elsewhere may have taken: nobody is asked
over the network by the command that frees a time.

An offer is a hold like any other. It takes of its owner's bounds; who holds as much as they may is
passed over, and keeps their place. Goods that go along are held with it, as far as they are there
(``goods_along``).
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Final, TypeAlias
from uuid import UUID

import msgspec
import structlog
from msgspec.structs import replace

from holdfast.booking.bookings import (
    BookingDue,
    NewBooking,
    Taking,
    cell_lines,
    due_cells,
    due_for,
    freed_with,
    schedule_guards,
    takings_of,
)
from holdfast.booking.outside import silent_calendars
from holdfast.catalog import stock_variant
from holdfast.db.engine import is_away
from holdfast.flows.checkout.basket import order_of
from holdfast.flows.checkout.client_record import off_list, secured
from holdfast.flows.checkout.held import held
from holdfast.flows.commit.lines import still_taken
from holdfast.flows.commit.offers import NO_OFFERS, Offers
from holdfast.flows.commit.ways import ways_of_takings
from holdfast.flows.ending.goods_along import Fit, put_on_sale, room_of, with_goods, without_goods
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id, shop_now
from holdfast.ledger import Deposit, Expect, Line, Operation, Rider
from holdfast.orders import load_items
from holdfast.people import of_owner
from holdfast.waiting import InLine, first_in_line, offered

__all__ = [
    "OFFER_FOR", "clock_of", "first_plan", "is_free", "offers_of", "offers_of_cells",
    "offers_of_due", "offers_of_order", "offers_to", "read_plans", "stands", "stock_back",
]  # fmt: skip

log = structlog.get_logger("holdfast.waiting")

OFFER_FOR: Final = timedelta(minutes=30)
"""How long an offer is held, if its time does not begin before."""
_LEAST: Final = timedelta(minutes=5)
_LOOKED_AT: Final = 20
_AT_ONCE: Final = 3
"""Offers of one command."""

NO_GOODS: Final[Mapping[str, int]] = {}
read_plans: Final = msgspec.json.Decoder(tuple[NewBooking, ...]).decode

Heard: TypeAlias = Callable[[NewBooking], Awaitable[bool]]
"""Whether no calendar elsewhere keeps it from being offered."""


def first_plan(place: InLine) -> NewBooking | None:
    """None of one whose plans are gone, until it is planned anew."""
    return next(iter(read_plans(place.plans_text)), None)


def clock_of(place: InLine) -> str:
    """The zone that it is planned in."""
    plan = first_plan(place)
    return "UTC" if plan is None else plan.when.zone


async def offers_of(
    settler: Settler,
    freed: Sequence[Taking],
    kept: Sequence[Taking] = (),
    guarded: Sequence[Expect] = (),
    goods: Mapping[str, int] = NO_GOODS,
) -> Offers:
    """For who waits first for what these give back, but for what is ``kept`` of it by another;
    ``guarded``: what the command raises already; ``goods``: units that come back with it."""
    room = {one.key: one.quantity for one in cell_lines(freed)}
    for one in cell_lines(kept):
        room[one.key] = room.get(one.key, 0) - one.quantity
    room |= await put_on_sale(settler, goods)
    return await offers_of_cells(settler, freed, room, guarded)


def stock_back(operations: Iterable[Operation]) -> dict[str, int]:
    """Units of goods that these put on sale again."""
    return {
        one.key: one.quantity
        for one in operations
        if isinstance(one, Deposit) and stock_variant(one.key) is not None
    }


async def offers_of_cells(
    settler: Settler,
    takings: Sequence[Taking],
    room: Mapping[str, int],
    guarded: Sequence[Expect] = (),
) -> Offers:
    """For who waits first for something of these, where not all of it comes free: ``room`` of each
    of its cells."""
    if not takings:
        return NO_OFFERS
    start, end = min(one.starts_at for one in takings), max(one.ends_at for one in takings)
    resources = [*await freed_with(settler.database.pool, takings)]
    line = await first_in_line(settler.database.pool, start, end, resources, shop_now(), _LOOKED_AT)
    return await offers_to(settler, line, room, guarded) if line else NO_OFFERS


async def offers_of_order(settler: Settler, order_id: UUID, booking_id: UUID | None) -> Offers:
    """For who waits first for what an order holds: the time of its booking, or what a dearer move
    has beside the booking's own until its difference is paid."""
    pool = settler.database.pool
    if booking_id is not None:
        freed = (await takings_of(pool, [booking_id]))[booking_id]
        items = (await load_items(pool, [order_id]))[order_id]
        goods = Counter[str]()
        for item in items:
            goods.update(still_taken(item, None))
        return await offers_of(settler, freed, goods=goods)
    due = await due_for(pool, order_id)
    return NO_OFFERS if due is None else await offers_of_due(settler, due)


async def offers_of_due(settler: Settler, due: BookingDue) -> Offers:
    """The same, if it is for a move."""
    if not due.for_move:
        return NO_OFFERS
    cells = await due_cells(settler.database.pool, due.id)
    return await offers_of_cells(
        settler, due.plan.takings, {one.key: one.quantity for one in cells}
    )


async def offers_to(
    settler: Settler,
    line: Sequence[InLine],
    room: Mapping[str, int],
    guarded: Sequence[Expect] = (),
    heard: Heard | None = None,
) -> Offers:
    """As many of the line as can be offered what they wait for, where ``room`` is what comes free
    of each cell beside what is. ``heard`` asks calendars that are silent; without it what they may
    have taken is left. A place that fails is passed over: what frees the time goes on."""
    left = dict(room)
    days = {one.key for one in guarded}
    operations: list[Operation] = []
    riders: list[Rider] = []
    made = 0
    for place in line:
        try:
            fit = await _fitting(settler, place, left, days, heard)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("a place in line is passed over", place=str(place.id))
            continue
        if fit is None:
            continue
        new = fit.booking
        for one in (*cell_lines(new.takings), *fit.bounds):
            left[one.key] = left.get(one.key, 0) - one.quantity
        for key, units in fit.taken.items():
            left[key] = left.get(key, 0) - units
        days.update(one.key for one in new.ways)
        offer = _offer(place, fit)
        operations += offer.operations
        riders += offer.riders
        made += 1
        if made == _AT_ONCE:
            break
    return Offers(tuple(operations), tuple(riders))


async def _fitting(
    settler: Settler,
    place: InLine,
    room: Mapping[str, int],
    days: AbstractSet[str],
    heard: Heard | None,
) -> Fit | None:
    """The first of the plans that can be held, if the command does not raise its ``days`` yet:
    what raises one twice is refused."""
    if place.starts_at < shop_now() + _LEAST:
        return None
    owner = of_owner(place.owner)
    for new in read_plans(place.plans_text):
        if not await _stands(settler, new) or not await is_free(settler, new, room):
            continue
        there = await ways_of_takings(settler, settler.travelling, None, new.takings, new.at)
        if there.late or not days.isdisjoint(one.key for one in there.guards):
            continue
        alone = await without_goods(settler, owner, place, new)
        if not await _have_room(settler, alone.bounds, room):
            continue
        if await off_list(settler.database, place.owner, new):
            continue
        if await (_is_heard(settler, new) if heard is None else heard(new)):
            new = await secured(settler.database.pool, place.owner, new)
            new = replace(new, id=new_id(), ways=there.guards)
            return await with_goods(settler, owner, place, new, room)
    return None


async def _is_heard(settler: Settler, new: NewBooking) -> bool:
    """Without asking any: one that was refused cannot be asked, and what its silence means is
    said."""
    ids = [one.resource_id for one in new.takings]
    silent = await settler.database.gathered(silent_calendars).many(ids)
    return not any(
        one.is_connected or one.silence_blocks for some in silent.values() for one in some
    )


async def stands(settler: Settler, place: InLine) -> bool:
    """Whether one of the plans is by the schedules of now."""
    return any([await _stands(settler, one) for one in read_plans(place.plans_text)])


async def _stands(settler: Settler, new: NewBooking) -> bool:
    """Whether the schedules are those it was planned by."""
    guards = schedule_guards(new.takings)
    found = [(await settler.reader.account(one.key)).version for one in guards]
    return found == [one.version for one in guards]


async def is_free(settler: Settler, new: NewBooking, room: Mapping[str, int]) -> bool:
    """Whether all of its cells are to be had, with the ``room`` that comes beside what is."""
    return await _have_room(settler, cell_lines(new.takings), room)


async def _have_room(settler: Settler, lines: Sequence[Line], room: Mapping[str, int]) -> bool:
    for one in lines:
        if await room_of(settler, one, room) < one.quantity:
            return False
    return True


def _offer(place: InLine, fit: Fit) -> Offers:
    """Held as any booking is, for its owner, with the deadline; one on request, until it is to be
    answered."""
    order = order_of(fit.basket, place.owner, bounds=fit.bounds, locale=place.locale, plan=fit.plan)
    lasts = fit.booking.waits_for_answer or min(OFFER_FOR, place.starts_at - shop_now())
    taken = held(order, lasts.total_seconds())
    return Offers(taken.operations, (*taken.riders, *offered(place, order.id, fit.missing)))
