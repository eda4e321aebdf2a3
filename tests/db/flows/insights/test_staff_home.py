"""What staff have to do is counted, and counting stops."""

import pytest

from holdfast.db.cursors import Consumer
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import NoRefundWaits
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.low_stock import STOCK_TYPES, LowStock
from holdfast.flows.inventory.stock import change_threshold
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.staff.orders import complete, mark_paid, mark_refunded
from holdfast.payments import MANUAL
from holdfast.people import Principal
from holdfast.views.staff_home import MOST, ToDo, to_do
from tests.db.event_log import drain
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    confirm,
    new_goods,
    pay_for,
    reserve,
    state_now,
)
from tests.db.flows.stage import Stage, events_of

STAFF = process("user:staff")
STEPS_LEFT = 4  # there is a product; no name, no currency, no way to be paid chosen, no paid order


async def found(stage: Stage) -> ToDo:
    async with stage.database.read() as connection:
        return await to_do(connection, (), stage.reader.partitions)


async def by_hand(stage: Stage, buyer: Principal) -> tuple[Placed, PaymentBegun]:
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    return reserved, await begin_payment(stage, Caller(buyer), reserved.reservation_id, MANUAL)


async def test_an_order_paid_by_hand_is_to_do_until_it_is_done(stage: Stage) -> None:
    buyer = a_customer()
    assert (await found(stage)).unpaid == 0
    reserved, _ = await by_hand(stage, buyer)
    await pay_for(
        stage, buyer, await reserve(stage, buyer, await new_goods(stage, 1))
    )  # not by hand
    assert (await found(stage)).unpaid == 1
    await mark_paid(stage, STAFF, reserved.order_id)
    now = await found(stage)
    assert (now.unpaid, now.to_send, now.refunds_owed) == (0, 1, 0)
    other, _ = await by_hand(stage, buyer)
    await mark_paid(stage, STAFF, other.order_id)
    await complete(stage, STAFF, reserved.order_id)
    await cancel(stage, Caller(buyer), order_id=other.order_id)
    now = await found(stage)
    assert (now.to_send, now.refunds_owed) == (0, 1)
    await mark_refunded(stage, STAFF, other.order_id)
    assert (await found(stage)).refunds_owed == 0


async def test_a_refund_that_the_provider_refuses_is_to_do(stage: Stage) -> None:
    buyer = a_guest()
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    now = await found(stage)
    assert (now.refunds_failed, now.refunds_owed) == (0, 0)  # the provider is still asked
    stage.provider.refuses_refunds = True
    await refund(stage, payment.payment_id)
    assert (await found(stage)).refunds_failed == 1
    await mark_refunded(stage, STAFF, reserved.order_id)  # handed back in another way
    assert (await found(stage)).refunds_failed == 0
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
    assert (await events_of(stage, reserved.order_id))[-2:] == [
        "order.refund.failed",
        "order.refund.done",
    ]
    with pytest.raises(NoRefundWaits):
        await mark_refunded(stage, STAFF, reserved.order_id)


async def test_what_is_low_and_what_is_gone_are_told_apart(stage: Stage) -> None:
    consumer = Consumer("low-stock", STOCK_TYPES, LowStock(stage.reader.partitions))
    goods = [await new_goods(stage, stock) for stock in (9, 2, 1)]
    for one in goods:
        await change_threshold(stage.database, process("staff", "r"), one.variant_id, 3)
    buyer = a_guest()
    last = await reserve(stage, buyer, goods[2])
    await drain(consumer, stage.database)
    now = await found(stage)
    assert (now.sold_out, now.low_stock) == (0, 2)  # held is still in the shop
    await confirm(stage, buyer, last, await pay_for(stage, buyer, last))
    await drain(consumer, stage.database)
    now = await found(stage)
    assert (now.sold_out, now.low_stock) == (1, 1)
    await stage.database.pool.execute(
        "UPDATE products SET status = 'draft' WHERE id = $1", goods[2].product_id
    )
    now = await found(stage)
    assert (now.sold_out, now.low_stock) == (0, 1)


async def test_counting_stops_at_a_hundred(stage: Stage) -> None:
    pool = stage.database.pool
    stage.altered.update({"order-hold", "order-payment", "order-refund", "order-items"})
    await pool.execute(
        "INSERT INTO orders (id, number, owner, status, refund, total, currency, paid_at)"
        " SELECT gen_random_uuid(), 'N' || n, 'guest:x', 'paid', 'failed', 1, 'EUR', now()"
        " FROM generate_series(1, 130) AS n"
    )
    now = await found(stage)
    assert now.to_send == now.refunds_failed == MOST


async def test_a_new_shop_has_its_first_steps_to_do(stage: Stage) -> None:
    await new_goods(stage, 1)
    assert (await found(stage)).first_steps == STEPS_LEFT
