"""Low stock: each crossing is told once; and what was there after the last delivery."""

import structlog
from structlog.testing import capture_logs

from holdfast.db.cursors import Consumer
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.low_stock import STOCK_TYPES, LowStock
from holdfast.flows.inventory.stock import StockChange, change_stock, change_threshold
from holdfast.people import Principal
from tests.db.event_log import drain
from tests.db.flows.conftest import Goods, World


async def read(world: World, consumer: Consumer) -> None:
    await drain(consumer, world.platform.database)


def low_stock(world: World) -> Consumer:
    return Consumer("low-stock", STOCK_TYPES, LowStock(world.partitions))


async def sold(world: World, goods: Goods, quantity: int = 1) -> tuple[Principal, Placed]:
    buyer = world.buyer()
    reserved = await world.reserve(buyer, goods, quantity=quantity)
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    return buyer, reserved


async def change(world: World, goods: Goods, kind: str, quantity: int) -> None:
    await change_stock(
        world.platform,
        process("staff", "r"),
        StockChange(goods.variant_id, kind, quantity, "count"),  # type: ignore[arg-type]
    )


async def test_low_stock_is_told_once_a_crossing(world: World) -> None:
    goods, consumer = await world.goods(6), low_stock(world)
    await change_threshold(world.platform.database, process("staff", "r"), goods.variant_id, 3)

    async def told() -> int:
        await read(world, consumer)
        return (await world.events(goods.variant_id)).count("stock.low")

    held = await world.reserve(world.buyer(), goods, quantity=5)
    assert held
    assert await told() == 0  # held is still in the shop
    await change(world, goods, "withdraw", 1)
    assert await told() == 0  # 5 on hand
    await change(world, goods, "set", 5)
    buyer = world.buyer()
    await change(world, goods, "deposit", 1)
    paid = await world.reserve(buyer, goods, quantity=1)
    await world.confirm(buyer, paid, await world.pay(buyer, paid))
    assert await told() == 0
    with capture_logs() as logs:
        structlog.configure(processors=structlog.get_config()["processors"])
        await world.end_hold(held)
        await world.sweep()
        await change(world, goods, "set", 3)
        assert await told() == 1
    assert any(one["event"] == "stock is low" and one["on_hand"] == 3 for one in logs)
    await change(world, goods, "set", 2)
    await sold(world, goods)
    assert await told() == 1  # still low: nothing new to say
    await change(world, goods, "set", 9)
    assert await told() == 1
    await change(world, goods, "withdraw", 8)
    assert await told() == 2
    rows = await world.rows("SELECT on_hand, threshold FROM low_stock")
    assert rows == [(1, 3)]


async def test_a_crossing_whose_events_are_read_again_is_told_once(world: World) -> None:
    goods, consumer = await world.goods(5), low_stock(world)
    await change_threshold(world.platform.database, process("staff", "r"), goods.variant_id, 3)
    await change(world, goods, "withdraw", 3)
    for _ in range(2):
        await read(world, consumer)
        assert (await world.events(goods.variant_id)).count("stock.low") == 1
        await world.platform.database.pool.execute("DELETE FROM event_cursors")


async def test_a_threshold_put_above_what_is_there_is_a_crossing(world: World) -> None:
    goods, consumer = await world.goods(5), low_stock(world)
    database = world.platform.database
    await change_threshold(database, process("staff", "r"), goods.variant_id, 5)
    await read(world, consumer)
    assert await world.rows("SELECT on_hand FROM low_stock") == [(5,)]
    await change_threshold(database, process("staff", "r"), goods.variant_id, None)
    await read(world, consumer)
    assert await world.rows("SELECT on_hand FROM low_stock") == []


async def test_full_is_what_was_there_after_the_last_delivery(world: World) -> None:
    goods, consumer = await world.goods(6), low_stock(world)

    async def delivered() -> object:
        await read(world, consumer)
        (row,) = await world.rows("SELECT delivered FROM variants WHERE id = $1", goods.variant_id)
        return row[0]

    await change(world, goods, "deposit", 4)
    buyer, paid = await sold(world, goods, quantity=3)
    assert await delivered() == 10  # as it was then, whatever was sold since
    await cancel(world.platform, Caller(buyer), order_id=paid.order_id)
    assert await delivered() == 10  # what comes back is no delivery
    await change(world, goods, "withdraw", 8)
    assert await delivered() == 10
    await change(world, goods, "set", 1)
    assert await delivered() == 10  # fewer were counted than there should be
    held = await world.reserve(world.buyer(), goods)
    await change(world, goods, "set", 7)
    assert await delivered() == 7  # held ones are in the shop
    await world.end_hold(held)
    await world.sweep()
    assert await delivered() == 7
