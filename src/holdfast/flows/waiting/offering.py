"""What comes free of a variant is held for who waited longest for it, before anybody else sees it.

While somebody waits the ledger keeps whatever comes free, by whatever way, for holds of the line
(``ledger.Wait``): so nothing has to be in time here. A restock brings the first holds along, in its
own command; all else is held by a command that follows it. Whose turn it is, ``turns`` says.
"""

from collections import Counter
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from msgspec.structs import replace

from holdfast.catalog import stock_variant
from holdfast.flows.checkout.basket import Basket, order_of
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.offers import MOST_OPERATIONS, NO_OFFERS, Offers
from holdfast.flows.waiting.in_line import basket_in_line
from holdfast.flows.waiting.looking import Came, Look, look
from holdfast.flows.waiting.turns import Moved, Served, Turn, turns
from holdfast.kit import Problem, new_id, shop_now
from holdfast.ledger import Accepted, Conflict, Hold, Operation, Rider, Short, kept_stores
from holdfast.waiting import AwaitedUnits, UnitsOffered, moved_to_line, taken_off, units_offered

__all__ = ["AT_ONCE", "GoodsLine", "serve_lines", "stand_anew"]

log = structlog.get_logger("holdfast.waiting")

AT_ONCE: Final = 200
"""Places of a line that are looked at for one command."""
_ROUNDS: Final = 1_000
_TRIES: Final = 20
_STORES: Final = 100


class GoodsLine:
    """Who waits for units of variants."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._baskets: dict[tuple[UUID, int], Basket] = {}

    async def offers(self, came: Came, most: int = MOST_OPERATIONS, /) -> Offers:
        """To the first of their lines, if there will be so much of these accounts, by at ``most``
        so many operations; everybody of a line that is for nothing, since it is not sold any more,
        is told so."""
        return await self._offers(await look(self._till, came, AT_ONCE), most)

    async def serve(self, variant_id: UUID, /) -> int:
        """Hold what is kept for them, one command after the other; how many were offered it."""
        return await self._keep_on({variant_id: {}})

    async def stand_anew(self) -> int:
        """Whose place is in a line of what it does not take any more goes to another one."""
        return await self._keep_on({}, out_of_line=True)

    async def _keep_on(self, came: Came, *, out_of_line: bool = False) -> int:
        done, tried = 0, 0
        for _ in range(_ROUNDS):
            found = await look(self._till, came, AT_ONCE, out_of_line=out_of_line)
            offers = await self._offers(found, MOST_OPERATIONS)
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
                log.warning("the line is not served", variants=list(came), outcome=outcome)
                break
        return done

    async def _offers(self, found: Look, most: int) -> Offers:
        self._baskets.clear()
        while True:
            over = {one.line_id for one in found.ended}
            rest = most - sum(len(found.room[goods]) + 2 for goods in over)
            made = turns(found.standing, found.room, rest, found.read_until)
            for turn in made:
                if isinstance(turn, Served) and not await self._sold(found, turn):
                    break
            else:
                break
        if not made and not found.ended:
            return NO_OFFERS
        seconds = float((await self._till.shop.now()).offer_seconds)
        return _together(found, made, self._baskets, seconds)

    async def _sold(self, found: Look, turn: Served) -> bool:
        """Whether it has a price; else it is not sold any more."""
        place = found.places[turn.place.id]
        try:
            await self._basket(place, turn.quantity)
        except Problem as refusal:
            log.info("what they wait for is not sold", variant=place.variant_id, why=refusal.code)
            found.standing.remove(turn.place)
            found.ended.append(place)
            return False
        return True

    async def _basket(self, place: AwaitedUnits, quantity: int) -> None:
        if (place.variant_id, quantity) in self._baskets:
            return
        basket = await basket_in_line(self._till, place.product_id, place.variant_id, quantity)
        self._baskets[place.variant_id, quantity] = basket


async def serve_lines(till: Till) -> int:
    """Of every variant of which something is kept; how many were offered something."""
    line, done, seen = GoodsLine(till), 0, set[UUID]()
    keys = await kept_stores(till.database, _STORES)
    while keys:
        for variant_id in map(stock_variant, keys):
            if variant_id is not None and variant_id not in seen:
                seen.add(variant_id)
                done += await line.serve(variant_id)
        keys = await kept_stores(till.database, _STORES, keys[-1])
    return done


async def stand_anew(till: Till) -> int:
    """Whoever stands in line for what they do not take any more, since it is made of other goods
    now; how many were offered something."""
    return await GoodsLine(till).stand_anew()


def _together(
    found: Look, made: list[Turn], baskets: dict[tuple[UUID, int], Basket], seconds: float
) -> Offers:
    """One command: that all is as it was seen; the holds; how many more or fewer wait where."""
    holds, riders = list[Operation](), list[Rider]()
    waits, seen, turned = Counter[UUID](), set[UUID](), set[UUID]()
    left, lines = dict(found.room), found.lines
    for place in found.ended:
        waits[place.line_id] -= 1
        riders += taken_off(place)
    for turn in made:
        place = found.places[turn.place.id]
        waits[place.line_id] -= 1
        if isinstance(turn, Moved):
            waits[turn.to] += 1
            turned |= {place.line_id, turn.to}
            riders.append(moved_to_line(place, turn.to))
            continue
        first = turn.place.units.keys() & lines
        seen |= first
        offer = _offer(place, baskets[place.variant_id, turn.quantity], turn, first, seconds)
        holds += offer.operations
        riders += offer.riders
        for goods in turn.place.units:
            left[goods] = {key: n - turn.taken.get(key, 0) for key, n in left[goods].items()}
    guarded = sorted(seen | waits.keys())
    operations: list[Operation] = [one for goods in guarded for one in found.known[goods].guards]
    operations += holds
    for goods, more in waits.items():
        if more:
            operations += found.known[goods].wait(more, left[goods])
    operations += [found.known[goods].turned() for goods in sorted(turned)]
    return Offers(tuple(operations), tuple(riders))


def _offer(
    place: AwaitedUnits, basket: Basket, turn: Served, first: set[UUID], seconds: float
) -> Offers:
    """Reserved as any order is, with the line's own deadline; before others where there is a
    line."""
    order = order_of(basket, place.owner, locale=place.locale, plan=(turn.taken,))
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
    keys = tuple(key for key in turn.taken if stock_variant(key) in first)
    operations = tuple(
        replace(one, first=keys) if isinstance(one, Hold) else one for one in whole.operations
    )
    return Offers(operations, (*whole.riders, *units_offered(place, fact)))
