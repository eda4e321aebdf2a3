"""What comes free of a variant is held for who waited longest for it, before anybody else sees it.

While somebody waits the ledger keeps whatever comes free, by whatever way, for holds of the line
(``ledger.Wait``): so nothing has to be in time here. A restock brings the first holds along, in its
own command; all else is held by a command that follows it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from msgspec.structs import replace

from holdfast.catalog import Selection, stock_variant
from holdfast.flows.checkout.basket import Basket, CartLine, choose, order_of, priced_lines
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.prices import prices_for
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.offers import NO_OFFERS, Offers
from holdfast.flows.waiting.everywhere import Everywhere, everywhere
from holdfast.kit import Problem, new_id, shop_now
from holdfast.ledger import Accepted, Conflict, Hold, Operation, Rider, Short, kept_stores
from holdfast.locations import taken_greedily
from holdfast.pricing import Quote
from holdfast.waiting import (
    AwaitedUnits,
    UnitsOffered,
    first_for_units,
    taken_off,
    units_offered,
)

__all__ = ["AT_ONCE", "GoodsLine", "serve_lines"]

log = structlog.get_logger("holdfast.waiting")

AT_ONCE: Final = 200
"""Offers of one command."""
_ROUNDS: Final = 1_000
_TRIES: Final = 20
_STORES: Final = 100


class GoodsLine:
    """Who waits for units of variants."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._baskets: dict[int, Basket] = {}

    async def offers(self, variant_id: UUID, free: Mapping[str, int], /) -> Offers:
        """To the first of them, if so many are free of these accounts; everybody of a line that is
        for nothing, since it is not sold any more, is told so."""
        line = await first_for_units(self._till.database.pool, variant_id, AT_ONCE)
        if not line or sum(free.values()) < 1:
            return NO_OFFERS
        self._baskets.clear()
        known = await everywhere(self._till.reader, variant_id)
        try:
            return await self._offers(known, line, dict(free))
        except Problem as refusal:
            log.info("what they wait for is not sold", variant=variant_id, why=refusal.code)
            return _ended(known, line)

    async def serve(self, variant_id: UUID, /) -> int:
        """Hold what is kept for them, one command after the other; how many were offered it."""
        done, tried = 0, 0
        for _ in range(_ROUNDS):
            kept = (await everywhere(self._till.reader, variant_id)).kept
            offers = await self.offers(variant_id, kept)
            if not offers.operations:
                break
            outcome = await self._till.ledger.commit(
                process("line").command(offers.operations, offers.riders, f"offer/{new_id()}")
            )
            if isinstance(outcome, Accepted):
                done += sum(isinstance(one, Hold) for one in offers.operations)
                tried = 0
            elif isinstance(outcome, Conflict | Short) and tried < _TRIES:
                tried += 1  # somebody was offered it, or left, at this very moment
            else:
                log.warning("the line is not served", variant=variant_id, outcome=outcome)
                break
        return done

    async def _offers(
        self, known: Everywhere, line: Sequence[AwaitedUnits], free: dict[str, int]
    ) -> Offers:
        seconds = float((await self._till.shop.now()).offer_seconds)
        operations: list[Operation] = []
        riders: list[Rider] = []
        count = 0
        for place in line:
            taken = taken_greedily(place.quantity, free)
            if not taken:
                break
            basket = await self._basket(place, sum(taken.values()))
            offer = _offer(place, basket, taken, seconds)
            operations += offer.operations
            riders += offer.riders
            for account, some in taken.items():
                free[account] -= some
            count += 1
        operations += known.wait(-count)
        return Offers(tuple(operations), tuple(riders))

    async def _basket(self, place: AwaitedUnits, quantity: int) -> Basket:
        """At the price of now, with the offers that anybody may use as often as they like: what is
        bounded could be gone, and would be in the way of the whole line."""
        found = self._baskets.get(quantity)
        if found is None:
            asked = CartLine(place.product_id, Selection(place.variant_id), quantity)
            lines = await choose(self._till.shelf, [asked])
            currency = lines[0].product.currency
            prices = await prices_for(self._till, None, priced_lines(lines), currency)
            prices = replace(
                prices, automatic=tuple(one for one in prices.automatic if not one.uses(""))
            )
            quote: Quote = prices.plain()
            found = Basket(lines, currency, quote, breakdown=prices.breakdown(quote, ""))
            self._baskets[quantity] = found
        return found


async def serve_lines(till: Till) -> int:
    """Of every variant of which something is kept; how many were offered something."""
    line, done = GoodsLine(till), 0
    for key in await kept_stores(till.database, _STORES):
        if (variant_id := stock_variant(key)) is not None:
            done += await line.serve(variant_id)
    return done


def _offer(place: AwaitedUnits, basket: Basket, taken: Mapping[str, int], seconds: float) -> Offers:
    """Reserved as any order is, with the line's own deadline."""
    order = order_of(basket, place.owner, locale=place.locale, plan=(taken,))
    whole = held(order, seconds)
    fact = UnitsOffered(
        place.owner,
        order.id,
        order.number,
        place.product_id,
        place.variant_id,
        place.name,
        order.items[0].quantity,
        place.quantity,
        order.total,
        order.currency,
        shop_now() + timedelta(seconds=seconds),
        place.locale,
    )
    first = tuple(
        replace(one, first=True) if isinstance(one, Hold) else one for one in whole.operations
    )
    return Offers(first, (*whole.riders, *units_offered(place, fact)))


def _ended(known: Everywhere, line: Sequence[AwaitedUnits]) -> Offers:
    riders = tuple(rider for place in line for rider in taken_off(place))
    return Offers(known.wait(-len(line)), riders)
