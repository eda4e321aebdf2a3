"""Paid orders are completed by time, and only those."""

from dataclasses import replace
from datetime import timedelta

from holdfast.flows.ending.complete import Completion
from holdfast.kit import utc_now
from holdfast.shop import CurrentSettings
from tests.db.flows.buying import a_guest, confirm, new_goods, pay_for, reserve
from tests.db.flows.stage import Stage, select


async def test_what_was_paid_long_ago_is_completed_once(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 3), a_guest()
    paid, open_ = [await reserve(stage, buyer, goods) for _ in range(2)]
    await confirm(stage, buyer, paid, await pay_for(stage, buyer, paid))
    completion, now = Completion(stage), utc_now()
    assert await completion.run(now) == 0
    later = now + timedelta(days=15)
    assert await completion.run(later) == 1
    assert await completion.run(later) == 0
    states = {}
    for one in (paid, open_):
        order = await stage.orders.get(one.order_id)
        assert order is not None
        states[one.order_id] = order.status
    assert states == {paid.order_id: "completed", open_.order_id: "pending"}
    rows = await select(stage, "SELECT count(*) FROM events WHERE type = 'order.completed'")
    assert rows == [(1,)]


async def test_days_are_counted_from_the_payment_and_zero_is_never(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    completion, later = Completion(stage), utc_now() + timedelta(days=15)
    assert await completion.run(later) == 0
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await stage.database.pool.execute(
        "INSERT INTO shop_settings (key, value) VALUES ('complete_after_days', '0')"
    )
    never = replace(stage, shop=CurrentSettings(stage.database))
    assert await Completion(never).run(later) == 0


async def test_an_order_that_stays_open_does_not_have_the_others_looked_at_again(
    stage: Stage,
) -> None:
    goods, buyer = await new_goods(stage, 3), a_guest()
    open_, *paid = [await reserve(stage, buyer, goods) for _ in range(3)]
    for one in paid:
        await confirm(stage, buyer, one, await pay_for(stage, buyer, one))
    completion, later = Completion(stage), utc_now() + timedelta(days=16)
    assert await completion.run(later) == 2
    assert completion.reached == max(one.order_id for one in (open_, *paid))
    await confirm(stage, buyer, open_, await pay_for(stage, buyer, open_))
    assert await completion.run(later) == 1
    assert await completion.run(later) == 0
