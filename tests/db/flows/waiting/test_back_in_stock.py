"""Who asked to hear of it is told when it is back: whatever it is made of, however it came."""

from holdfast.db.cursors import Consumer
from holdfast.flows.checkout.edit_lines import LineEdited, LinesWanted, edit_lines
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.inventory.nudges import BACK_TYPES, TellsWhoWaits
from holdfast.flows.inventory.stock import StockChange, change_stock
from holdfast.flows.returning.asking import ask_for, call_off, refuse_return
from holdfast.flows.staff.orders import complete
from holdfast.kit import new_id
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, a_customer, confirm, new_goods, pay_for, reserve
from tests.db.flows.inventory.test_parts import made_of
from tests.db.flows.returning.test_exchanges import in_sizes
from tests.db.flows.returning.test_returns import STAFF as MANAGER
from tests.db.flows.returning.test_returns import bought, units
from tests.db.flows.stage import Stage, events_of
from tests.db.flows.waiting.lining import STAFF


async def asked_for(stage: Stage, goods: Goods) -> None:
    await stage.database.pool.execute(
        "INSERT INTO waiting (owner, variant_id) VALUES ($1, $2)",
        f"user:{new_id()}", goods.variant_id,
    )  # fmt: skip


async def told(stage: Stage, goods: Goods) -> int:
    consumer = Consumer("back-in-stock", BACK_TYPES, TellsWhoWaits(stage.reader.partitions))
    await drain(consumer, stage.database)
    return (await events_of(stage, goods.variant_id)).count("waiting.back")


async def comes(stage: Stage, goods: Goods, quantity: int) -> None:
    change = StockChange(goods.variant_id, "deposit", quantity, "delivery")
    await change_stock(stage, STAFF, change)


async def test_of_what_is_made_of_others_once_all_of_them_are_there(stage: Stage) -> None:
    lamp, bulb = await new_goods(stage, 1), await new_goods(stage, 0)
    both = await made_of(stage, lamps=(lamp, 1), bulbs=(bulb, 2))
    await asked_for(stage, both)
    await comes(stage, bulb, 1)
    assert await told(stage, both) == 0, "one bulb is too few"
    await comes(stage, bulb, 1)
    assert await told(stage, both) == 1


async def test_of_nothing_that_is_put_away(stage: Stage) -> None:
    lamp = await new_goods(stage, 0)
    await asked_for(stage, lamp)
    about = lamp.variant_id
    await stage.database.pool.execute("UPDATE variants SET active = false WHERE id = $1", about)
    await comes(stage, lamp, 1)
    assert await told(stage, lamp) == 0
    await stage.database.pool.execute("UPDATE variants SET active = true WHERE id = $1", about)
    await comes(stage, lamp, 1)
    assert await told(stage, lamp) == 1


async def test_of_parts_that_a_cancelled_unit_brings_back(stage: Stage) -> None:
    bulb = await new_goods(stage, 2)
    pair = await made_of(stage, bulbs=(bulb, 1))
    buyer = a_customer()
    reserved = await reserve(stage, buyer, pair, quantity=2)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await asked_for(stage, pair)
    await asked_for(stage, bulb)
    assert await told(stage, bulb) == 0
    await cancel_units(stage, Caller(buyer), reserved.order_id, {0: 1})
    assert (await told(stage, bulb), await told(stage, pair)) == (1, 1)


async def test_of_lines_that_staff_take_off_an_order(stage: Stage) -> None:
    lamp, bulb = await new_goods(stage, 2), await new_goods(stage, 1)
    pair = await made_of(stage, bulbs=(bulb, 1))
    reserved = await reserve(stage, a_customer(), lamp, pair)
    for one in (lamp, bulb, pair):
        await asked_for(stage, one)
    left = (LineEdited(lamp.product_id, lamp.variant_id, 1),)
    wanted = LinesWanted(reserved.reservation_id, left)
    await edit_lines(stage, MANAGER, reserved.order_id, wanted)
    assert [await told(stage, one) for one in (lamp, bulb, pair)] == [0, 1, 1]


async def test_of_what_is_not_sent_in_exchange_after_all(stage: Stage) -> None:
    small, large, huge = await in_sizes(stage, 500, 500, 500, stock=2)
    buyer, order = await bought(stage, small, quantity=2)
    await complete(stage, MANAGER, order.id)
    exchange = [
        (await ask_for(stage, buyer, order.id, {0: units(1)}, "", {0: one.variant_id}))[0]
        for one in (large, huge)
    ]
    for one in (large, huge):
        await reserve(stage, a_customer(), one)  # the other one of it
        await asked_for(stage, one)
    await call_off(stage, buyer, exchange[0])
    assert [await told(stage, one) for one in (large, huge)] == [1, 0]
    await refuse_return(stage, MANAGER, exchange[1], "worn")
    assert [await told(stage, one) for one in (large, huge)] == [1, 1]
