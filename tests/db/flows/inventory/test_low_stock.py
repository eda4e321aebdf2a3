"""Low stock: each crossing is told once; and what was there after the last delivery."""

import structlog
from structlog.testing import capture_logs

from holdfast.db.cursors import Consumer
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.low_stock import STOCK_TYPES, LowStock
from holdfast.flows.inventory.stock import StockChange, change_stock, change_threshold
from holdfast.flows.staff.shop_settings import update_settings
from holdfast.people import Principal
from tests.db.event_log import drain
from tests.db.flows.buying import (
    Goods,
    a_guest,
    confirm,
    end_hold,
    new_goods,
    pay_for,
    reserve,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of, select


async def read(stage: Stage, consumer: Consumer) -> None:
    await drain(consumer, stage.database)


def low_stock(stage: Stage) -> Consumer:
    return Consumer("low-stock", STOCK_TYPES, LowStock(stage.reader.partitions))


async def sold(stage: Stage, goods: Goods, quantity: int = 1) -> tuple[Principal, Placed]:
    buyer = a_guest()
    reserved = await reserve(stage, buyer, goods, quantity=quantity)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return buyer, reserved


async def change(stage: Stage, goods: Goods, kind: str, quantity: int) -> None:
    await change_stock(
        stage,
        process("staff", "r"),
        StockChange(goods.variant_id, kind, quantity, "count"),  # type: ignore[arg-type]
    )


async def test_low_stock_is_told_once_a_crossing(stage: Stage) -> None:
    goods, consumer = await new_goods(stage, 6), low_stock(stage)
    await change_threshold(stage.database, process("staff", "r"), goods.variant_id, 3)

    async def told() -> int:
        await read(stage, consumer)
        return (await events_of(stage, goods.variant_id)).count("stock.low")

    held = await reserve(stage, a_guest(), goods, quantity=5)
    assert held
    assert await told() == 0  # held is still in the shop
    await change(stage, goods, "withdraw", 1)
    assert await told() == 0  # 5 on hand
    await change(stage, goods, "set", 5)
    buyer = a_guest()
    await change(stage, goods, "deposit", 1)
    paid = await reserve(stage, buyer, goods, quantity=1)
    await confirm(stage, buyer, paid, await pay_for(stage, buyer, paid))
    assert await told() == 0
    with capture_logs() as logs:
        structlog.configure(processors=structlog.get_config()["processors"])
        await end_hold(stage, held)
        await sweep_all(stage)
        await change(stage, goods, "set", 3)
        assert await told() == 1
    assert any(one["event"] == "stock is low" and one["on_hand"] == 3 for one in logs)
    await change(stage, goods, "set", 2)
    await sold(stage, goods)
    assert await told() == 1  # still low: nothing new to say
    await change(stage, goods, "set", 9)
    assert await told() == 1
    await change(stage, goods, "withdraw", 8)
    assert await told() == 2
    rows = await select(stage, "SELECT on_hand, threshold FROM low_stock")
    assert rows == [(1, 3)]


async def test_a_crossing_whose_events_are_read_again_is_told_once(stage: Stage) -> None:
    goods, consumer = await new_goods(stage, 5), low_stock(stage)
    await change_threshold(stage.database, process("staff", "r"), goods.variant_id, 3)
    await change(stage, goods, "withdraw", 3)
    for _ in range(2):
        await read(stage, consumer)
        assert (await events_of(stage, goods.variant_id)).count("stock.low") == 1
        await stage.database.pool.execute("DELETE FROM event_cursors")


async def test_a_threshold_put_above_what_is_there_is_a_crossing(stage: Stage) -> None:
    goods, consumer = await new_goods(stage, 5), low_stock(stage)
    database = stage.database
    await update_settings(database, {"low_stock_at": None}, process("staff", "r"))
    await change_threshold(database, process("staff", "r"), goods.variant_id, 5)
    await read(stage, consumer)
    assert await select(stage, "SELECT on_hand FROM low_stock") == [(5,)]
    await change_threshold(database, process("staff", "r"), goods.variant_id, None)
    await read(stage, consumer)
    assert await select(stage, "SELECT on_hand FROM low_stock") == []


async def test_full_is_what_was_there_after_the_last_delivery(stage: Stage) -> None:
    goods, consumer = await new_goods(stage, 6), low_stock(stage)

    async def delivered() -> object:
        await read(stage, consumer)
        (row,) = await select(
            stage, "SELECT delivered FROM variants WHERE id = $1", goods.variant_id
        )
        return row[0]

    await change(stage, goods, "deposit", 4)
    buyer, paid = await sold(stage, goods, quantity=3)
    assert await delivered() == 10  # as it was then, whatever was sold since
    await cancel(stage, Caller(buyer), order_id=paid.order_id)
    assert await delivered() == 10  # what comes back is no delivery
    await change(stage, goods, "withdraw", 8)
    assert await delivered() == 10
    await change(stage, goods, "set", 1)
    assert await delivered() == 10  # fewer were counted than there should be
    held = await reserve(stage, a_guest(), goods)
    await change(stage, goods, "set", 7)
    assert await delivered() == 7  # held ones are in the shop
    await end_hold(stage, held)
    await sweep_all(stage)
    assert await delivered() == 7


async def test_the_shops_number_counts_where_a_variant_has_none(stage: Stage) -> None:
    low, own = await new_goods(stage, 8), await new_goods(stage, 8)
    ample, consumer, staff = await new_goods(stage, 20), low_stock(stage), process("staff", "r")
    await change_threshold(stage.database, staff, own.variant_id, 3)
    await change(stage, low, "deposit", 1)
    await read(stage, consumer)
    assert (await events_of(stage, low.variant_id)).count("stock.low") == 1
    for at in (None, 9):
        await update_settings(
            stage.database, {"low_stock_at": at}, staff, partitions=stage.reader.partitions
        )
        rows = await select(stage, "SELECT variant_id, threshold FROM low_stock")
        assert rows == ([] if at is None else [(low.variant_id, 9)]), "noted at once"
    await read(stage, consumer)
    assert (await events_of(stage, low.variant_id)).count("stock.low") == 1, "and nobody is told"
    await change(stage, ample, "withdraw", 13)
    await change(stage, low, "withdraw", 1)
    await read(stage, consumer)
    told = [
        (await events_of(stage, one.variant_id)).count("stock.low") for one in (low, own, ample)
    ]
    assert told == [1, 0, 1]
