"""What is made of other goods is sold from their stock: all of it or nothing, and what an order
took goes back, whatever it is made of by then."""

import asyncio
from typing import cast
from uuid import UUID

import pytest

from holdfast.catalog import stock_key
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.lines import goods_of_one
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.parts import BadParts, HasStock, set_parts
from holdfast.flows.inventory.stock import MadeOfOthers
from holdfast.flows.returning.asking import approve, ask_for, receive
from holdfast.flows.returning.inspecting import Came, inspect
from holdfast.flows.staff.orders import complete
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import new_id
from holdfast.locations import LocationNotFound
from holdfast.orders import load_items
from holdfast.returns import written_off_key
from holdfast.views.stock import read_stock
from holdfast.views.waiting import awaited_variants
from holdfast.worker.stock_levels import StockLevels
from tests.db.flows.buying import (
    Goods,
    a_customer,
    a_guest,
    end_hold,
    new_goods,
    order_now,
    reserve,
    stock_of,
    sweep_all,
)
from tests.db.flows.inventory.making import made_of, say_parts
from tests.db.flows.inventory.places import counted, opened, stock_in
from tests.db.flows.returning.test_returns import STAFF as MANAGER
from tests.db.flows.returning.test_returns import bought, units
from tests.db.flows.stage import Stage
from tests.db.flows.waiting.lining import STAFF, a_line, attempt, places


async def shown(stage: Stage, goods: Goods) -> tuple[int, int, int]:
    """Free, held and version, as buyers see it."""
    found = await read_stock(stage.database.pool, [goods.product_id], stage.reader.partitions)
    one = found[goods.product_id].variants[goods.variant_id]
    return one.stock, one.held, one.version


async def test_it_is_sold_whole_and_comes_back_as_it_was_made(stage: Stage) -> None:
    lamp, bulb = await new_goods(stage, 4), await new_goods(stage, 7)
    both = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 2))
    free, held, version = await shown(stage, both)
    assert (free, held) == (3, 0), "seven bulbs are enough for three"
    buyer = a_customer()
    first = await reserve(stage, buyer, both, quantity=2)
    assert [await stock_of(stage, one) for one in (lamp, bulb, both)] == [(2, 2), (3, 4), (0, 0)]
    assert (await shown(stage, both))[:2] == (1, 2)
    assert (await shown(stage, both))[2] > version
    with pytest.raises(InsufficientStock) as refused:
        await reserve(stage, a_customer(), both, quantity=2)
    (short,) = cast("list[dict[str, object]]", refused.value.extra["shortages"])
    assert (short["variantId"], short["wanted"], short["available"]) == (
        str(both.variant_id), 2, 1,
    )  # fmt: skip
    guest = await reserve(stage, a_guest(), both)
    (item,) = (await load_items(stage.database.pool, [first.order_id]))[first.order_id]
    assert goods_of_one(item) == {stock_key(lamp.variant_id): 1, stock_key(bulb.variant_id): 2}
    await say_parts(stage, both, (bulb, 7))
    assert (await shown(stage, both))[2] > version
    await cancel(stage, Caller(buyer), order_id=first.order_id)
    await end_hold(stage, guest)
    await sweep_all(stage)
    assert (await order_now(stage, guest)).status == "cancelled"
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(4, 0), (7, 0)]
    assert (await shown(stage, both))[:2] == (1, 0), "of seven bulbs by now"


async def test_parts_of_what_came_back_are_on_sale_or_written_off(stage: Stage) -> None:
    lamp, bulb = await new_goods(stage, 4), await new_goods(stage, 7)
    both = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 2))
    buyer, order = await bought(stage, both, quantity=3)
    await complete(stage, MANAGER, order.id)
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(1, 0), (1, 0)]
    await say_parts(stage, both, (bulb, 1))
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(3)}, "")
    await approve(stage, MANAGER, asked, "")
    await receive(stage, MANAGER, asked)
    await inspect(stage, MANAGER, asked, {0: Came(restocked=2, written_off=1, fault="broken")})
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(3, 0), (5, 0)]
    gone = [await stage.reader.account(written_off_key(one.variant_id)) for one in (lamp, bulb)]
    assert [one.balance for one in gone] == [1, 2]


async def test_what_came_back_lies_where_staff_say(stage: Stage) -> None:
    """At a place where its parts never lay, too; and who waits for one of them there is kept it."""
    where = await opened(stage, "FR")
    lamp, bulb = await new_goods(stage, 1), await new_goods(stage, 2)
    both = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 2))
    buyer, order = await bought(stage, both, quantity=1)
    await complete(stage, MANAGER, order.id)
    line = await a_line(stage, bulb, 1)
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    await approve(stage, MANAGER, asked, "")
    await receive(stage, MANAGER, asked)
    with pytest.raises(LocationNotFound):
        await inspect(stage, MANAGER, asked, {0: Came(1)}, location=new_id())
    await inspect(stage, MANAGER, asked, {0: Came(1)}, location=where[1])
    assert await counted(stage, lamp, where) == [(0, 0), (1, 0)]
    await GoodsLine(stage).serve(bulb.variant_id)
    assert await places(stage, line) == [0]
    assert await counted(stage, bulb, where) == [(0, 0), (1, 1)]


async def test_siblings_draw_on_one_pool_and_race_over_two_locations(stage: Stage) -> None:
    """Nobody gets what is not there: cushions of 2 and curtains of 5 from a roll of 41 in two
    places, and what is left is less than the least of them."""
    where = await opened(stage, "FR")
    roll = await new_goods(stage, 22)
    await stock_in(stage, roll, where[1], 19)
    cushion = await made_of(stage, roll=(roll, 2))
    curtain = await made_of(stage, roll=(roll, 5))
    wanted = [(cushion, 2), (curtain, 5)] * 20
    tries = await asyncio.gather(*(attempt(stage, one) for one, _ in wanted))
    assert all(isinstance(one, Placed | InsufficientStock) for one in tries)
    sold = sum(
        units for one, (_, units) in zip(tries, wanted, strict=True) if isinstance(one, Placed)
    )
    while isinstance(await attempt(stage, cushion), Placed):
        sold += 2
    lies = await counted(stage, roll, where)
    assert (sum(free for free, _ in lies), sum(held for _, held in lies)) == (41 - sold, sold)
    assert 0 <= 41 - sold < 2
    assert (await shown(stage, curtain))[0] == 0


async def test_what_it_cannot_be_made_of(stage: Stage) -> None:
    lamp, bulb = await new_goods(stage, 1), await new_goods(stage, 2)
    both = await made_of(stage, lamp=(lamp, 1))
    with pytest.raises(HasStock):
        await say_parts(stage, bulb, (lamp, 1))
    for parts in ({}, {both.variant_id: 1}, {new_id(): 1}, {bulb.variant_id: 0}):
        with pytest.raises(BadParts):
            await set_parts(stage, STAFF, both.variant_id, dict[UUID, int](parts))
    empty = await new_goods(stage, 0)
    with pytest.raises(BadParts):
        await say_parts(stage, empty, (both, 1))
    with pytest.raises(BadParts):
        await say_parts(stage, lamp, (empty, 1))
    with pytest.raises(MadeOfOthers):
        await stock_in(stage, both, (await stage.stocks.locations.now())[0].id, 1)


async def test_who_waits_for_it_and_who_watches_the_shop_see_how_many_there_are(
    stage: Stage,
) -> None:
    lamp, bulb = await new_goods(stage, 4), await new_goods(stage, 7)
    both = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 2))
    who = a_customer()
    await stage.database.pool.execute(
        "INSERT INTO waiting (owner, variant_id) VALUES ($1, $2)", who.id, both.variant_id
    )
    async with stage.database.read() as connection:
        (awaited,) = await awaited_variants(connection, who.id, "en", stage.reader.partitions)
    assert awaited["stock"] == 3, "seven bulbs are enough for three"
    levels = StockLevels()
    await levels.look(stage.database, stage.reader.partitions)
    (family,) = levels.collect()
    told = {one.labels["product_id"]: one.value for one in family.samples}
    assert told == {str(lamp.product_id): 4, str(bulb.product_id): 7, str(both.product_id): 3}
