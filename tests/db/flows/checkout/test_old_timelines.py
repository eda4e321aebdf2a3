"""The history of an order outlives the events that told it."""

from datetime import timedelta
from uuid import UUID

from holdfast.db.partitions import maintain
from holdfast.flows.commit.caller import process
from holdfast.flows.staff.orders import complete, refund
from holdfast.kit import shop_now
from holdfast.views.timelines import Moment, order_timeline
from tests.db.flows.buying import a_customer, cart_of
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.selling.selling import goods_of
from tests.db.flows.stage import Stage, select

STAFF = process("user:staff")


async def told(stage: Stage, order_id: UUID) -> list[Moment]:
    order = await stage.orders.get(order_id)
    assert order is not None
    return await order_timeline(stage.database.pool, order)


async def test_what_happened_to_an_order_is_told_when_its_events_are_gone(stage: Stage) -> None:
    goods, buyer = await goods_of(stage, None, 1000), a_customer()
    await new_wallet(stage, buyer, 1_000_000)
    order = await buy(stage, buyer, cart_of(goods, quantity=2))
    await refund(stage, STAFF, order, {0: 1}, "Ann Doe's was torn")
    await complete(stage, STAFF, order)
    pool = stage.database.pool
    before = await told(stage, order)
    assert {"paid", "refunded", "completed"} <= {one.what for one in before}

    stage.altered.add("sealed")  # with events that were dropped before their time
    # Its day is 31 days ago: the partition goes, read by everybody.
    today = shop_now().date()
    await maintain(stage.database, today=today)
    await pool.execute("UPDATE event_cursors SET era = 9")
    gone = f"dropped events_{today:%Y%m%d}"
    assert gone in await maintain(stage.database, today=today + timedelta(days=31))
    assert await told(stage, order) == before
    kept = await select(stage, "SELECT data::text FROM past_events")
    assert kept and not any("Ann" in str(row) for row in kept)
