"""Cancelling: the units come back once, the money goes back once, whoever else is at it."""

import asyncio

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import OrderCompletedAlready, OrderNotFound
from holdfast.flows.ending.cancel import Cancelled, cancel
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.settlement.confirm import Confirmed
from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settled
from holdfast.kit import Problem, new_id
from holdfast.people import Principal, user_owner
from tests.db.flows.conftest import World


async def test_a_reservation_that_is_cancelled_frees_its_units_once(world: World) -> None:
    goods, buyer = await world.goods(3), world.buyer()
    reserved = await world.reserve(buyer, goods, quantity=2)
    answers = await asyncio.gather(
        *(cancel(world.platform, Caller(buyer), order_id=reserved.order_id) for _ in range(5)),
        *(
            cancel(world.platform, Caller(buyer), reservation_id=reserved.reservation_id)
            for _ in range(5)
        ),
    )
    assert set(answers) == {Cancelled(reserved.order_id, "buyer", "none")}
    assert await world.stock(goods) == (3, 0)
    assert await world.events(reserved.order_id) == ["order.reserved", "order.cancelled"]


async def test_a_paid_order_that_is_cancelled_gives_units_and_money_back_once(
    world: World,
) -> None:
    one, other, buyer = await world.goods(3), await world.goods(3), world.buyer()
    reserved = await world.reserve(buyer, one, other)
    payment = await world.pay(buyer, reserved)
    await world.confirm(buyer, reserved, payment)
    answers = await asyncio.gather(
        *(cancel(world.platform, Caller(buyer), order_id=reserved.order_id) for _ in range(5))
    )
    assert set(answers) == {Cancelled(reserved.order_id, "refunded", "begun")}
    assert await world.stock(one) == (3, 0)
    assert await world.stock(other) == (3, 0)
    assert await world.jobs() == ["refund"]
    await refund(world.platform, payment.payment_id)
    await refund(world.platform, payment.payment_id)
    assert world.provider.refunded == {f"refund/{payment.payment_id}": 1000}
    assert await world.state(reserved) == ("cancelled", "refunded", "done")
    assert (await world.payment(payment)).status == "refunded"


async def test_two_lines_of_one_variant_both_come_back(world: World) -> None:
    goods, buyer = await world.goods(5), world.buyer()
    reserved = await world.reserve(buyer, goods, goods, quantity=2)
    assert await world.stock(goods) == (1, 4)
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    assert (
        await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    ).refund == "begun"
    assert await world.stock(goods) == (5, 0)


async def test_nobody_cancels_anothers_order_except_staff(world: World) -> None:
    goods, buyer = await world.goods(3), world.buyer()
    reserved = await world.reserve(buyer, goods)
    for stranger in (world.buyer(), Principal(user_owner(new_id()), "user", frozenset({"seller"}))):
        with pytest.raises(OrderNotFound):
            await cancel(world.platform, Caller(stranger), order_id=reserved.order_id)
        with pytest.raises(OrderNotFound):
            await cancel(world.platform, Caller(stranger), reservation_id=reserved.reservation_id)
    manager = Principal(user_owner(new_id()), "user", frozenset({"manager"}))
    assert (
        await cancel(world.platform, Caller(manager), order_id=reserved.order_id)
    ).reason == "staff"
    rows = await world.rows(
        "SELECT actor FROM ledger_entries WHERE hold = $1 AND operation = 'release'",
        reserved.reservation_id,
    )
    assert rows == [(manager.id,)]


async def test_what_was_delivered_is_not_cancelled(world: World) -> None:
    goods, buyer = await world.goods(3), world.buyer()
    reserved = await world.reserve(buyer, goods)
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    await world.platform.database.pool.execute(
        "UPDATE orders SET status = 'completed' WHERE id = $1", reserved.order_id
    )
    with pytest.raises(OrderCompletedAlready):
        await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    assert await world.stock(goods) == (2, 0)


async def test_cancel_and_create_race_and_the_order_has_one_end(world: World) -> None:
    """Money and goods agree whoever wins; the loser is told how it stands, never a fault."""
    for _ in range(15):
        goods, buyer = await world.goods(1), world.buyer()
        reserved = await world.reserve(buyer, goods)
        payment = await world.pay(buyer, reserved)
        confirmed, cancelled = await asyncio.gather(
            world.confirm(buyer, reserved, payment),
            cancel(world.platform, Caller(buyer), order_id=reserved.order_id),
            return_exceptions=True,
        )
        assert isinstance(cancelled, Cancelled), repr(cancelled)
        assert isinstance(confirmed, Confirmed | Problem), repr(confirmed)
        # Cancelled either before or after it was paid: the unit is back, and the money goes back.
        assert await world.stock(goods) == (1, 0)
        await settle(world.platform, await world.payment(payment))
        status, _, refunded = await world.state(reserved)
        assert (status, refunded) == ("cancelled", "begun")
        assert (await world.payment(payment)).status == "refunding"


async def test_a_settle_with_an_old_view_of_a_payment_finds_its_end(world: World) -> None:
    """The worker read the payment, then the buyer created and cancelled, then the worker acts."""
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    begun = await world.pay(buyer, reserved)
    as_read = await world.payment(begun)
    await world.confirm(buyer, reserved, begun)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    assert await settle(world.platform, as_read) == Settled("refunding", before=True)
    await refund(world.platform, begun.payment_id)
    assert await settle(world.platform, as_read) == Settled("refunding", before=True)
    assert len(world.provider.refunded) == 1


async def test_cancel_and_expiry_race_and_the_units_come_back_once(world: World) -> None:
    for _ in range(15):
        goods, buyer = await world.goods(1), world.buyer()
        reserved = await world.reserve(buyer, goods)
        await world.end_hold(reserved)
        cancelled, _ = await asyncio.gather(
            cancel(world.platform, Caller(buyer), order_id=reserved.order_id), world.sweep()
        )
        assert cancelled.reason in ("buyer", "expired")
        assert await world.stock(goods) == (1, 0)
        assert (await world.state(reserved))[:2] == ("cancelled", cancelled.reason)
        assert await world.events(reserved.order_id) == ["order.reserved", "order.cancelled"]


async def test_two_processes_at_the_same_orders_agree(world: World) -> None:
    """Two platforms, two ledger lanes, one database: every pair of steps, many times."""
    second = await world.spare()
    world.altered |= {"job"}
    for _ in range(10):
        goods, buyer = await world.goods(1), world.buyer()
        reserved = await world.reserve(buyer, goods)
        payment = await world.payment(await world.pay(buyer, reserved))
        outcomes = await asyncio.gather(
            settle(world.platform, payment),
            settle(second, payment),
            cancel(world.platform, Caller(buyer), order_id=reserved.order_id),
            cancel(second, Caller(buyer), order_id=reserved.order_id),
            return_exceptions=True,
        )
        assert not [one for one in outcomes if isinstance(one, BaseException)], outcomes
        assert await world.stock(goods) == (1, 0)
        assert (await world.payment_status(payment.id)) == "refunding"
        assert (await world.jobs()).count("refund") == 1
        await world.platform.database.pool.execute("DELETE FROM jobs")
