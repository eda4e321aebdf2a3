"""What comes free of a variant is held for who waited longest for it, before anybody else sees it.

While somebody waits the ledger keeps whatever comes free, by whatever way, for holds of the line
(``ledger.Wait``): so nothing has to be in time here. A restock brings the first holds along, in its
own command; all else is held by a command that follows it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from msgspec.structs import replace

from holdfast.catalog import STOCK_PREFIX, Selection, stock_key
from holdfast.flows.checkout.basket import Basket, CartLine, choose, order_of, priced_lines
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.prices import prices_for
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.offers import NO_OFFERS, Offers
from holdfast.kit import Problem, new_id, shop_now
from holdfast.ledger import Accepted, Conflict, Hold, Operation, Rider, Short, Wait, kept_stores
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

    async def offers(self, variant_id: UUID, free: int, /) -> Offers:
        """To the first of them, if so many are free; everybody of a line that is for nothing,
        since it is not sold any more, is told so."""
        line = await first_for_units(self._till.database.pool, variant_id, AT_ONCE)
        if not line or free < 1:
            return NO_OFFERS
        self._baskets.clear()
        try:
            return await self._offers(variant_id, line, free)
        except Problem as refusal:
            log.info("what they wait for is not sold", variant=variant_id, why=refusal.code)
            return _ended(variant_id, line)

    async def serve(self, variant_id: UUID, /) -> int:
        """Hold what is kept for them, one command after the other; how many were offered it."""
        key, done, tried = stock_key(variant_id), 0, 0
        for _ in range(_ROUNDS):
            kept = (await self._till.reader.account(key)).kept
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

    async def _offers(self, variant_id: UUID, line: Sequence[AwaitedUnits], free: int) -> Offers:
        seconds = float((await self._till.shop.now()).offer_seconds)
        operations: list[Operation] = []
        riders: list[Rider] = []
        count = 0
        for place in line:
            if free < 1:
                break
            quantity = min(place.quantity, free)
            offer = _offer(place, await self._basket(place, quantity), seconds)
            operations += offer.operations
            riders += offer.riders
            free -= quantity
            count += 1
        operations.append(Wait(stock_key(variant_id), -count))
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
        if key.startswith(STOCK_PREFIX):
            done += await line.serve(UUID(key.removeprefix(STOCK_PREFIX)))
    return done


def _offer(place: AwaitedUnits, basket: Basket, seconds: float) -> Offers:
    """Reserved as any order is, with the line's own deadline."""
    order = order_of(basket, place.owner, locale=place.locale)
    taken = held(order, seconds)
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
        replace(one, first=True) if isinstance(one, Hold) else one for one in taken.operations
    )
    return Offers(first, (*taken.riders, *units_offered(place, fact)))


def _ended(variant_id: UUID, line: Sequence[AwaitedUnits]) -> Offers:
    riders = tuple(rider for place in line for rider in taken_off(place))
    return Offers((Wait(stock_key(variant_id), -len(line)),), riders)
