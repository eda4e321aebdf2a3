"""Stock in many places is sold as one, and comes back to where it was taken from."""

import asyncio
from typing import cast

import pytest

from holdfast.catalog import stock_key
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.inventory.locations import change_location
from holdfast.flows.inventory.stock import BelowHeld, StockChange, change_stock
from holdfast.kit import new_id
from holdfast.locations import BadLocation, Location, LocationNotFound
from holdfast.orders import load_items
from tests.db.flows.buying import (
    a_customer,
    cart_of,
    end_hold,
    new_goods,
    reserve,
    state_now,
    sweep_all,
)
from tests.db.flows.inventory.places import at_place, counted, opened, stock_in
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.stage import Stage
from tests.db.flows.waiting.lining import STAFF, a_line, attempt, deposit, offer_of, places

BUYERS = 64


async def test_bought_from_where_it_lies_and_given_back_there(stage: Stage) -> None:
    """The near one sends all of it if it can; else it is taken from several, and the order
    remembers which: when it is cancelled, runs out or is refunded it lies where it lay."""
    where = await opened(stage, "FR", "KR")
    goods = await new_goods(stage, 3)
    await stock_in(stage, goods, where[1], 2)
    await stock_in(stage, goods, where[2], 4)
    lay = [(3, 0), (2, 0), (4, 0)]
    assert (await stage.stocks.of(stock_key(goods.variant_id))).balance == 9
    buyer = a_customer()
    korea = Choice(region="KR")
    one = await place(stage, Caller(buyer), cart_of(goods, quantity=2), choice=korea)
    assert await counted(stage, goods, where) == [(3, 0), (2, 0), (2, 2)]
    spread = await reserve(stage, buyer, goods, quantity=6)
    assert await counted(stage, goods, where) == [(0, 3), (0, 2), (1, 3)]
    (item,) = (await load_items(stage.database.pool, [spread.order_id]))[spread.order_id]
    assert item.taken == dict(zip((at_place(goods, one) for one in where), (3, 2, 1), strict=True))
    with pytest.raises(InsufficientStock) as refused:
        await reserve(stage, buyer, goods, quantity=2)
    short = cast("list[dict[str, object]]", refused.value.extra["shortages"])
    assert [(one["wanted"], one["available"], one["held"]) for one in short] == [(2, 1, 8)], "all"
    await cancel(stage, Caller(buyer), order_id=one.order_id)
    await end_hold(stage, spread)
    await sweep_all(stage)
    assert await counted(stage, goods, where) == lay
    await new_wallet(stage, buyer, 10_000)
    paid = await buy(stage, buyer, cart_of(goods, quantity=8))
    assert await counted(stage, goods, where) == [(0, 0), (0, 0), (1, 0)]
    await cancel(stage, Caller(buyer), order_id=paid)
    assert await counted(stage, goods, where) == lay
    assert await state_now(stage, Placed(paid, "")) == ("cancelled", "refunded", "done")


async def test_a_stampede_over_five_locations_sells_exactly_the_sum(stage: Stage) -> None:
    where = await opened(stage, "FR", "KR", "US", "JP")
    goods = await new_goods(stage, 9)
    for location, count in zip(where[1:], (1, 8, 0, 12), strict=True):
        if count:
            await stock_in(stage, goods, location, count)

    bought = await asyncio.gather(*(attempt(stage, goods) for _ in range(BUYERS)))

    assert sum(isinstance(one, Placed) for one in bought) == 30
    assert all(isinstance(one, Placed | InsufficientStock) for one in bought)
    assert await counted(stage, goods, where) == [(0, 9), (0, 1), (0, 8), (0, 0), (0, 12)]


async def test_a_line_stands_at_every_location(stage: Stage) -> None:
    """What comes to any of them is kept for who waits, also to one where it never lay."""
    where = await opened(stage, "FR", "KR")
    goods = await new_goods(stage, 0)
    await stock_in(stage, goods, where[1], 1)
    held = await reserve(stage, buyer := a_customer(), goods)
    line = await a_line(stage, goods, 4)
    await stock_in(stage, goods, where[2], 1)  # where it never lay
    assert await places(stage, line) == [0, 1, 2, 3]
    assert isinstance(await attempt(stage, goods), InsufficientStock)
    await cancel(stage, Caller(buyer), order_id=held.order_id)  # comes free at the second
    assert isinstance(await attempt(stage, goods), InsufficientStock), "kept until it is offered"
    await deposit(stage, goods)
    await stock_in(stage, goods, where[2], 2)
    assert [one == 0 for one in await places(stage, line)] == [True] * 4
    assert await counted(stage, goods, where) != []
    (item,) = (
        await load_items(stage.database.pool, [(offer := await offer_of(stage, line[0])).order_id])
    )[offer.order_id]
    assert item.taken == {at_place(goods, where[2]): 1}
    left = await stage.stocks.of(stock_key(goods.variant_id))
    assert (left.balance, left.kept, left.held) == (1, 0, 4)


async def test_what_is_refused(stage: Stage) -> None:
    where = await opened(stage, "FR")
    goods = await new_goods(stage, 1)
    with pytest.raises(LocationNotFound):
        await stock_in(stage, goods, new_id(), 1)
    await stock_in(stage, goods, where[1], 2)
    await reserve(stage, a_customer(), goods, quantity=2)
    count = StockChange(goods.variant_id, "set", 1, "count", where[1])
    with pytest.raises(BelowHeld):
        await change_stock(stage, STAFF, count)
    closed = Location(where[1], "Paris", active=False)
    await change_location(stage, STAFF, where[1], closed)
    with pytest.raises(LocationClosed):
        await stock_in(stage, goods, where[1], 1)
    for bad in (Location(where[1], "main"), Location(where[0], "Main", active=False)):
        with pytest.raises(BadLocation):
            await change_location(stage, STAFF, bad.id, bad)
    with pytest.raises(LocationNotFound):
        await change_location(stage, STAFF, new_id(), closed)
