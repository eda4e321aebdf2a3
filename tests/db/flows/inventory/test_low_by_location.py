"""Low by location: each fall there is told once, whatever way units go and come back."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.db.cursors import Consumer
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.inventory.locations import change_location
from holdfast.flows.inventory.low_stock import STOCK_TYPES, LowStock
from holdfast.flows.inventory.stock import StockChange, change_stock, change_threshold
from holdfast.flows.inventory.transfer import InstantTransfer, transfer
from holdfast.flows.staff.shop_settings import update_settings
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.locations import FIRST_LOCATION
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, a_customer, confirm, new_goods, pay_for, reserve
from tests.db.flows.inventory.places import opened, stock_in
from tests.db.flows.inventory.test_parts import made_of
from tests.db.flows.stage import Stage, select
from tests.db.flows.waiting.lining import STAFF


async def told(stage: Stage, goods: Goods) -> list[tuple[bool, dict[str, int]]]:
    """Each time: whether all there is fell, and how many were left where it was low."""
    consumer = Consumer("low-stock", STOCK_TYPES, LowStock(stage.reader.partitions))
    await drain(consumer, stage.database)
    rows = await select(
        stage,
        "SELECT data ->> 'whole', ARRAY(SELECT l ->> 'name' FROM jsonb_array_elements("
        "data -> 'locations') l), ARRAY(SELECT (l ->> 'onHand')::int FROM jsonb_array_elements("
        "data -> 'locations') l) FROM events WHERE subject = $1 AND type = 'stock.low'"
        " ORDER BY xid, id",
        str(goods.variant_id),
    )
    return [(row[0] == "true", dict(zip(row[1], row[2], strict=True))) for row in rows]


async def change(stage: Stage, goods: Goods, at: UUID, kind: str, quantity: int) -> None:
    asked = StockChange(goods.variant_id, kind, quantity, "count", at)  # type: ignore[arg-type]
    await change_stock(stage, STAFF, asked, GoodsLine(stage))


async def moved(stage: Stage, goods: Goods, places: Sequence[UUID], quantity: int) -> None:
    asked = InstantTransfer(goods.variant_id, places[0], places[1], quantity, "spring sale")
    await transfer(stage, STAFF, asked, GoodsLine(stage))


async def low_from(stage: Stage, location: UUID, at: int | None) -> None:
    known = {one.id: one for one in await stage.stocks.locations.now()}
    await change_location(stage, STAFF, location, replace(known[location], low_stock_at=at))


@pytest.fixture
async def places(stage: Stage) -> list[UUID]:
    """The first location, and one in France, where 2 are few."""
    found = await opened(stage, "FR")
    await low_from(stage, found[1], 2)
    return found


async def test_each_location_falls_by_its_own_number_and_is_told_once(
    stage: Stage, places: list[UUID]
) -> None:
    goods = await new_goods(stage, 20)
    await change_threshold(stage.database, STAFF, goods.variant_id, 5)
    await stock_in(stage, goods, places[1], 4)
    assert await told(stage, goods) == []
    await change(stage, goods, places[1], "withdraw", 2)
    assert await told(stage, goods) == [(False, {"FR 0": 2})]
    await change(stage, goods, places[1], "withdraw", 1)
    assert len(await told(stage, goods)) == 1, "it is low still"
    await change(stage, goods, FIRST_LOCATION, "set", 5)
    at_first = (await told(stage, goods))[1:]
    assert [(whole, sorted(low.values())) for whole, low in at_first] == [(False, [1, 5])]
    await change(stage, goods, FIRST_LOCATION, "withdraw", 1)
    assert [whole for whole, _ in await told(stage, goods)] == [False, False, True]


async def test_moves_are_looked_at_on_both_sides(stage: Stage, places: list[UUID]) -> None:
    goods = await new_goods(stage, 20)
    await change_threshold(stage.database, STAFF, goods.variant_id, 5)
    await stock_in(stage, goods, places[1], 1)
    assert len(await told(stage, goods)) == 1
    await moved(stage, goods, places, 3)  # 17 and 4: risen there
    await told(stage, goods)
    await moved(stage, goods, (places[1], places[0]), 3)  # and fallen again
    assert await told(stage, goods) == [(False, {"FR 0": 1})] * 2
    await moved(stage, goods, places, 15)  # 5 and 16
    (*_, (whole, low)) = await told(stage, goods)
    assert (whole, list(low.values())) == (False, [5])


async def test_what_comes_back_rises_there_and_may_fall_again(
    stage: Stage, places: list[UUID]
) -> None:
    goods = await new_goods(stage, 0)
    await change_threshold(stage.database, STAFF, goods.variant_id, 0)
    await stock_in(stage, goods, places[1], 4)
    fallen = [(False, {"FR 0": 1})]
    assert await told(stage, goods) == []

    async def sold() -> tuple[Caller, UUID]:
        buyer = a_customer()
        reserved = await reserve(stage, buyer, goods, quantity=3)
        before = len(await told(stage, goods))
        await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
        assert len(await told(stage, goods)) == before + 1, "not what is held, but what is sold"
        return Caller(buyer), reserved.order_id

    buyer, order = await sold()
    assert await told(stage, goods) == fallen
    await cancel_units(stage, buyer, order, {0: 2})  # 3 there: risen
    assert await told(stage, goods) == fallen
    await change(stage, goods, places[1], "withdraw", 2)
    assert await told(stage, goods) == fallen * 2
    await cancel(stage, buyer, order_id=order)  # one more: 2, which are still few
    assert await told(stage, goods) == fallen * 2
    await change(stage, goods, places[1], "set", 4)
    await told(stage, goods)
    await sold()
    assert await told(stage, goods) == fallen * 3


async def test_parts_of_what_was_sold_are_looked_at(stage: Stage, places: list[UUID]) -> None:
    bulb = await new_goods(stage, 0)
    await change_threshold(stage.database, STAFF, bulb.variant_id, 0)
    await stock_in(stage, bulb, places[1], 4)
    lamp = await made_of(stage, bulbs=(bulb, 2))
    buyer = a_customer()
    reserved = await reserve(stage, buyer, lamp, quantity=1)
    assert await told(stage, bulb) == []
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert await told(stage, bulb) == [(False, {"FR 0": 2})]


async def test_readers_that_race_or_read_again_tell_once(stage: Stage, places: list[UUID]) -> None:
    goods = await new_goods(stage, 50)
    await stock_in(stage, goods, places[1], 9)
    await told(stage, goods)
    await change(stage, goods, places[1], "withdraw", 8)
    consumers = [
        Consumer(f"low-stock-{at}", STOCK_TYPES, LowStock(stage.reader.partitions))
        for at in range(4)
    ]
    await asyncio.gather(*(drain(one, stage.database) for one in consumers))
    assert await told(stage, goods) == [(False, {"FR 0": 1})]
    await stage.database.pool.execute("DELETE FROM event_cursors")
    assert await told(stage, goods) == [(False, {"FR 0": 1})]


async def test_a_new_number_or_a_closed_location_tells_nobody(
    stage: Stage, places: list[UUID]
) -> None:
    goods = await new_goods(stage, 50)
    await stock_in(stage, goods, places[1], 5)
    await told(stage, goods)

    async def low() -> list[object]:
        rows = await select(
            stage,
            "SELECT location_id FROM low_stock WHERE variant_id = $1",
            goods.variant_id,
        )
        return [row[0] for row in rows]

    await low_from(stage, places[1], 7)
    assert await low() == [places[1]], "noted at once"
    await low_from(stage, places[1], None)
    assert await low() == [places[1]], "by the shop's, where there is no other"
    await update_settings(
        stage.database, {"low_stock_at": 4}, STAFF, partitions=stage.reader.partitions
    )
    assert await low() == []
    await low_from(stage, places[1], 6)
    known = {one.id: one for one in await stage.stocks.locations.now()}
    closed = replace(known[places[1]], active=False)
    await change_location(stage, STAFF, closed.id, closed)
    assert await low() == []
    await change(stage, goods, places[1], "withdraw", 5)
    assert await told(stage, goods) == []
