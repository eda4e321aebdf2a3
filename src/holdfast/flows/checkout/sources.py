"""Where the units of an order come from, in a shop whose stock lies in several places: the plans of
``locations.planning``, tried one after the other. A shop with one location reads nothing for it. A
buyer who takes what is announced, too, has it where there is too little in stock."""

import asyncio
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import STOCK_PREFIX, goods_key, stock_key
from holdfast.flows.checkout.basket import Basket, BasketLine
from holdfast.flows.checkout.bounds import Bounding, HoldBounds
from holdfast.kit import shop_now
from holdfast.ledger import Line, Shortage
from holdfast.locations import (
    NOWHERE,
    Destination,
    Plan,
    Wanted,
    plans,
    with_to_come,
)
from holdfast.preorders import open_preorders

__all__ = [
    "ALL_FROM_FIRST",
    "Sources",
    "after_short",
    "destination",
    "of_all_places",
    "shares_at",
    "sources_of",
]

_ROUNDS = 8


class Sources(Struct, frozen=True):
    """``left``: the plans that were not tried, of which the first is next; none: all comes from the
    first location. ``rounds``: how often they were made; 0: there is only that one."""

    left: tuple[Plan, ...] = ()
    rounds: int = 0
    to: Destination = NOWHERE

    @property
    def plan(self) -> Plan | None:
        return self.left[0] if self.left else None


ALL_FROM_FIRST = Sources()


async def sources_of(parts: Bounding, basket: Basket, to: Destination, rounds: int = 1) -> Sources:
    """As the stock lies now."""
    if not basket.lines or basket.sale is not None:
        return ALL_FROM_FIRST
    known = await parts.stocks.locations.now()
    if len(known) < 2:
        return ALL_FROM_FIRST
    to = await parts.stocks.locations.located(to)
    wanted = [Wanted(*goods) for one in basket.lines for goods in one.goods.items()]
    keys = dict.fromkeys(one.key for one in wanted)
    found = await asyncio.gather(*(parts.stocks.at(known, key) for key in keys))
    free = {one.key: one.balance for some in found for one in some}
    left = tuple(_by_line(basket, plan) for plan in plans(wanted, free, known, to))
    return Sources(left, rounds, to)


def _by_line(basket: Basket, plan: Plan) -> Plan:
    """What a line takes of all it is made of, together."""
    each = iter(plan)
    return tuple(dict(ChainMap(*(dict(next(each)) for _ in one.goods))) for one in basket.lines)


def destination(basket: Basket, place: str | None) -> Destination:
    """Where the basket goes: to its address; else to the ``place`` that was chosen for the price,
    by ISO 3166."""
    if basket.address is not None:
        return Destination(basket.address.country, basket.address.postal_code)
    return Destination((place or "")[:2] or None)


async def after_short(
    parts: Bounding,
    basket: Basket,
    sources: Sources,
    shortages: Iterable[Shortage],
    *,
    preorder: bool = False,
) -> Sources | None:
    """What to try when this plan was short of stock; None: there is too little, or it changes hands
    too fast to say. ``preorder``: what is announced is taken, too."""
    if not (sources.rounds or preorder):
        return None
    if not any(one.key.startswith(STOCK_PREFIX) for one in shortages):
        return None
    if len(sources.left) > 1:
        return replace(sources, left=sources.left[1:])
    if sources.rounds == _ROUNDS:
        return None
    again = await sources_of(parts, basket, sources.to, sources.rounds + 1)
    if not again.left and preorder:
        again = await _with_to_come(parts, basket, replace(sources, rounds=sources.rounds + 1))
    return again if again.left else None


async def _with_to_come(parts: Bounding, basket: Basket, sources: Sources) -> Sources:
    """What stands in stock, and the rest of what is announced of it and sold before it is there. Of
    what goods are made of nothing is."""
    plain = {one.variant.id for one in basket.lines if not one.variant.parts}
    made_of = {key for one in basket.lines if one.variant.parts for key in one.goods}
    known = await open_preorders(parts.database.pool, list(plain), shop_now())
    keys = {stock_key(one) for one in known} - made_of
    if not keys or basket.sale is not None:
        return ALL_FROM_FIRST
    places = await parts.stocks.locations.now()
    wanted = [Wanted(*goods) for one in basket.lines for goods in one.goods.items()]
    found = await asyncio.gather(
        *(parts.stocks.at(places, key) for key in dict.fromkeys(one.key for one in wanted))
    )
    to_come = await asyncio.gather(*map(parts.stocks.to_come, keys))
    free = {one.key: one.balance for some in (*found, to_come) for one in some}
    plan = with_to_come(wanted, free, places, sources.to)
    return ALL_FROM_FIRST if plan is None else replace(sources, left=(_by_line(basket, plan),))


def shares_at(bounds: HoldBounds, lines: Sequence[BasketLine], plan: Plan | None) -> HoldBounds:
    """A guest's share is of what is free where most of the units come from: the ledger judges it by
    an account that the same hold takes."""
    if plan is None:
        return bounds
    most: dict[str, Mapping[str, int]] = {}
    for line, taken in zip(lines, plan, strict=True):
        for key in line.goods:
            own = {one: units for one, units in taken.items() if goods_key(one) == key}
            most.setdefault(key, own)

    def moved(line: Line) -> Line:
        if line.share is None or (taken := most.get(line.share.of)) is None:
            return line
        return replace(line, share=replace(line.share, of=max(taken, key=lambda one: taken[one])))

    return replace(bounds, lines=tuple(map(moved, bounds.lines)))


async def of_all_places(
    parts: Bounding, basket: Basket, sources: Sources, shortages: Sequence[Shortage]
) -> Sequence[Shortage]:
    """What is short, told of all there is and not of a part that a plan was to take from."""
    if not sources.rounds:
        return shortages
    wanted: dict[str, int] = {}
    for line in basket.lines:
        for key, quantity in line.goods.items():
            wanted[key] = wanted.get(key, 0) + quantity
    found: list[Shortage] = []
    for one in shortages:
        if not one.key.startswith(STOCK_PREFIX):
            found.append(one)
            continue
        key = goods_key(one.key)
        if key in wanted:
            quantity, there = wanted.pop(key), await parts.stocks.of(key)
            free = min(there.balance, quantity - 1)
            found.append(Shortage(key, quantity, free, there.held))
    return found
