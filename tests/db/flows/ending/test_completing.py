"""Paid orders are completed by time, and only those."""

from dataclasses import replace
from datetime import timedelta

from holdfast.flows.ending.complete import Completion
from holdfast.kit import utc_now
from holdfast.shop import CurrentSettings
from tests.db.flows.conftest import World


async def test_what_was_paid_long_ago_is_completed_once(world: World) -> None:
    goods, buyer = await world.goods(3), world.buyer()
    paid, open_ = [await world.reserve(buyer, goods) for _ in range(2)]
    await world.confirm(buyer, paid, await world.pay(buyer, paid))
    completion, now = Completion(world.platform), utc_now()
    assert await completion.run(now) == 0
    later = now + timedelta(days=15)
    assert await completion.run(later) == 1
    assert await completion.run(later) == 0
    states = {}
    for one in (paid, open_):
        order = await world.platform.orders.get(one.order_id)
        assert order is not None
        states[one.order_id] = order.status
    assert states == {paid.order_id: "completed", open_.order_id: "pending"}
    rows = await world.rows("SELECT count(*) FROM events WHERE type = 'order.completed'")
    assert rows == [(1,)]


async def test_days_are_counted_from_the_payment_and_zero_is_never(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    completion, later = Completion(world.platform), utc_now() + timedelta(days=15)
    assert await completion.run(later) == 0
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    await world.platform.database.pool.execute(
        "INSERT INTO shop_settings (key, value) VALUES ('complete_after_days', '0')"
    )
    never = replace(world.platform, shop=CurrentSettings(world.platform.database))
    assert await Completion(never).run(later) == 0
