"""The day's figures: each sale, each refund and each event counts once."""

import importlib
from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.cursors import Consumer
from holdfast.db.reading import Event
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import ReservationExpired
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.insights.figures import FIGURE_TYPES, count_sales
from holdfast.flows.payments.give_back import refund_part
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from tests.db.event_log import drain, readable
from tests.db.flows.buying import (
    Goods,
    a_customer,
    a_guest,
    cart_of,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    payment_now,
    reserve,
    state_now,
    sweep_all,
)
from tests.db.flows.coupons import new_coupon
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.selling.selling import set_up
from tests.db.flows.stage import Stage, select


async def read(stage: Stage, consumer: Consumer) -> None:
    await drain(consumer, stage.database)


def figures() -> Consumer:
    return Consumer("daily-sales", FIGURE_TYPES, count_sales, span=3)


async def sold(stage: Stage, *goods: Goods, quantity: int = 1) -> object:
    buyer = a_guest()
    reserved = await reserve(stage, buyer, *goods, quantity=quantity)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return buyer, reserved


async def money(stage: Stage) -> list[tuple[object, ...]]:
    """Gross and refunds by currency; all of a test happens on one day or two."""
    return await select(
        stage,
        "SELECT currency, sum(revenue)::bigint, sum(refunded)::bigint FROM daily_sales"
        " GROUP BY currency ORDER BY currency",
    )


async def by_product(stage: Stage) -> dict[object, tuple[object, ...]]:
    rows = await select(
        stage,
        "SELECT product_id, currency, sum(units)::bigint, sum(revenue)::bigint"
        " FROM daily_product_sales GROUP BY product_id, currency",
    )
    return {row[0]: row[1:] for row in rows}


async def money_goes_back(stage: Stage, reserved: Placed, amount: int | None = None) -> None:
    """The job of a whole refund is done."""
    order = await order_now(stage, reserved)
    assert order.payment_id is not None
    await refund(stage, order.payment_id, amount=amount)


async def give_part(stage: Stage, reserved: Placed, amount: int) -> None:
    order = await order_now(stage, reserved)
    assert order.payment_id is not None
    payment = await stage.payments.get(order.payment_id)
    assert payment is not None
    await refund_part(stage, order, [payment], amount, process("user:staff"), by_staff=True)


async def parts_go_back(stage: Stage) -> None:
    """The jobs of refunds in part are done, each twice: the second time is for nothing."""
    asked = "convert_from(payload, 'UTF8')::jsonb->'payload'"
    for payment, part, amount in await select(
        stage,
        f"SELECT {asked}->>'paymentId', {asked}->>'refundId', ({asked}->>'amount')::bigint"
        " FROM jobs WHERE queue = 'refund'",
    ):
        ids = UUID(str(payment)), UUID(str(part))
        for _ in range(2):
            await refund_of_part(stage, *ids, int(str(amount)))


async def test_sales_and_cancellations_are_counted_by_day_once(stage: Stage) -> None:
    cheap, dear = await new_goods(stage, 20, price=100), await new_goods(stage, 20, price=700)
    consumer = figures()
    await sold(stage, cheap, quantity=3)
    buyer = a_guest()
    refunded = await reserve(stage, buyer, cheap, dear)
    await confirm(stage, buyer, refunded, await pay_for(stage, buyer, refunded))
    await read(stage, consumer)
    await cancel(stage, Caller(buyer), order_id=refunded.order_id)
    await money_goes_back(stage, refunded)
    dropped = await reserve(stage, buyer, cheap)
    await cancel(stage, Caller(buyer), order_id=dropped.order_id)
    late = await reserve(stage, buyer, cheap)
    await end_hold(stage, late)
    await sweep_all(stage)
    await read(stage, consumer)
    await read(stage, consumer)
    rows = await select(
        stage,
        "SELECT currency, orders, units, revenue, cancelled_buyer, cancelled_expired,"
        " cancelled_unpaid, cancelled_refunded, refunded FROM daily_sales",
    )
    assert rows == [("EUR", 2, 5, 1100, 1, 1, 0, 1, 800)]
    assert await by_product(stage) == {
        cheap.product_id: ("EUR", 4, 400),
        dear.product_id: ("EUR", 1, 700),
    }


async def test_a_refund_counts_when_the_money_is_back_in_parts_and_as_a_whole(stage: Stage) -> None:
    goods, consumer = await new_goods(stage, 3), figures()
    buyer = a_guest()
    reserved = await reserve(stage, buyer, goods, quantity=2)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await give_part(stage, reserved, 300)
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 1000, 0)]  # begun is not back
    await parts_go_back(stage)
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 1000, 300)]
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 1000, 300)]
    await money_goes_back(stage, reserved, 700)
    await money_goes_back(stage, reserved, 700)  # its job comes twice
    await read(stage, consumer)
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 1000, 1000)]


async def test_a_refund_that_the_provider_refuses_is_none(stage: Stage) -> None:
    buyer, consumer = a_guest(), figures()
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    stage.provider.refuses_refunds = True
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    await money_goes_back(stage, reserved)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "failed")
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 500, 0)]


async def test_what_goes_back_into_a_wallet_is_counted_in_its_currency(stage: Stage) -> None:
    buyer, consumer = a_customer(), figures()
    await new_wallet(stage, buyer, 2000, "PTS")
    points = await new_goods(stage, 2, price=700, currency="PTS")
    order_id = await buy(stage, buyer, cart_of(points))
    await sold(stage, await new_goods(stage, 1))
    order = await stage.orders.get(order_id)
    assert order is not None
    assert order.payment_id is not None
    payment = await stage.payments.get(order.payment_id)
    assert payment is not None
    await refund_part(stage, order, [payment], 200, process("user:staff"), by_staff=True)
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 500, 0), ("PTS", 700, 200)]


async def test_a_late_payment_is_a_sale_where_it_rescues_and_else_no_refund(stage: Stage) -> None:
    goods, consumer = await new_goods(stage, 1), figures()
    buyer, rival = a_guest(), a_guest()
    reserved = await reserve(stage, buyer, goods)
    first, second = await pay_for(stage, buyer, reserved), await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    bought = await reserve(stage, rival, goods)
    with pytest.raises(ReservationExpired):
        await confirm(stage, buyer, reserved, first)
    await refund(stage, first.payment_id)  # bought nothing, goes back
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 0, 0)]
    await cancel(stage, Caller(rival), order_id=bought.order_id)
    await confirm(stage, buyer, reserved, second)
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 500, 0)]
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    await refund(stage, second.payment_id)
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 500, 500)]
    rows = await select(stage, "SELECT cancelled_expired, cancelled_refunded FROM daily_sales")
    assert rows == [(1, 1)]


async def test_a_second_payment_that_goes_back_is_no_refund_of_the_sale(stage: Stage) -> None:
    buyer, consumer = a_guest(), figures()
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    first, second = await pay_for(stage, buyer, reserved), await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, first)
    await arrived(ForOrders(stage), second.payment_id)
    await refund(stage, second.payment_id)
    assert (await payment_now(stage, second)).status == "refunded"
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 500, 0)]


async def test_a_product_s_revenue_has_its_share_of_the_discount_taken_off(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 3, price=1000), a_guest()
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods, quantity=2, coupon=coupon)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await read(stage, figures())
    assert await by_product(stage) == {goods.product_id: ("EUR", 2, 1800)}
    assert await money(stage) == [("EUR", 1800, 0)]


async def test_the_migration_counts_anew_what_was_read_and_nothing_that_was_not(
    stage: Stage,
) -> None:
    """Whatever was counted before, in the middle of the log."""
    consumer = figures()
    goods = await new_goods(stage, 9)
    buyer = a_guest()
    orders = [await reserve(stage, buyer, goods) for _ in range(3)]
    for reserved in orders:
        await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await give_part(stage, orders[0], 100)
    await parts_go_back(stage)
    await read(stage, consumer)
    await sold(stage, goods, quantity=2)
    await give_part(stage, orders[1], 50)
    await parts_go_back(stage)
    pool = stage.database.pool
    await pool.execute("UPDATE daily_sales SET refunded = 777")
    await pool.execute("TRUNCATE daily_product_sales")
    migration = importlib.import_module("holdfast.db.migrations.versions.0023_sales_by_product")
    for statement in migration.COUNT_ANEW:
        await pool.execute(statement)
    assert await money(stage) == [("EUR", 1500, 100)]
    assert await by_product(stage) == {goods.product_id: ("EUR", 3, 1500)}
    await read(stage, consumer)
    assert await money(stage) == [("EUR", 2500, 150)]
    assert await by_product(stage) == {goods.product_id: ("EUR", 5, 2500)}


@pytest.mark.parametrize(
    ("zone", "day"),
    [(None, "2031-03-31"), ("Europe/Moscow", "2031-03-31"), ("America/New_York", "2031-03-30")],
)
async def test_the_day_is_that_of_the_shop_s_clock(
    stage: Stage, zone: str | None, day: str
) -> None:
    """The same that sales of goods are counted by; UTC while the shop names none."""
    await sold(stage, await new_goods(stage, 2))
    pool = stage.database.pool
    await pool.execute(
        "UPDATE events SET at = '2031-03-30T23:30:00-02:00' WHERE type = 'order.paid'"
    )
    if zone:
        await set_up(stage, dispatch={"zone": zone})
    await read(stage, figures())
    for table in ("daily_sales", "daily_product_sales"):
        assert await select(stage, f"SELECT day::text FROM {table}") == [(day,)]


async def test_figures_of_a_batch_that_fails_are_not_kept(stage: Stage) -> None:
    await sold(stage, await new_goods(stage, 2))

    async def failing(connection: AsyncConnection, events: Sequence[Event]) -> None:
        await count_sales(connection, events)
        raise RuntimeError("after the effect")

    broken = Consumer("daily-sales", FIGURE_TYPES, failing)
    await readable(stage.database)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await broken.step(stage.database)
    await read(stage, figures())
    assert await select(stage, "SELECT orders FROM daily_sales") == [(1,)]
