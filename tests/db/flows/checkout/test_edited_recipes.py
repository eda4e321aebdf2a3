"""Staff change how many there are of what is made of others, by another recipe by now."""

from holdfast.catalog import stock_key
from holdfast.flows.checkout.edit_lines import LineEdited, LinesWanted, edit_lines
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.lines import goods_of_one
from holdfast.flows.ending.cancel import cancel
from holdfast.orders import OrderItem, load_items
from tests.db.flows.buying import Goods, a_customer, new_goods, order_now, reserve, stock_of
from tests.db.flows.inventory.making import made_of, say_parts
from tests.db.flows.returning.test_returns import STAFF
from tests.db.flows.stage import Stage


async def edited(stage: Stage, placed: Placed, goods: Goods, units: int) -> OrderItem:
    order = await order_now(stage, placed)
    line = LineEdited(goods.product_id, goods.variant_id, units)
    await edit_lines(stage, STAFF, order.id, LinesWanted(order.reservation_id, (line,)))
    (item,) = (await load_items(stage.database.pool, [order.id]))[order.id]
    assert item.quantity == units
    return item


async def test_all_of_a_line_is_made_of_the_same(stage: Stage) -> None:
    lamp, bulb, candle = [await new_goods(stage, 5) for _ in range(3)]
    both = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 1))
    buyer = a_customer()
    placed = await reserve(stage, buyer, both, quantity=3)
    await say_parts(stage, both, (lamp, 1), (candle, 1))
    # Fewer are still of what they were; more are all of what they are now.
    old = {stock_key(one.variant_id): 1 for one in (lamp, bulb)}
    assert goods_of_one(await edited(stage, placed, both, 2)) == old
    new = {stock_key(one.variant_id): 1 for one in (lamp, candle)}
    assert goods_of_one(await edited(stage, placed, both, 4)) == new
    assert [await stock_of(stage, one) for one in (lamp, bulb, candle)] == [(1, 4), (5, 0), (1, 4)]
    await cancel(stage, Caller(buyer), order_id=placed.order_id)
    assert [await stock_of(stage, one) for one in (lamp, bulb, candle)] == [(5, 0)] * 3
