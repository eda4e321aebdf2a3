"""Goods that go along with a time somebody waits for: as many as can be held at the moment it is
offered. What cannot be is said to them, and keeps nobody from the time."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import NewBooking
from holdfast.catalog import Selection, goods_key
from holdfast.flows.checkout.asking import asked_bounds
from holdfast.flows.checkout.basket import Basket, BasketLine, CartLine, choose, priced_lines
from holdfast.flows.checkout.bounds import HoldBounds, bounds_of
from holdfast.flows.checkout.prices import prices_for
from holdfast.flows.checkout.sources import shares_at, sources_of
from holdfast.flows.checkout.taxed import session_taxes, with_beside
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.ledger import MAX_BALANCE, Line
from holdfast.locations import NOWHERE, Plan
from holdfast.people import Principal
from holdfast.pricing import Quote
from holdfast.waiting import Along, InLine

__all__ = ["Fit", "put_on_sale", "room_of", "with_goods", "without_goods"]


class Fit(Struct, frozen=True):
    """What can be held for a place, where its goods come from, what all of it takes of its owner's
    bounds, and what is ``missing`` of the goods."""

    basket: Basket
    bounds: tuple[Line, ...]
    plan: Plan | None = None
    missing: tuple[Along, ...] = ()

    @property
    def booking(self) -> NewBooking:
        """The time."""
        assert self.basket.booking is not None
        return self.basket.booking

    @property
    def taken(self) -> dict[str, int]:
        """Units of goods, wherever they lie."""
        found: dict[str, int] = {}
        for line in self.basket.lines:
            for key, units in line.goods.items():
                found[key] = found.get(key, 0) + units
        return found


async def room_of(settler: Settler, line: Line, room: Mapping[str, int]) -> int:
    """What is left of a cell, or of a bound, with the ``room`` that comes beside what is."""
    account = await settler.reader.account(line.key)
    assert line.capacity is not None, "a cell, or a bound"
    most = line.capacity
    if (share := line.share) is not None:
        free = (await settler.reader.account(share.of)).balance + account.held
        most = min(most, max(share.least, free * share.percent // 100))
    return most - account.balance - account.held + room.get(line.key, 0)


async def put_on_sale(settler: Settler, units: Mapping[str, int]) -> dict[str, int]:
    """What of this that comes back is nobody's who waits for it, by account of the first
    location."""
    found: dict[str, int] = {}
    for key, count in units.items():
        if not (await settler.reader.waits(key))[1]:
            found[goods_key(key)] = found.get(goods_key(key), 0) + count
    return found


async def without_goods(settler: Settler, owner: Principal, place: InLine, new: NewBooking) -> Fit:
    """The time alone."""
    bounds = await _bounds(settler, owner, new, ())
    taxed = session_taxes(await settler.shop.now(), new.service_id, new.parts, new.prepaid)
    basket = Basket(
        (),
        new.currency,
        Quote((), new.prepaid, 0),
        description=place.service_name,
        breakdown=with_beside(None, place.service_name, taxed, new.currency),
        booking=new,
    )
    return Fit(basket, bounds.lines, missing=place.beside)


async def with_goods(
    settler: Settler, owner: Principal, place: InLine, new: NewBooking, room: Mapping[str, int]
) -> Fit:
    """The time with what there is of the goods along, at the prices of now."""
    alone = await without_goods(settler, owner, place, new)
    lines = await _within_bounds(settler, owner, new, await _there(settler, place, new, room), room)
    if not lines:
        return alone
    # As for goods in line: an offer of the shop that is bounded could be gone, and in the way.
    prices = await prices_for(settler, None, priced_lines(lines), new.currency)
    free_for_all = tuple(one for one in prices.automatic if not one.uses(""))
    prices = replace(prices, method=None, nowhere=False, automatic=free_for_all)
    quote = prices.plain()
    if quote.total + new.prepaid > MAX_BALANCE:
        return alone
    basket = Basket(
        tuple(lines),
        new.currency,
        quote,
        description=place.service_name,
        breakdown=with_beside(
            prices.breakdown(quote, ""),
            place.service_name,
            session_taxes(await settler.shop.now(), new.service_id, new.parts, new.prepaid),
            new.currency,
        ),
        booking=new,
        amount=new.prepaid,
    )
    sources = await sources_of(settler, basket, NOWHERE)
    if sources.rounds and sources.plan is None:
        return alone  # what comes back lies elsewhere
    bounds = shares_at(await _bounds(settler, owner, new, lines), lines, sources.plan)
    return Fit(basket, bounds.lines, sources.plan, _missing(place, lines))


async def _bounds(
    settler: Settler, owner: Principal, new: NewBooking, lines: Sequence[BasketLine]
) -> HoldBounds:
    """As if they asked for it now."""
    found = await bounds_of(settler, owner, lines, new.asking.network)
    return asked_bounds(settler, owner, new, found)


async def _there(
    settler: Settler, place: InLine, new: NewBooking, room: Mapping[str, int]
) -> list[BasketLine]:
    """What is in stock of it, and sold in the currency of the time."""
    left = dict(room)
    found: list[BasketLine] = []
    for at, one in enumerate(place.beside):
        asked = CartLine(one.product_id, Selection(one.variant_id), one.quantity)
        try:
            (line,) = await choose(settler.shelf, [asked])
        except Problem:  # not sold any more
            continue
        if line.product.currency != new.currency:
            continue
        count = one.quantity
        for key, units in line.variant.goods.items():
            free = (await settler.stocks.of(key)).balance + left.get(key, 0)
            count = min(count, max(free, 0) // units)
        if count:
            found.append(replace(line, at=at, quantity=count))
            for key, units in found[-1].goods.items():
                left[key] = left.get(key, 0) - units
    return found


async def _within_bounds(
    settler: Settler,
    owner: Principal,
    new: NewBooking,
    lines: Sequence[BasketLine],
    room: Mapping[str, int],
) -> list[BasketLine]:
    """As many of them as this owner may hold."""
    bounds = await _bounds(settler, owner, new, lines)
    may: dict[UUID, int] = {}
    for one in bounds.lines:
        if (bound := bounds.units.get(one.key)) is not None:
            more = max(await room_of(settler, one, room), 0)
            may[bound.variant] = min(more, may.get(bound.variant, more))
    found: list[BasketLine] = []
    for line in lines:
        most = may.get(line.variant.id, line.quantity)
        if count := min(line.quantity, most):
            found.append(replace(line, quantity=count))
            may[line.variant.id] = most - count
    return found


def _missing(place: InLine, lines: Sequence[BasketLine]) -> tuple[Along, ...]:
    had = {line.at: line.quantity for line in lines}
    return tuple(
        replace(one, quantity=one.quantity - had.get(at, 0))
        for at, one in enumerate(place.beside)
        if one.quantity > had.get(at, 0)
    )
