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
from tests.db.flows.conftest import Goods, World, buy, cart_of


async def read(world: World, consumer: Consumer) -> None:
    await drain(consumer, world.platform.database)


def figures() -> Consumer:
    return Consumer("daily-sales", FIGURE_TYPES, count_sales, span=3)


async def sold(world: World, *goods: Goods, quantity: int = 1) -> object:
    buyer = world.buyer()
    reserved = await world.reserve(buyer, *goods, quantity=quantity)
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    return buyer, reserved


async def money(world: World) -> list[tuple[object, ...]]:
    """Gross and refunds by currency; all of a test happens on one day or two."""
    return await world.rows(
        "SELECT currency, sum(revenue)::bigint, sum(refunded)::bigint FROM daily_sales"
        " GROUP BY currency ORDER BY currency"
    )


async def by_product(world: World) -> dict[object, tuple[object, ...]]:
    rows = await world.rows(
        "SELECT product_id, currency, sum(units)::bigint, sum(revenue)::bigint"
        " FROM daily_product_sales GROUP BY product_id, currency"
    )
    return {row[0]: row[1:] for row in rows}


async def money_goes_back(world: World, reserved: Placed, amount: int | None = None) -> None:
    """The job of a whole refund is done."""
    order = await world.order(reserved)
    assert order.payment_id is not None
    await refund(world.platform, order.payment_id, amount=amount)


async def give_part(world: World, reserved: Placed, amount: int) -> None:
    order = await world.order(reserved)
    assert order.payment_id is not None
    payment = await world.platform.payments.get(order.payment_id)
    assert payment is not None
    await refund_part(world.platform, order, [payment], amount, process("user:staff"))


async def parts_go_back(world: World) -> None:
    """The jobs of refunds in part are done, each twice: the second time is for nothing."""
    asked = "convert_from(payload, 'UTF8')::jsonb->'payload'"
    for payment, part, amount in await world.rows(
        f"SELECT {asked}->>'paymentId', {asked}->>'refundId', ({asked}->>'amount')::bigint"
        " FROM jobs WHERE queue = 'refund'"
    ):
        ids = UUID(str(payment)), UUID(str(part))
        for _ in range(2):
            await refund_of_part(world.platform, *ids, int(str(amount)))


async def test_sales_and_cancellations_are_counted_by_day_once(world: World) -> None:
    cheap, dear = await world.goods(20, price=100), await world.goods(20, price=700)
    consumer = figures()
    await sold(world, cheap, quantity=3)
    buyer = world.buyer()
    refunded = await world.reserve(buyer, cheap, dear)
    await world.confirm(buyer, refunded, await world.pay(buyer, refunded))
    await read(world, consumer)
    await cancel(world.platform, Caller(buyer), order_id=refunded.order_id)
    await money_goes_back(world, refunded)
    dropped = await world.reserve(buyer, cheap)
    await cancel(world.platform, Caller(buyer), order_id=dropped.order_id)
    late = await world.reserve(buyer, cheap)
    await world.end_hold(late)
    await world.sweep()
    await read(world, consumer)
    await read(world, consumer)
    rows = await world.rows(
        "SELECT currency, orders, units, revenue, cancelled_buyer, cancelled_expired,"
        " cancelled_unpaid, cancelled_refunded, refunded FROM daily_sales"
    )
    assert rows == [("EUR", 2, 5, 1100, 1, 1, 0, 1, 800)]
    assert await by_product(world) == {
        cheap.product_id: ("EUR", 4, 400),
        dear.product_id: ("EUR", 1, 700),
    }


async def test_a_refund_counts_when_the_money_is_back_in_parts_and_as_a_whole(world: World) -> None:
    goods, consumer = await world.goods(3), figures()
    buyer = world.buyer()
    reserved = await world.reserve(buyer, goods, quantity=2)
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    await give_part(world, reserved, 300)
    await read(world, consumer)
    assert await money(world) == [("EUR", 1000, 0)]  # begun is not back
    await parts_go_back(world)
    await read(world, consumer)
    assert await money(world) == [("EUR", 1000, 300)]
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    await read(world, consumer)
    assert await money(world) == [("EUR", 1000, 300)]
    await money_goes_back(world, reserved, 700)
    await money_goes_back(world, reserved, 700)  # its job comes twice
    await read(world, consumer)
    await read(world, consumer)
    assert await money(world) == [("EUR", 1000, 1000)]


async def test_a_refund_that_the_provider_refuses_is_none(world: World) -> None:
    buyer, consumer = world.buyer(), figures()
    reserved = await world.reserve(buyer, await world.goods(1))
    payment = await world.pay(buyer, reserved)
    await world.confirm(buyer, reserved, payment)
    world.provider.refuses_refunds = True
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    await money_goes_back(world, reserved)
    assert await world.state(reserved) == ("cancelled", "refunded", "failed")
    await read(world, consumer)
    assert await money(world) == [("EUR", 500, 0)]


async def test_what_goes_back_into_a_wallet_is_counted_in_its_currency(world: World) -> None:
    buyer, consumer = world.customer(), figures()
    await world.wallet(buyer, 2000, "PTS")
    points = await world.goods(2, price=700, currency="PTS")
    order_id = await buy(world.platform, buyer, cart_of(points))
    await sold(world, await world.goods(1))
    order = await world.platform.orders.get(order_id)
    assert order is not None
    assert order.payment_id is not None
    payment = await world.platform.payments.get(order.payment_id)
    assert payment is not None
    await refund_part(world.platform, order, [payment], 200, process("user:staff"))
    await read(world, consumer)
    assert await money(world) == [("EUR", 500, 0), ("PTS", 700, 200)]


async def test_a_late_payment_is_a_sale_where_it_rescues_and_else_no_refund(world: World) -> None:
    goods, consumer = await world.goods(1), figures()
    buyer, rival = world.buyer(), world.buyer()
    reserved = await world.reserve(buyer, goods)
    first, second = await world.pay(buyer, reserved), await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    bought = await world.reserve(rival, goods)
    with pytest.raises(ReservationExpired):
        await world.confirm(buyer, reserved, first)
    await refund(world.platform, first.payment_id)  # bought nothing, goes back
    await read(world, consumer)
    assert await money(world) == [("EUR", 0, 0)]
    await cancel(world.platform, Caller(rival), order_id=bought.order_id)
    await world.confirm(buyer, reserved, second)
    await read(world, consumer)
    assert await money(world) == [("EUR", 500, 0)]
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    await refund(world.platform, second.payment_id)
    await read(world, consumer)
    assert await money(world) == [("EUR", 500, 500)]
    rows = await world.rows("SELECT cancelled_expired, cancelled_refunded FROM daily_sales")
    assert rows == [(1, 1)]


async def test_a_second_payment_that_goes_back_is_no_refund_of_the_sale(world: World) -> None:
    buyer, consumer = world.buyer(), figures()
    reserved = await world.reserve(buyer, await world.goods(1))
    first, second = await world.pay(buyer, reserved), await world.pay(buyer, reserved)
    await world.confirm(buyer, reserved, first)
    await arrived(ForOrders(world.platform), second.payment_id)
    await refund(world.platform, second.payment_id)
    assert (await world.payment(second)).status == "refunded"
    await read(world, consumer)
    assert await money(world) == [("EUR", 500, 0)]


async def test_a_product_s_revenue_has_its_share_of_the_discount_taken_off(world: World) -> None:
    goods, buyer = await world.goods(3, price=1000), world.buyer()
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods, quantity=2, coupon=coupon)
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    await read(world, figures())
    assert await by_product(world) == {goods.product_id: ("EUR", 2, 1800)}
    assert await money(world) == [("EUR", 1800, 0)]


async def test_the_migration_counts_anew_what_was_read_and_nothing_that_was_not(
    world: World,
) -> None:
    """Whatever was counted before, in the middle of the log."""
    consumer = figures()
    goods = await world.goods(9)
    buyer = world.buyer()
    orders = [await world.reserve(buyer, goods) for _ in range(3)]
    for reserved in orders:
        await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    await give_part(world, orders[0], 100)
    await parts_go_back(world)
    await read(world, consumer)
    await sold(world, goods, quantity=2)
    await give_part(world, orders[1], 50)
    await parts_go_back(world)
    pool = world.platform.database.pool
    await pool.execute("UPDATE daily_sales SET refunded = 777")
    await pool.execute("TRUNCATE daily_product_sales")
    migration = importlib.import_module("holdfast.db.migrations.versions.0023_sales_by_product")
    for statement in migration.COUNT_ANEW:
        await pool.execute(statement)
    assert await money(world) == [("EUR", 1500, 100)]
    assert await by_product(world) == {goods.product_id: ("EUR", 3, 1500)}
    await read(world, consumer)
    assert await money(world) == [("EUR", 2500, 150)]
    assert await by_product(world) == {goods.product_id: ("EUR", 5, 2500)}


async def test_the_day_is_the_event_s_in_utc(world: World) -> None:
    goods = await world.goods(2)
    await sold(world, goods)
    await world.platform.database.pool.execute(
        "UPDATE events SET at = '2031-03-30T23:30:00-02:00' WHERE type = 'order.paid'"
    )
    await read(world, figures())
    (row,) = await world.rows("SELECT day::text FROM daily_sales")
    assert row == ("2031-03-31",)


async def test_figures_of_a_batch_that_fails_are_not_kept(world: World) -> None:
    await sold(world, await world.goods(2))

    async def failing(connection: AsyncConnection, events: Sequence[Event]) -> None:
        await count_sales(connection, events)
        raise RuntimeError("after the effect")

    broken = Consumer("daily-sales", FIGURE_TYPES, failing)
    await readable(world.platform.database)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await broken.step(world.platform.database)
    await read(world, figures())
    assert await world.rows("SELECT orders FROM daily_sales") == [(1,)]
